/**
 * From the address that a person typed to the address books behind it (RFC 6764 §6, RFC 6352 §7.1).
 *
 * tsdav asks `.well-known`, which it does well (it knows servers behind proxies that forget their port). The
 * rest is our own, in fewer requests: tsdav takes the first home of several, reads a display name `2024` as a
 * number, and asks every book for its reports.
 */
import { RolodialError } from '../../../shared/errors.ts';
import { bookAddressHost, readBookAddress } from '../../../shared/settings/book-address.ts';
import { domainUrls, type ServiceResolver, serverUrls, systemResolver } from './candidate-urls.ts';
import { isNothingThere } from './errors.ts';
import { type FoundBooks, findBooks } from './find-books.ts';
import type { DavTransport } from './transport.ts';
import { addressOfProvider } from './web-addresses.ts';
import { wrongAddress } from './wrong-address.ts';

/**
 * The address books at an address: the one that it is, those that it holds, or those of the principal that
 * it leads to.
 *
 * An address with a path that is not there is an error, never a reason to look elsewhere: a book that was
 * deleted on the server must not be replaced by another one, and its contacts with it. For a bare server, host
 * name or e-mail address, on the other hand, several URLs are tried.
 *
 * @param address a URL, a host name or an e-mail address, as `readBookAddress` takes it
 * @throws RolodialError `carddav-not-found` where there is none, or what the transport throws
 */
export async function discoverAddressBooks(
  address: string,
  transport: DavTransport,
  resolver: ServiceResolver = systemResolver(),
): Promise<FoundBooks> {
  const reading = readBookAddress(address);
  if (!reading.ok) throw unusable(address, reading.problem);
  const typed = reading.address;
  if (typed.kind === 'url' && typed.url.pathname !== '/') {
    return await booksAtPath(typed.url, transport);
  }
  const client = typed.kind === 'email' ? withoutUnaskedPassword(transport) : transport;
  const candidates =
    typed.kind === 'url'
      ? serverUrls(typed.url, client, 'root first')
      : domainUrls(typed.domain, typed.port, client, resolver);
  const found = await firstBooks(candidates, client);
  if (!found) throw nothingAt(address);
  return found;
}

async function booksAtPath(url: URL, transport: DavTransport): Promise<FoundBooks> {
  try {
    const found = await findBooks(url, transport);
    if (found.books.length === 0) throw nothingAt(url.href);
    return found;
  } catch (error) {
    throw await wrongAddress(url, error, {
      async byName() {
        const found = await firstBooks(
          serverUrls(new URL('/', url), transport, 'well-known first'),
          transport,
        );
        return found !== undefined;
      },
      at: async (other) => (await findBooks(other, transport)).books.length > 0,
    });
  }
}

/**
 * The web server of an e-mail address's domain may be somebody else's: the password goes there only when
 * the server asks for it.
 */
function withoutUnaskedPassword({ fetch, traffic }: DavTransport): DavTransport {
  return { traffic, fetch: (input, init) => fetch(input, { credentials: 'omit', ...init }) };
}

/** The books at the first URL that has any; undefined where none has. */
async function firstBooks(
  candidates: AsyncIterable<URL>,
  transport: DavTransport,
): Promise<FoundBooks | undefined> {
  const asked = new Set<string>();
  let elsewhere: unknown;
  for await (const url of candidates) {
    if (asked.has(url.href)) continue;
    asked.add(url.href);
    try {
      const found = await findBooks(url, transport);
      if (found.books.length > 0) return found;
    } catch (error) {
      if (!isNothingThere(error)) throw error;
      if (error.params['reason'] === 'elsewhere') elsewhere ??= error;
    }
  }
  // This error names the address to enter, which helps more than that nothing was found.
  if (elsewhere) throw elsewhere;
  return undefined;
}

function nothingAt(address: string): RolodialError {
  const host = bookAddressHost(address);
  const enter = addressOfProvider(host);
  return new RolodialError(
    'carddav-not-found',
    `No address book was found at ${address}. ${enter === undefined ? 'Check' : `Enter ${enter} as`} carddav.url.`,
    { url: address, host, ...(enter !== undefined && { enter }) },
  );
}

function unusable(address: string, problem: string): RolodialError {
  return new RolodialError('settings-invalid', `carddav.url: ${problem}.`, {
    field: 'carddav.url',
    detail: problem,
    url: address,
  });
}
