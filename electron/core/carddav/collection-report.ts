/**
 * Asks a book about its cards (WebDAV REPORT, RFC 3253 §3.6, or PROPFIND) and tells the book's own cards from
 * whatever else is in the answer.
 */
import { cardNamesIn } from './card-hrefs.ts';
import type { CardState, Comparison } from './comparison.ts';
import { filterRefusals, incompleteAnswer, isRefusal, otherBook, statusError } from './errors.ts';
import {
  type DavResource,
  escapeXml,
  MultistatusError,
  readMultistatus,
  xmlRequest,
} from './multistatus.ts';
import type { DavTransport } from './transport.ts';

/** A book on its server. */
export interface RemoteBook {
  readonly url: string;
  /** The path that the server itself gives the book, with a slash at its end. */
  readonly path: string;
  readonly transport: DavTransport;
}

/** One of the book's cards, as far as the request asked for it. */
export interface ReportedCard extends CardState {
  /** Never blank: a server that has nothing to say of a card does not say that the card is empty. */
  readonly text: string | undefined;
}

interface CollectionReport {
  readonly syncToken: string | undefined;
  /** There is more than the server was willing to send at once (507: RFC 6578 §3.6, RFC 6352 §8.6.2). */
  readonly isTruncated: boolean;
  /** The book itself answered too, as it must to a PROPFIND. */
  readonly namesBook: boolean;
}

const carddav = 'xmlns:d="DAV:" xmlns:card="urn:ietf:params:xml:ns:carddav"';

/**
 * Sends one request about a book's cards.
 *
 * @param body the request's XML, without a declaration
 * @throws RolodialError where the answer is not whole, the server refuses it, or it is about another collection
 *   altogether; or what the transport throws
 */
async function askBook(
  method: 'REPORT' | 'PROPFIND',
  { url, path, transport }: RemoteBook,
  body: string,
  onCard: (card: ReportedCard) => void,
): Promise<CollectionReport> {
  const address = new URL(url);
  const nameOf = cardNamesIn(path);
  let cards = 0;
  let refusal: number | undefined;
  let stranger: string | undefined;
  let isTruncated = false;
  let namesBook = false;
  // For sync-collection RFC 6578 §3.2 says depth 0, Google wants 1, and every server tried takes 1.
  const response = await transport.fetch(url, xmlRequest(method, '1', body));
  const syncToken = await readMultistatus(response, address, (resource) => {
    const { href, status = 200 } = resource;
    const name = nameOf(href);
    if (status === 507) isTruncated = true;
    else if (name === '') {
      // The book itself is named in many answers, and its failure is that of the request.
      if (status >= 400) throw statusError(status, address);
      namesBook = true;
    } else if (name !== undefined) {
      cards += 1;
      onCard(cardOf(name, resource));
    } else if (status >= 400) refusal ??= status;
    else if (!href.endsWith('/')) stranger ??= href;
  });
  // Xandikos 0.2.12 refuses a sync token inside a 207, in the name of the book with its address encoded twice.
  if (refusal !== undefined && cards === 0) throw statusError(refusal, address);
  if (stranger !== undefined && cards === 0) throw otherBook(address, stranger);
  return { syncToken, isTruncated, namesBook };
}

function cardOf(name: string, { href, status = 200, props }: DavResource): ReportedCard {
  const isGone = status === 404 || status === 410;
  // A card that the server fails over comes without its ETag and text, and is asked for singly.
  const text = props.get('address-data')?.text;
  const etag = props.get('getetag')?.text ?? '';
  return { name, href, etag, text: text && /\S/.test(text) ? text : undefined, isGone };
}

/**
 * All cards by one query (RFC 6352 §8.6), as they arrive.
 *
 * With an empty filter: one on FN, as tsdav sends it, makes Xandikos 0.2.8 answer 500 and mailbox.org answer
 * nothing. A query that finds nothing is not believed, as servers answer so to what they do not understand.
 *
 * @param wanted with texts, a card may come without its own
 * @returns whether there are cards, and these are all; false also where the server refuses to answer
 */
export async function queryCards(
  book: RemoteBook,
  wanted: 'ETags' | 'ETags and texts',
  onCard: (card: ReportedCard) => void,
): Promise<boolean> {
  const texts = wanted === 'ETags' ? '' : '<card:address-data/>';
  const body = `<card:addressbook-query ${carddav}>
  <d:prop><d:getetag/>${texts}</d:prop><card:filter/>
</card:addressbook-query>`;
  let cards = 0;
  try {
    const report = await askBook('REPORT', book, body, (card) => {
      if (card.isGone) return;
      cards += 1;
      onCard(card);
    });
    return cards > 0 && !report.isTruncated;
  } catch (error) {
    if (isRefusal(error, filterRefusals)) return false;
    throw error;
  }
}

/**
 * Lists all cards with their ETags, for servers without sync-collection.
 *
 * By a query where the server can: Radicale takes 0.4 s for 10,000 cards, where PROPFIND took 22 s.
 *
 * @param compare begins a comparison; again where the query leads nowhere
 * @returns the comparison that saw all cards
 */
export async function listCards(
  book: RemoteBook,
  canQuery: boolean,
  compare: () => Comparison,
): Promise<Comparison> {
  if (canQuery) {
    const comparison = compare();
    if (await queryCards(book, 'ETags', comparison.see)) return comparison;
  }
  const propfind = '<d:propfind xmlns:d="DAV:"><d:prop><d:getetag/></d:prop></d:propfind>';
  const comparison = compare();
  const report = await askBook('PROPFIND', book, propfind, comparison.see);
  if (report.isTruncated || !report.namesBook) throw broken(book, 'it does not list all cards');
  return comparison;
}

/**
 * The texts of the cards at these addresses (RFC 6352 §8.7).
 *
 * @param hrefs as the server wrote them
 */
export async function multigetCards(
  hrefs: readonly string[],
  book: RemoteBook,
  onCard: (card: ReportedCard) => void,
): Promise<void> {
  const elements = hrefs.map((href) => `<d:href>${escapeXml(href)}</d:href>`).join('');
  const body = `<card:addressbook-multiget ${carddav}>
  <d:prop><d:getetag/><card:address-data/></d:prop>${elements}
</card:addressbook-multiget>`;
  await askBook('REPORT', book, body, onCard);
}

/** A server that always has another page never comes to an end; pages have 100 cards and more. */
const maximumPages = 10_000;

/**
 * What has changed in a book since last time (RFC 6578), page by page, to the last one.
 *
 * @param syncToken as the server gave it; empty for all cards
 * @param onCard called for each card that was added, changed or removed; nothing of it may count before all
 *   of it has arrived, and of two answers about one card the latter holds
 * @returns the sync token from which to go on next time
 * @throws RolodialError for which `isRefusal` holds, with `tokenRefusals`, where the token is not valid any more
 */
export async function changesSince(
  syncToken: string,
  book: RemoteBook,
  onCard: (card: ReportedCard) => void,
): Promise<string> {
  let token = syncToken;
  for (let pages = 1; ; pages++) {
    const report = await askBook('REPORT', book, syncCollection(token), onCard);
    const next = report.syncToken ?? '';
    if (next === '') throw broken(book, 'it holds no sync token');
    if (!report.isTruncated) return next;
    if (next === token || pages === maximumPages) throw broken(book, 'its pages have no end');
    token = next;
  }
}

function syncCollection(syncToken: string): string {
  return `<d:sync-collection xmlns:d="DAV:">
  <d:sync-token>${escapeXml(syncToken)}</d:sync-token><d:sync-level>1</d:sync-level>
  <d:prop><d:getetag/></d:prop>
</d:sync-collection>`;
}

function broken({ url }: RemoteBook, why: string) {
  return incompleteAnswer(new URL(url), new MultistatusError(why));
}
