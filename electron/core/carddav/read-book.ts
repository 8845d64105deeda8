/** Reads a whole address book in one query, streaming; complete, or an error that says why not. */
import { RolodialError } from '../../../shared/errors.ts';
import { type DavResource, MultistatusError, multistatusReader } from './multistatus.ts';
import { type DavTransport, invalidAnswer, transportError } from './transport.ts';

/** A card as the server keeps it. */
export interface CardResource {
  readonly href: string;
  readonly etag: string;
  readonly text: string;
}

/**
 * An addressbook-query (RFC 6352 §8.6) with an empty filter: every card. A filter on FN, as tsdav sends
 * it, makes Xandikos 0.2.8 answer 500 and mailbox.org answer nothing.
 */
const query = `<?xml version="1.0" encoding="utf-8"?>
<card:addressbook-query xmlns:d="DAV:" xmlns:card="urn:ietf:params:xml:ns:carddav">
  <d:prop><d:getetag/><card:address-data/></d:prop>
  <card:filter/>
</card:addressbook-query>`;

/**
 * All cards of one book.
 *
 * @param onProgress told how many cards have arrived
 * @throws RolodialError `carddav-invalid-answer` or `carddav-incomplete` where the answer is not a whole
 *   multistatus, or what the transport throws; never a part of a book
 */
export async function readBook(
  url: string,
  transport: DavTransport,
  signal: AbortSignal,
  onProgress: (cards: number) => void,
): Promise<CardResource[]> {
  const address = new URL(url);
  const response = await transport.fetch(url, {
    method: 'REPORT',
    headers: { 'content-type': 'application/xml; charset=utf-8', depth: '1' },
    body: query,
  });
  refuseOtherThanMultistatus(response, address);
  const cards = new Map<string, CardResource>();
  const reader = multistatusReader((resource) => {
    const card = cardOf(resource, address);
    if (card) cards.set(card.href, card);
    if (cards.size % 100 === 0) onProgress(cards.size);
  });
  try {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      reader.write(decoder.decode(chunk, { stream: true }));
    }
    reader.write(decoder.decode());
    reader.end();
  } catch (error) {
    if (error instanceof MultistatusError) throw incomplete(address, error);
    throw transportError(error, address, signal);
  }
  onProgress(cards.size);
  return [...cards.values()];
}

function refuseOtherThanMultistatus(response: Response, url: URL): void {
  const type = response.headers.get('content-type') ?? '';
  if (response.status === 207 && /\bxml\b/i.test(type)) return;
  void response.body?.cancel();
  const what = /html/i.test(type)
    ? 'a web page'
    : `HTTP ${response.status} with ${type || 'no content type'}`;
  throw invalidAnswer(url, `it sent ${what} instead of the cards`);
}

/** The card, or nothing for the collection itself; a resource that failed makes the read incomplete. */
function cardOf(resource: DavResource, url: URL): CardResource | undefined {
  const status = resource.status ?? 200;
  if (resource.href === '') throw new MultistatusError('a response without an address');
  if (status === 404) return undefined;
  if (status >= 300) throw new MultistatusError(`${resource.href} failed with status ${status}`);
  if (resource.card === undefined) {
    if (isCollection(resource.href, url)) return undefined;
    throw new MultistatusError(`${resource.href} came without its card`);
  }
  return { href: new URL(resource.href, url).href, etag: resource.etag, text: resource.card };
}

function isCollection(href: string, url: URL): boolean {
  return new URL(href, url).pathname.replace(/\/$/, '') === url.pathname.replace(/\/$/, '');
}

function incomplete(url: URL, cause: MultistatusError): RolodialError {
  return new RolodialError(
    'carddav-incomplete',
    `The answer of the address book server ${url.host} was not complete (${cause.message}). Nothing was changed; Rolodial will try again later.`,
    { host: url.host, detail: cause.message },
    { cause },
  );
}
