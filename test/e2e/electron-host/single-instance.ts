/**
 * The single-instance lock: a real one, in the app's folder, between real processes.
 *
 * Electron asks for it synchronously, so a socket will not do. Whoever creates the lock file holds it; a
 * later process puts a letter into the folder beside it and goes.
 */
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

export interface Letter {
  readonly argv: readonly string[];
  readonly workingDirectory: string;
}

/**
 * Takes the lock, or tells the process that holds it.
 *
 * @param folder the app's folder; another folder is another instance
 * @param received is called in the holder for every later launch
 * @returns whether this process holds the lock
 */
export function requestLock(folder: string, received: (letter: Letter) => void): boolean {
  const letters = path.join(folder, 'stand-in-launches');
  const lock = path.join(folder, 'stand-in-lock');
  mkdirSync(letters, { recursive: true });
  if (!takeLock(lock)) {
    const argv = process.argv;
    const letter: Letter = { argv, workingDirectory: process.cwd() };
    const draft = path.join(folder, `stand-in-draft-${process.pid}`);
    writeFileSync(draft, JSON.stringify(letter));
    // Renamed into place, so that it is whole when it is seen.
    renameSync(draft, path.join(letters, `${process.pid}.json`));
    return false;
  }
  const watcher = watch(letters, () => {
    for (const name of readdirSync(letters)) {
      const file = path.join(letters, name);
      const letter: Letter = JSON.parse(readFileSync(file, 'utf8'));
      rmSync(file);
      received(letter);
    }
  });
  process.once('exit', () => {
    watcher.close();
    rmSync(lock, { force: true });
    rmSync(letters, { recursive: true, force: true });
  });
  return true;
}

function takeLock(lock: string): boolean {
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return true;
    } catch {
      if (isAlive(Number(readFileSync(lock, 'utf8')))) return false;
      // Its holder was killed.
      rmSync(lock, { force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
