/** What curl takes for a request: the yardstick for our own reading of the same answer. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { DavCredentials } from '../servers/dav-request.ts';

const run = promisify(execFile);

/** @returns milliseconds from the first look at the address to the last byte; the process itself not counted */
export async function curlReport(
  url: string,
  body: string,
  { username, password }: DavCredentials,
): Promise<number> {
  const { stdout } = await run('curl', [
    ...['--silent', '--show-error', '--output', '/dev/null', '--noproxy', '*'],
    ...['--write-out', '%{http_code} %{time_total}'],
    ...['--user', `${username}:${password}`, '--request', 'REPORT'],
    ...['--header', 'depth: 1', '--header', 'content-type: application/xml; charset=utf-8'],
    ...['--data-binary', body, url],
  ]);
  const [status, seconds] = stdout.split(' ');
  if (status !== '207') throw new Error(`curl got ${status} for ${url}`);
  return Number(seconds) * 1000;
}

/** All cards with their texts. */
export const query =
  '<card:addressbook-query xmlns:d="DAV:" xmlns:card="urn:ietf:params:xml:ns:carddav"><d:prop><d:getetag/><card:address-data/></d:prop><card:filter/></card:addressbook-query>';

/** What has changed since a token; everything since an empty one. */
export function changesSince(syncToken: string): string {
  return `<d:sync-collection xmlns:d="DAV:"><d:sync-token>${syncToken}</d:sync-token><d:sync-level>1</d:sync-level><d:prop><d:getetag/></d:prop></d:sync-collection>`;
}
