/** From the address that a person typed to the address books behind it (RFC 6764 §6, RFC 6352 §7.1). */
import {
  type DAVAccount,
  fetchAddressBooks,
  fetchHomeUrl,
  fetchPrincipalUrl,
  propfind,
  serviceDiscovery,
} from 'tsdav';
import { RolodialError } from '../../../shared/errors.ts';
import type { DavTransport } from './transport.ts';

export interface AddressBook {
  readonly url: string;
  /** The book's display name, or the last part of its address. */
  readonly name: string;
}

/**
 * The address books at an address: the one that it is, or those of the principal that it leads to.
 *
 * An address with a path that is not there is an error, never a reason to look elsewhere: a book that was
 * deleted on the server must not be replaced by another one, and its contacts with it.
 *
 * @throws RolodialError `carddav-not-found` where there is none, or what the transport throws
 */
export async function discoverAddressBooks(
  url: string,
  transport: DavTransport,
): Promise<AddressBook[]> {
  const isServer = new URL(url).pathname === '/';
  const here = await booksAt(url, transport).catch((error) => {
    if (isServer && isNotFound(error)) return [];
    throw error;
  });
  if (here.length > 0) return here;
  const books = await booksOfPrincipal(url, transport);
  if (books.length > 0) return books;
  throw nothingAt(url);
}

/** The books that the address itself is or holds. */
async function booksAt(url: string, { fetch }: DavTransport): Promise<AddressBook[]> {
  const answers = await propfind({
    url,
    props: { 'd:resourcetype': {}, 'd:displayname': {} },
    depth: '0',
    fetch,
  });
  return answers
    .filter((answer) => answer.ok && 'addressbook' in Object(answer.props?.['resourcetype']))
    .map((answer) => ({ url, name: bookName(answer.props?.['displayname'], url) }));
}

async function booksOfPrincipal(url: string, { fetch }: DavTransport): Promise<AddressBook[]> {
  const account: DAVAccount = { accountType: 'carddav', serverUrl: url };
  const principal = await principalOf({ ...account, rootUrl: url }, fetch).catch(async (error) => {
    if (!isNotFound(error)) throw error;
    const rootUrl = await serviceDiscovery({ account, fetch });
    return await principalOf({ ...account, rootUrl }, fetch);
  });
  const homeUrl = await found(fetchHomeUrl({ account: principal, fetch }), url);
  const books = await fetchAddressBooks({ account: { ...principal, homeUrl }, fetch });
  return books.map((book) => ({ url: book.url, name: bookName(book.displayName, book.url) }));
}

async function principalOf(account: DAVAccount, fetch: DavTransport['fetch']): Promise<DAVAccount> {
  const principalUrl = await found(fetchPrincipalUrl({ account, fetch }), account.rootUrl ?? '');
  return { ...account, principalUrl };
}

/** tsdav says "cannot find principalUrl" for an answer that is no WebDAV: to a person, no book is there. */
async function found(search: Promise<string>, url: string): Promise<string> {
  try {
    return await search;
  } catch (error) {
    throw error instanceof RolodialError ? error : nothingAt(url, error);
  }
}

function nothingAt(url: string, cause?: unknown): RolodialError {
  return new RolodialError(
    'carddav-not-found',
    `No address book was found at ${url}. Check carddav.url.`,
    { url, host: new URL(url).host },
    { cause },
  );
}

function isNotFound(error: unknown): boolean {
  return error instanceof RolodialError && error.code === 'carddav-not-found';
}

function bookName(displayName: unknown, url: string): string {
  if (typeof displayName === 'string' && displayName !== '') return displayName;
  // tsdav reads a name such as "2024" as a number.
  if (typeof displayName === 'number') return String(displayName);
  return decodeURIComponent(new URL(url).pathname.split('/').filter(Boolean).at(-1) ?? url);
}
