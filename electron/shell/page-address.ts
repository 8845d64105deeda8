/**
 * The window's page has the address `app://rolodial/` instead of `file://`, so that a page policy and a sender
 * check can name its origin, and that it reaches one folder instead of the whole disk.
 */
import path from 'node:path';
import { contentTypes } from '../../shared/contract/page.ts';

export const pageScheme = 'app';
const pageHost = 'rolodial';
export const pageAddress = `${pageScheme}://${pageHost}/index.html`;

/** Whether an address is one of the window's own pages. */
export function isOwnPage(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  return url?.protocol === `${pageScheme}:` && url.host === pageHost;
}

export interface PageFile {
  readonly file: string;
  readonly contentType: string;
}

/**
 * The file behind an address of ours.
 *
 * @param folder absolute path of the only folder that may be read
 * @returns undefined for an address that is not ours, that leads out of the folder once decoded (`..%2f`), or
 *   that has a type which our page does not use
 */
export function pageFile(address: string, folder: string): PageFile | undefined {
  if (!isOwnPage(address)) return undefined;
  const decoded = decodePath(new URL(address).pathname);
  if (decoded === undefined || /[\0\\]/.test(decoded)) return undefined;
  const file = path.join(folder, decoded.endsWith('/') ? `${decoded}index.html` : decoded);
  const contentType = contentTypes[path.extname(file)];
  if (!contentType || !file.startsWith(folder + path.sep)) return undefined;
  return { file, contentType };
}

function decodePath(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname);
  } catch {
    // A stray "%"; none of our files has such a name.
    return undefined;
  }
}
