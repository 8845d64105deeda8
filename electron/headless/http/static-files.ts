/**
 * The window's files. They are listed once at the start, and only listed files are opened, so that no request
 * can name a path outside the folder.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { contentTypes } from '../../../shared/contract/page.ts';
import { RolodialError } from '../../../shared/errors.ts';

export interface StaticFile {
  readonly contentType: string;
  /** Vite names assets by their content, so they may be cached for ever. */
  readonly immutable: boolean;
  read(): Promise<Buffer>;
}

/**
 * @returns the files by the path of their URL, `/` being index.html
 * @throws RolodialError `internal` where the window was not built
 */
export async function listStaticFiles(folder: string): Promise<ReadonlyMap<string, StaticFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = new Map<string, StaticFile>();
  for (const entry of entries) {
    if (!entry.isFile()) continue; // also links, which may lead elsewhere
    const file = path.join(entry.parentPath, entry.name);
    const url = `/${path.relative(folder, file).split(path.sep).join('/')}`;
    files.set(url, staticFile(file, url));
  }
  const index = files.get('/index.html');
  if (!index) {
    throw new RolodialError(
      'internal',
      `The window was not built: there is no index.html in ${folder}.`,
      { detail: folder },
    );
  }
  return files.set('/', index);
}

function staticFile(file: string, url: string): StaticFile {
  return {
    contentType: contentTypes[path.extname(file)] ?? 'application/octet-stream',
    immutable: url.startsWith('/assets/'),
    read: () => readFile(file),
  };
}
