/** Servers that are made of several processes, with all their files in one temporary folder. */
import { temporaryFolder } from './temporary-folders.ts';
import { openToServers } from './without-root.ts';

/** A part of a server: a process, or another server. */
interface Part {
  stop(): Promise<unknown>;
}

/**
 * Starts the parts of a server; where one of them fails, ends those before it.
 *
 * @param start takes the folder, which is open to servers without root's rights; calls `keep` for each part that
 *   it has started
 * @returns what `start` returns, and what ends all parts, the last one first, and removes the folder
 */
export async function startParts<T extends object>(
  purpose: string,
  start: (folder: string, keep: (part: Part) => void) => Promise<T>,
): Promise<T & { stop(): Promise<void> }> {
  const folder = temporaryFolder(purpose);
  const parts: Part[] = [];
  const stop = async () => {
    for (let last = parts.pop(); last; last = parts.pop()) await last.stop();
    await folder.remove();
  };
  try {
    await openToServers(folder.path);
    const server = await start(folder.path, (part) => parts.push(part));
    return { ...server, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
