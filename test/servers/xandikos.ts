/**
 * A throwaway Xandikos: Debian's own, an awkward CardDAV server on purpose. It has no accounts: anyone who
 * reaches its loopback port is let in. It keeps and serves cards byte for byte.
 */

import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { deleteCard, putCard } from './dav-request.ts';
import { ensureDebianPackages } from './debian-packages.ts';
import { startOnFreePorts } from './listening-server.ts';
import { temporaryFolder } from './temporary-folders.ts';

export const xandikosPackages = ['xandikos', 'git'];

const run = promisify(execFile);

export interface XandikosServer {
  /** URL of its only book. */
  readonly url: string;
  readonly rootUrl: string;
  readonly logFile: string;
  readonly pid: number;
  /** Writes cards straight into the book's repository, in one commit; the book must have had a card before. */
  writeCards(cards: ReadonlyMap<string, string | Uint8Array>): Promise<void>;
  /** PUTs one card; `name` is its file name. */
  putCard(name: string, card: string | Uint8Array): Promise<void>;
  deleteCard(name: string): Promise<void>;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

/** Starts Xandikos with an empty book and waits until it listens; installs it first where that is possible. */
export async function startXandikos(): Promise<XandikosServer> {
  await ensureDebianPackages(xandikosPackages);
  const folder = temporaryFolder('xandikos');
  const logFile = join(folder.path, 'xandikos.log');
  const started = startOnFreePorts(1, async ([port]) => ({
    command: 'xandikos',
    parameters: [
      ...['-d', join(folder.path, 'collections'), '--defaults'],
      ...['-l', '127.0.0.1', '-p', String(port)],
    ],
    cwd: folder.path,
    logFile,
  }));
  const repository = join(folder.path, 'collections', 'user', 'contacts', 'addressbook');
  const { process, ports } = await started.catch(async (error: unknown) => {
    await folder.remove();
    throw error;
  });
  const rootUrl = `http://127.0.0.1:${ports[0]}/`;
  const url = `${rootUrl}user/contacts/addressbook/`;
  return {
    url,
    rootUrl,
    logFile,
    pid: process.pid,
    async writeCards(cards) {
      for (const [name, card] of cards) await writeFile(join(repository, name), card);
      const author = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
      await run('git', ['-C', repository, 'add', '--all']);
      await run('git', ['-C', repository, ...author, 'commit', '--quiet', '--message', 'Import']);
    },
    putCard: (name, card) => putCard(url + encodeURIComponent(name), card),
    deleteCard: (name) => deleteCard(url + encodeURIComponent(name)),
    async stop() {
      await process.stop();
      await folder.remove();
    },
  };
}
