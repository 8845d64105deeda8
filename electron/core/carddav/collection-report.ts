/**
 * Asks a book about its cards (WebDAV REPORT, RFC 3253 §3.6, or PROPFIND) and tells the book's own cards from
 * whatever else is in the answer.
 */
import { cardNamesIn, nameClashes } from './card-hrefs.ts';
import type { CardState, Comparison } from './comparison.ts';
import { filterRefusals, incompleteAnswer, isRefusal, otherBook } from './errors.ts';
import { isCollection } from './inner-collections.ts';
import {
  type DavResource,
  escapeXml,
  MultistatusError,
  readMultistatus,
  xmlRequest,
} from './multistatus.ts';
import { memberHref } from './request-addresses.ts';
import { statusError } from './status-errors.ts';
import type { DavTransport } from './transport.ts';

/** A book on its server. */
export interface RemoteBook {
  readonly url: string;
  /** The path that the server itself gives the book, with a slash at its end. */
  readonly path: string;
  readonly transport: DavTransport;
  /**
   * Told of each address in a list of cards that is neither the book's own, nor a card of it, nor a collection;
   * and of one that another card in the same answer has, written otherwise. It may be told more than once.
   */
  readonly onNotUnderstood?: ((href: string) => void) | undefined;
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

/** What is asked about a book. A list counts as all that there is; of `cards` each was asked for by its address. */
interface Question {
  readonly method: 'REPORT' | 'PROPFIND';
  readonly about: 'list' | 'cards';
  /** The request's XML, without a declaration. */
  readonly body: string;
}

const carddav = 'xmlns:d="DAV:" xmlns:card="urn:ietf:params:xml:ns:carddav"';

/**
 * Sends one request about a book's cards.
 *
 * @throws RolodialError where the answer is not whole, the server refuses it, or a list is about another
 *   collection altogether; or what the transport throws
 */
async function askBook(
  { method, about, body }: Question,
  { url, path, transport, onNotUnderstood }: RemoteBook,
  onCard: (card: ReportedCard) => void,
): Promise<CollectionReport> {
  const address = new URL(url);
  const nameOf = cardNamesIn(path);
  const isTwice = nameClashes();
  let cards = 0;
  let refusal: number | undefined;
  const strangers: string[] = [];
  const notUnderstood: string[] = [];
  let isTruncated = false;
  let namesBook = false;
  // For sync-collection RFC 6578 §3.2 says depth 0, Google wants 1, and every server tried takes 1.
  const response = await transport.fetch(url, xmlRequest(method, '1', body));
  const syncToken = await readMultistatus(response, address, (resource) => {
    const { href, status = 200 } = resource;
    const name = nameOf(href);
    if (status === 507) isTruncated = true;
    else if (name === '' && method === 'REPORT' && isAbsent(status)) {
      // SOGo 5.8 says so in place of a card that it did not find; of the book the request's own status tells.
      notUnderstood.push(href);
    } else if (name === '') {
      // The book itself is named in many answers, and its failure is that of the request.
      if (status >= 400) throw statusError(status, address);
      namesBook = true;
    } else if (name === undefined && status >= 400 && !isAbsent(status)) {
      refusal ??= status;
      strangers.push(href);
    } else if (isCollection(resource)) return;
    else if (name === undefined) strangers.push(href);
    else if (isTwice(name, href)) notUnderstood.push(href);
    else {
      cards += 1;
      onCard(cardOf(name, resource));
    }
  });
  // Xandikos 0.2.12 refuses a sync token inside a 207, in the name of the book with its address encoded twice.
  if (refusal !== undefined && cards === 0) throw statusError(refusal, address);
  const report = { syncToken, isTruncated, namesBook };
  // Cards that did not come are asked for singly.
  if (about === 'cards') return report;
  const [stranger] = strangers;
  if (stranger !== undefined && cards === 0) throw otherBook(address, stranger);
  for (const href of [...strangers, ...notUnderstood]) onNotUnderstood?.(href);
  return report;
}

function isAbsent(status: number): boolean {
  return status === 404 || status === 410;
}

/** The server may have failed over the card; it is there all the same, and is then asked for singly. */
function cardOf(name: string, { href, status = 200, props }: DavResource): ReportedCard {
  const text = props.get('address-data')?.text;
  const etag = props.get('getetag')?.text ?? '';
  const isGone = isAbsent(status);
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
    const report = await askBook({ method: 'REPORT', about: 'list', body }, book, (card) => {
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
  const body =
    '<d:propfind xmlns:d="DAV:"><d:prop><d:getetag/><d:resourcetype/></d:prop></d:propfind>';
  const comparison = compare();
  const report = await askBook({ method: 'PROPFIND', about: 'list', body }, book, comparison.see);
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
  const members = hrefs.map((href) => escapeXml(memberHref(href, book.path)));
  const elements = members.map((href) => `<d:href>${href}</d:href>`).join('');
  const body = `<card:addressbook-multiget ${carddav}>
  <d:prop><d:getetag/><card:address-data/></d:prop>${elements}
</card:addressbook-multiget>`;
  await askBook({ method: 'REPORT', about: 'cards', body }, book, onCard);
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
    const question = { method: 'REPORT', about: 'list', body: syncCollection(token) } as const;
    const report = await askBook(question, book, onCard);
    const next = report.syncToken ?? '';
    if (next === '') throw broken(book, 'it holds no sync token');
    if (!report.isTruncated) return next;
    if (next === token || pages === maximumPages) throw broken(book, 'its pages have no end');
    token = next;
  }
}

/**
 * With resource types where the answer is short: in a list of all cards Radicale has 89 bytes more for each, as
 * much again as an ETag, so there it is found out of what turns out to be no card (see `isCollectionAt`).
 */
function syncCollection(syncToken: string): string {
  const type = syncToken === '' ? '' : '<d:resourcetype/>';
  return `<d:sync-collection xmlns:d="DAV:">
  <d:sync-token>${escapeXml(syncToken)}</d:sync-token><d:sync-level>1</d:sync-level>
  <d:prop><d:getetag/>${type}</d:prop>
</d:sync-collection>`;
}

function broken({ url }: RemoteBook, why: string) {
  return incompleteAnswer(new URL(url), new MultistatusError(why));
}
