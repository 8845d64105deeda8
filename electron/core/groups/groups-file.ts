/**
 * Reads and saves an administrator's `sharedgroups.txt`. Saved in place, at once or not at all, and never
 * over what somebody else has written in the meantime.
 */
import { createHash } from 'node:crypto';
import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { RolodialError } from '../../../shared/errors.ts';
import type { GroupsFileReport } from '../../../shared/ipc/groups-report.ts';
import { checkGroupsFile } from '../../../shared/roster/shared-groups/check.ts';
import {
  groupsOf,
  parseGroupsFile,
  warningsOf,
} from '../../../shared/roster/shared-groups/file.ts';
import type { Session } from '../xmpp/session.ts';

export interface ReadGroupsFile {
  readonly path: string;
  readonly text: string;
  /** Stands for exactly this text; to be shown again when it is saved. */
  readonly stamp: string;
}

/**
 * Reads a file and compares it with the live roster of an account.
 * @throws RolodialError as {@link readGroupsFile}
 */
export async function groupsFileReport(
  file: string,
  account: string,
  { roster }: Pick<Session, 'roster'>,
): Promise<GroupsFileReport> {
  const read = await readGroupsFile(file);
  const parsed = parseGroupsFile(read.text);
  const checks = checkGroupsFile(groupsOf(parsed), account.toLowerCase(), roster.items);
  return { ...read, warnings: warningsOf(parsed), checks };
}

/** More than a hundred thousand members. */
const largestBytes = 8 * 1024 * 1024;

/** @throws RolodialError `bad-input` where it cannot be read, is no text in UTF-8, or is too large */
export async function readGroupsFile(file: string): Promise<ReadGroupsFile> {
  const bytes = await inWords('read', file, async () => {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      if (size > largestBytes) throw new Error('it is larger than 8 MB');
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  });
  const text = await inWords('read', file, async () => decode(bytes));
  return { path: file, text, stamp: stampOf(bytes) };
}

/**
 * @param stamp of the text that was read and edited
 * @returns the stamp of the new text
 * @throws RolodialError `bad-input` where it cannot be written, or has changed since it was read
 */
export async function saveGroupsFile(file: string, text: string, stamp: string): Promise<string> {
  const standing = await readGroupsFile(file);
  if (standing.stamp !== stamp) {
    const detail = 'somebody else has changed it since it was opened; open it again';
    throw fileError('save', file, detail);
  }
  const bytes = Buffer.from(text, 'utf8');
  await inWords('save', file, async () => {
    // A link stays a link: what it points to is replaced.
    const target = await realpath(file);
    const { mode, uid, gid } = await stat(target);
    const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${process.pid}`);
    try {
      const handle = await open(temporary, 'w', mode & 0o7777);
      try {
        await handle.chmod(mode & 0o7777);
        // Prosody reads it as another user; whoever may not give a file away keeps it.
        await handle.chown(uid, gid).catch(() => undefined);
        await handle.writeFile(bytes);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(temporary, target);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  });
  return stampOf(bytes);
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Error('it is no text in UTF-8');
  }
}

function stampOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('base64url');
}

async function inWords<Result>(
  deed: 'read' | 'save',
  file: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw fileError(deed, file, error instanceof Error ? error.message : String(error));
  }
}

function fileError(deed: 'read' | 'save', file: string, detail: string): RolodialError {
  return new RolodialError('bad-input', `Rolodial cannot ${deed} ${file}: ${detail}.`, {
    file,
    detail,
  });
}
