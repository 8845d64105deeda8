import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readGroupsFile, saveGroupsFile } from '../../../electron/core/groups/groups-file.ts';
import { type TemporaryFolder, temporaryFolder } from '../../servers/temporary-folders.ts';

let folder: TemporaryFolder;
let file: string;

beforeEach(() => {
  folder = temporaryFolder('groups-file');
  file = path.join(folder.path, 'sharedgroups.txt');
  writeFileSync(file, '[Équipe]\njane@x\n');
  chmodSync(file, 0o640);
});
afterEach(() => folder.remove());

describe('a groups file', () => {
  it('is saved in place, with its mode, and leaves nothing beside it', async () => {
    const { text, stamp } = await readGroupsFile(file);
    expect(text).toBe('[Équipe]\njane@x\n');
    const next = await saveGroupsFile(file, `${text}bob@x\n`, stamp);
    expect(readFileSync(file, 'utf8')).toBe('[Équipe]\njane@x\nbob@x\n');
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder.path)).toEqual(['sharedgroups.txt']);
    await saveGroupsFile(file, text, next);
    expect((await readGroupsFile(file)).stamp).toBe(stamp);
  });

  it('that is a link stays one', async () => {
    const link = path.join(folder.path, 'link.txt');
    symlinkSync(file, link);
    const { stamp } = await readGroupsFile(link);
    await saveGroupsFile(link, '[New]\n', stamp);
    expect(readFileSync(file, 'utf8')).toBe('[New]\n');
    expect(readdirSync(folder.path).sort()).toEqual(['link.txt', 'sharedgroups.txt']);
  });

  it('that somebody else has changed is not written over', async () => {
    const { stamp } = await readGroupsFile(file);
    writeFileSync(file, '[Theirs]\n');
    await expect(saveGroupsFile(file, '[Mine]\n', stamp)).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('somebody else has changed it'),
    });
    expect(readFileSync(file, 'utf8')).toBe('[Theirs]\n');
  });

  it('that begins with a byte order mark keeps it', async () => {
    writeFileSync(file, '\uFEFF[Team]\n');
    const { text, stamp } = await readGroupsFile(file);
    await saveGroupsFile(file, `${text}jane@x\n`, stamp);
    expect(readFileSync(file, 'utf8')).toBe('\uFEFF[Team]\njane@x\n');
  });

  it('is not saved larger than it can be read, and stays as it was', async () => {
    const { text, stamp } = await readGroupsFile(file);
    await expect(saveGroupsFile(file, 'x'.repeat(9 * 1024 * 1024), stamp)).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('8 MB'),
    });
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(readdirSync(folder.path)).toEqual(['sharedgroups.txt']);
  });

  it.each([
    ['is not there', () => 'nowhere.txt', 'there is no such file; check its path'],
    ['is a folder', () => '.', 'no file'],
    [
      'is a pipe, which would be waited for without end',
      () => {
        rmSync(file);
        execFileSync('mkfifo', [file]);
        return file;
      },
      'no file',
    ],
    [
      'is no text',
      () => {
        writeFileSync(file, Buffer.from([0x5b, 0xff, 0x5d]));
        return file;
      },
      'UTF-8',
    ],
    [
      'is far too large',
      () => {
        writeFileSync(file, Buffer.alloc(9 * 1024 * 1024));
        return file;
      },
      '8 MB',
    ],
  ])('that %s is refused in words', async (_, prepare, detail) => {
    const broken = path.resolve(folder.path, prepare());
    await expect(readGroupsFile(broken)).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining(detail),
    });
  });
});
