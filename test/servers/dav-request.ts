/** WebDAV requests as plain as they can be, so that tests can see and change a book without Rolodial's own client. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { text } from 'node:stream/consumers';

export interface DavCredentials {
  readonly username: string;
  readonly password: string;
}

/** Who asks, and whom they trust. */
interface DavAccess {
  readonly credentials?: DavCredentials;
  /** PEM file of an authority to trust instead of the system's. */
  readonly caFile?: string | undefined;
}

export interface DavRequest extends DavAccess {
  readonly method: 'GET' | 'PUT' | 'DELETE' | 'PROPFIND' | 'REPORT' | 'MKCOL';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

interface DavAnswer {
  readonly status: number;
  readonly body: string;
}

/** Sends one request on a connection of its own. */
export async function davRequest(
  url: string,
  { method, headers = {}, body = '', credentials, caFile }: DavRequest,
): Promise<DavAnswer> {
  const options = {
    method,
    agent: false,
    headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
    ...(credentials && { auth: `${credentials.username}:${credentials.password}` }),
    ...(caFile !== undefined && { ca: await readFile(caFile) }),
  };
  const sent = url.startsWith('https:') ? overHttps(url, options) : overHttp(url, options);
  sent.end(body);
  const [answer] = await once(sent, 'response');
  return { status: answer.statusCode ?? 0, body: await text(answer) };
}

/** PUTs one card (RFC 6352 §5.1); throws what the server answers where it refuses. */
export function putCard(
  url: string,
  card: string | Uint8Array,
  access: DavAccess = {},
): Promise<void> {
  const headers = { 'content-type': 'text/vcard; charset=utf-8' };
  return change(url, { ...access, method: 'PUT', headers, body: card });
}

/** Makes an empty address book (RFC 5689). */
export function makeBook(url: string, name: string, access: DavAccess = {}): Promise<void> {
  const headers = { 'content-type': 'application/xml; charset=utf-8' };
  const body = `<?xml version="1.0" encoding="utf-8"?>
    <D:mkcol xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:carddav"><D:set><D:prop>
      <D:resourcetype><D:collection/><C:addressbook/></D:resourcetype><D:displayname>${name}</D:displayname>
    </D:prop></D:set></D:mkcol>`;
  return change(url, { ...access, method: 'MKCOL', headers, body });
}

/** DELETEs one card, or a whole book. */
export function deleteCard(url: string, access: DavAccess = {}): Promise<void> {
  return change(url, { ...access, method: 'DELETE' });
}

async function change(url: string, request: DavRequest): Promise<void> {
  const { status, body } = await davRequest(url, request);
  // Xandikos says no with a 207 that holds the reason.
  if ([200, 201, 204].includes(status)) return;
  throw new Error(`${request.method} ${url} was answered with ${status}: ${body}`);
}

/** What a book holds: the file name of each card and its text, from one addressbook-query (RFC 6352 §8.6). */
export async function readBook(url: string, access: DavAccess = {}): Promise<Map<string, string>> {
  const { status, body } = await davRequest(url, {
    ...access,
    method: 'REPORT',
    headers: { 'content-type': 'application/xml; charset=utf-8', depth: '1' },
    body: `<?xml version="1.0" encoding="utf-8"?>
      <C:addressbook-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:carddav">
        <D:prop><D:getetag/><C:address-data/></D:prop><C:filter/>
      </C:addressbook-query>`,
  });
  if (status !== 207) throw new Error(`REPORT ${url} was answered with ${status}: ${body}`);
  const cards = new Map<string, string>();
  for (const [response] of body.matchAll(/<(?:\w+:)?response[ >].*?<\/(?:\w+:)?response>/gsu)) {
    const card = elementText(response, 'address-data');
    const name = decodeURIComponent(elementText(response, 'href')).split('/').at(-1);
    if (name) cards.set(name, card);
  }
  return cards;
}

function elementText(xml: string, name: string): string {
  const found = new RegExp(`<(?:\\w+:)?${name}(?: [^>]*)?>([^<]*)<`, 'u').exec(xml)?.[1] ?? '';
  return found.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/giu, (_, decimal, hex, entity: string) =>
    entity ? (entities[entity] ?? '') : String.fromCodePoint(Number(decimal ?? `0x${hex}`)),
  );
}
const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};
