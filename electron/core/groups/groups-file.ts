/**
 * Reads and saves an administrator's `sharedgroups.txt`. Saving replaces the file atomically, and never
 * overwrites a change that was made since it was read.
 */
import { createHash, randomUUID } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { GroupsFileReport } from '../../../shared/contract/groups-report.ts';
import { RolodialError } from '../../../shared/errors.ts';
import { normalizeBareJid } from '../../../shared/roster/jid.ts';
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
  /** A hash of the text, to be given back when it is saved. */
  readonly stamp: string;
}

/**
 * Reads a groups file and compares it with the live roster of an account.
 * @throws RolodialError as {@link readGroupsFile}
 */
export async function groupsFileReport(
  file: string,
  account: string,
  { roster }: Pick<Session, 'roster'>,
): Promise<GroupsFileReport> {
  const read = await readGroupsFile(file);
  const parsed = parseGroupsFile(read.text);
  const checks = checkGroupsFile(groupsOf(parsed), normalizeBareJid(account), roster.items);
  return { ...read, warnings: warningsOf(parsed), checks };
}

/** More than a hundred thousand members. */
const largestBytes = 8 * 1024 * 1024;

/** @throws RolodialError `bad-input` where it cannot be read, is not UTF-8, or is too large */
export async function readGroupsFile(file: string): Promise<ReadGroupsFile> {
  const bytes = await withFileError('read', file, async () => {
    // Opening a pipe would block, and reading a device would never end.
    const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const found = await handle.stat();
      if (!found.isFile()) throw new Error('it is no file; give the path of the groups file');
      if (found.size > largestBytes) throw new Error('it is larger than 8 MB');
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  });
  const text = await withFileError('read', file, async () => decode(bytes));
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
  // A file that could not be read again is not written.
  if (bytes.length > largestBytes) throw fileError('save', file, 'it is larger than 8 MB');
  await withFileError('save', file, async () => {
    // A link stays a link; its target is replaced.
    const target = await realpath(file);
    const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${randomUUID()}`);
    // `wx` fails where anything is there already, such as a link planted by somebody else.
    const handle = await open(temporary, 'wx', 0o600);
    try {
      try {
        await keepAccess(handle, await stat(target));
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

/**
 * Gives the new file the owner, group and mode of the old one. Only root may change the owner; Prosody can
 * still read the file where its group is kept, or where everyone may read.
 */
async function keepAccess(handle: FileHandle, { uid, gid, mode }: Stats): Promise<void> {
  try {
    await handle.chown(uid, gid);
  } catch {
    const { uid: ownUid, gid: ownGid } = await handle.stat();
    const hasGroup = await handle.chown(ownUid, gid).then(
      () => true,
      () => gid === ownGid,
    );
    if (!hasGroup && (mode & 0o004) === 0) {
      throw new Error(
        'its group cannot be kept, and Prosody might not be able to read it any more; save it as root',
      );
    }
  }
  // After the owner, since changing the owner clears some bits of the mode.
  await handle.chmod(mode & 0o7777);
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

async function withFileError<Result>(
  action: 'read' | 'save',
  file: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw fileError(action, file, detailOf(error));
  }
}

/** What an administrator can do, for the most common errors. */
function detailOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  const words = adviceByCode[code];
  return words === undefined ? error.message : `${words} (${code})`;
}

const adviceByCode: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file; check its path',
  EACCES: 'you are not allowed to; ask for the right to it, or for a copy',
  EPERM: 'you are not allowed to; ask for the right to it, or for a copy',
  EROFS: 'it is on a file system that cannot be written',
  ENOSPC: 'the disk is full; make room, nothing was changed',
};

function fileError(action: 'read' | 'save', file: string, detail: string): RolodialError {
  return new RolodialError('bad-input', `Rolodial cannot ${action} ${file}: ${detail}.`, {
    file,
    detail,
  });
}
