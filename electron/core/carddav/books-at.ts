/** The address books at one address: the one that it is, those that it holds, or those of its principal. */
import { isSameBook, lastPathPart } from '../../../shared/settings/book-address.ts';
import { collectionAddress } from './destinations.ts';
import { incompleteAnswer, invalidAnswer, statusError } from './errors.ts';
import { type PropertyResource, readProperties } from './properties.ts';
import type { DavTransport } from './transport.ts';

export interface AddressBook {
  readonly url: string;
  /** See {@link bookName}. */
  readonly name: string;
  /** The collection that the server lists it in; none where the address asked was the book's own. */
  readonly home?: string;
}

/**
 * @returns none where the address answers as WebDAV does but leads to no book
 * @throws what the transport throws, `carddav-invalid-answer` or `carddav-incomplete`; never a part of the books
 */
export async function booksAt(url: URL, transport: DavTransport): Promise<AddressBook[]> {
  const { self, at } = await ask(url, '0', transport);
  if (isAddressBook(self)) return [addressBook(self, at.href)];
  const homes = homesOf(self, at);
  if (homes.length > 0) return await booksIn(homes, transport);
  if (at.pathname !== '/') {
    const held = await booksIn([at], transport);
    if (held.length > 0) return held;
  }
  const principal = self.props.get('current-user-principal')?.hrefs[0];
  if (principal === undefined) return [];
  const known = await ask(collectionAddress(principal, at), '0', transport);
  return await booksIn(homesOf(known.self, known.at), transport);
}

/** The books of all homes; a home that cannot be read is an error, as its books would seem to be gone. */
async function booksIn(homes: readonly URL[], transport: DavTransport): Promise<AddressBook[]> {
  const books = new Map<string, AddressBook>();
  for (const home of homes) {
    const { all, at } = await ask(home, '1', transport);
    for (const resource of all.filter(isAddressBook)) {
      const { href } = collectionAddress(resource.href, at);
      books.set(href, { ...addressBook(resource, href), home: at.href });
    }
  }
  return [...books.values()];
}

const question = `<?xml version="1.0" encoding="utf-8"?>
<d:propfind xmlns:d="DAV:" xmlns:card="urn:ietf:params:xml:ns:carddav"><d:prop>
  <d:resourcetype/><d:displayname/><d:current-user-principal/><card:addressbook-home-set/>
</d:prop></d:propfind>`;

/** What a resource says of itself, and all that answered with it; `at`: where redirects led. */
interface Answer {
  readonly self: PropertyResource;
  readonly all: readonly PropertyResource[];
  readonly at: URL;
}

async function ask(url: URL, depth: '0' | '1', transport: DavTransport): Promise<Answer> {
  const answer = await propfind(url, depth, transport, {});
  // RFC 5397: the server takes us for anybody, and would answer more to somebody.
  const principal = answer.self.props.get('current-user-principal');
  if (!principal?.elements.includes('unauthenticated')) return answer;
  return await propfind(url, depth, transport, { credentials: 'include' });
}

async function propfind(
  url: URL,
  depth: '0' | '1',
  { fetch }: DavTransport,
  init: RequestInit,
): Promise<Answer> {
  const response = await fetch(url, {
    ...init,
    method: 'PROPFIND',
    headers: { 'content-type': 'application/xml; charset=utf-8', depth },
    body: question,
  });
  const at = new URL(response.url || url);
  const all = await readProperties(response, at);
  const failed = all.find(({ status = 200 }) => status >= 500);
  if (failed) {
    throw incompleteAnswer(at, new Error(`${failed.href} failed with status ${failed.status}`));
  }
  const self = all.find(({ href }) => isSelf(href, at)) ?? all[0];
  if (!self) throw invalidAnswer(at, 'it says nothing of the address asked');
  if ((self.status ?? 200) >= 400) throw statusError(self.status ?? 404, at);
  return { self, all, at };
}

/** Whether the server means the address asked, whatever host it believes itself to be. */
function isSelf(href: string, at: URL): boolean {
  const { pathname } = new URL(href);
  return isSameBook(new URL(pathname, at).href, new URL(at.pathname, at).href);
}

function homesOf(principal: PropertyResource, at: URL): URL[] {
  const hrefs = principal.props.get('addressbook-home-set')?.hrefs ?? [];
  return hrefs.map((href) => collectionAddress(href, at));
}

function isAddressBook({ props }: PropertyResource): boolean {
  return props.get('resourcetype')?.elements.includes('addressbook') ?? false;
}

function addressBook(resource: PropertyResource, url: string): AddressBook {
  return { url, name: bookName(resource, url) };
}

/** What a person calls a book: its display name, or the last part of its address. */
export function bookName({ props }: PropertyResource, url: string): string {
  return props.get('displayname')?.text || lastPathPart(url);
}
