/**
 * From the address that a person typed to the address books behind it (RFC 6764 §6, RFC 6352 §7.1).
 *
 * tsdav asks `.well-known`, which it does well (it knows servers behind proxies that forget their port). The
 * rest we ask ourselves, in fewer requests: tsdav takes the first home of several, a display name `2024` for
 * a number, and asks every book for its reports.
 */
import { RolodialError } from '../../../shared/errors.ts';
import { bookAddressHost, readBookAddress } from '../../../shared/settings/book-address.ts';
import { type AddressBook, booksAt } from './books-at.ts';
import { isNothingThere } from './errors.ts';
import { domainPlaces, serverPlaces } from './places.ts';
import { type ServiceResolver, systemResolver } from './service-records.ts';
import type { DavTransport } from './transport.ts';

/**
 * The address books at an address: the one that it is, those that it holds, or those of the principal that
 * it leads to.
 *
 * An address with a path that is not there is an error, never a reason to look elsewhere: a book that was
 * deleted on the server must not be replaced by another one, and its contacts with it. A bare server, host
 * name or e-mail address on the other hand is a question: what is not at the first place may be at the next.
 *
 * @param address a URL, a host name or an e-mail address, as `readBookAddress` takes it
 * @throws RolodialError `carddav-not-found` where there is none, or what the transport throws
 */
export async function discoverAddressBooks(
  address: string,
  transport: DavTransport,
  resolver: ServiceResolver = systemResolver(),
): Promise<AddressBook[]> {
  const reading = readBookAddress(address);
  if (!reading.ok) throw unusable(address, reading.problem);
  const typed = reading.address;
  if (typed.kind === 'url' && typed.url.pathname !== '/') {
    const books = await booksAt(typed.url, transport);
    if (books.length === 0) throw nothingAt(address);
    return books;
  }
  const asking = typed.kind === 'email' ? reserved(transport) : transport;
  const places =
    typed.kind === 'url'
      ? serverPlaces(typed.url, asking, 'root first')
      : domainPlaces(typed.domain, typed.port, asking, resolver);
  const books = await firstBooks(places, asking);
  if (books.length === 0) throw nothingAt(address);
  return books;
}

/**
 * Whoever types an e-mail address does not mean its domain's web server by it, which may be somebody
 * else's: the password goes there only when it is asked for.
 */
function reserved({ fetch, traffic }: DavTransport): DavTransport {
  return { traffic, fetch: (input, init) => fetch(input, { credentials: 'omit', ...init }) };
}

/** The books at the first place that has any. */
async function firstBooks(
  places: AsyncIterable<URL>,
  transport: DavTransport,
): Promise<AddressBook[]> {
  const asked = new Set<string>();
  let elsewhere: unknown;
  for await (const place of places) {
    if (asked.has(place.href)) continue;
    asked.add(place.href);
    try {
      const books = await booksAt(place, transport);
      if (books.length > 0) return books;
    } catch (error) {
      if (!isNothingThere(error)) throw error;
      if (error.params['reason'] === 'elsewhere') elsewhere ??= error;
    }
  }
  // Which address to type says more than that nothing is here.
  if (elsewhere) throw elsewhere;
  return [];
}

function nothingAt(address: string): RolodialError {
  return new RolodialError(
    'carddav-not-found',
    `No address book was found at ${address}. Check carddav.url.`,
    { url: address, host: bookAddressHost(address) },
  );
}

function unusable(address: string, problem: string): RolodialError {
  return new RolodialError('settings-invalid', `carddav.url: ${problem}.`, {
    field: 'carddav.url',
    detail: problem,
    url: address,
  });
}
