/** Folders that last as long as what they are made for, readable by the user alone (mkdtemp makes them 0700). */
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeIntoCare } from './caretaker.ts';

export interface TemporaryFolder {
  readonly path: string;
  /** Removes the folder with all that is in it; harmless when it is gone. */
  remove(): Promise<void>;
}

/** Makes a folder that is removed at the latest when this process ends, however it does. */
export function temporaryFolder(purpose: string): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), `rolodial-${purpose}-`));
  const remove = async () => {
    await rm(path, { recursive: true, force: true, maxRetries: 5 });
    release();
  };
  const release = takeIntoCare({ folder: path }, remove);
  return { path, remove };
}
