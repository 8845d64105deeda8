/** What the double of lying-dav.ts answers: PROPFIND, the three reports and GET, in the ways of its server. */
import { type DavAnswer, type DavQuestion, multistatus } from './dav-faults-answers.ts';
import type { LyingBook } from './lying-dav-book.ts';
import { brokenCard, type CardFault } from './lying-dav-faults.ts';
import { plainText, printedHref, requestedName, xmlText } from './lying-dav-hrefs.ts';
import type { Ways } from './lying-dav-ways.ts';

/** What an answer has told of a book, for a test to know what the client could know. */
export type Told =
  | { readonly what: 'token'; readonly book: string; readonly token: string | null }
  | { readonly what: 'ctag'; readonly book: string; readonly ctag: string | null }
  | {
      readonly what: 'changes';
      readonly book: string;
      readonly since: string;
      readonly token: string;
      readonly hasMore: boolean;
      /** ETags by name; null for what is gone. */
      readonly cards: ReadonlyMap<string, string | null>;
    }
  /** A list of all cards, true or not; `isWhole` where it was to be all. */
  | { readonly what: 'all'; readonly book: string; readonly cards: ReadonlyMap<string, string> };

export interface Answered extends DavAnswer {
  readonly told?: readonly Told[];
}

export interface AskedBook {
  readonly book: LyingBook;
  readonly ways: Ways;
  readonly broken: ReadonlyMap<string, CardFault>;
}

export const properties = (body: string) =>
  [...body.matchAll(/<(?:[\w-]+:)?([\w-]+)(?: [^<>]*)?\/>/g)].map(([, name]) => name ?? '');

/** One resource of a PROPFIND; what it does not know is answered as not found. */
export function resource(
  href: string,
  known: Readonly<Record<string, string>>,
  wanted: readonly string[],
): string {
  const given = wanted.flatMap((name) => known[name] ?? []).join('');
  const missing = wanted.filter((name) => known[name] === undefined);
  const propstat = (inner: string, status: string) =>
    inner &&
    `<d:propstat><d:prop>${inner}</d:prop><d:status>HTTP/1.1 ${status}</d:status></d:propstat>`;
  const lacking = missing.map((name) => `<d:${name}/>`).join('');
  return `<d:response><d:href>${href}</d:href>${propstat(given, '200 OK')}${propstat(lacking, '404 Not Found')}</d:response>`;
}

export function failedResource(href: string, status: number, inner = ''): string {
  return `<d:response><d:href>${href}</d:href><d:status>HTTP/1.1 ${status} No</d:status>${inner}</d:response>`;
}

/** What a book says of itself to a PROPFIND, and what is told by it. */
export function bookProperties(book: LyingBook, ways: Ways, wanted: readonly string[]) {
  const { token, ctag } = book;
  const report = (name: string) =>
    `<d:supported-report><d:report><${name}/></d:report></d:supported-report>`;
  const reports = [
    ...(ways.tokenOf ? ['d:sync-collection'] : []),
    ...(ways.query === 'not known' ? [] : ['card:addressbook-query']),
    ...(ways.multiget === 'not known' ? [] : ['card:addressbook-multiget']),
    'd:expand-property',
  ];
  const known: Record<string, string> = {
    resourcetype: '<d:resourcetype><d:collection/><card:addressbook/></d:resourcetype>',
    displayname: `<d:displayname>${xmlText(book.displayName)}</d:displayname>`,
    'supported-report-set': `<d:supported-report-set>${reports.map(report).join('')}</d:supported-report-set>`,
    ...(token !== null && { 'sync-token': `<d:sync-token>${token}</d:sync-token>` }),
    ...(ctag !== null && { getctag: `<cs:getctag>${ctag}</cs:getctag>` }),
  };
  const told: Told[] = [];
  if (wanted.includes('sync-token')) told.push({ what: 'token', book: book.path, token });
  if (wanted.includes('getctag')) told.push({ what: 'ctag', book: book.path, ctag });
  return { known, told };
}

/** A PROPFIND on a book. */
export function listing({ book, ways }: AskedBook, { depth, body }: DavQuestion): Answered {
  const wanted = properties(body);
  const { known, told } = bookProperties(book, ways, wanted);
  const itself = resource(book.path, known, wanted);
  if (depth !== '1') return { ...multistatus(itself), told };
  const cards = [...book.cards].map(([name, { etag }]) =>
    resource(printedHref(book.path, name, ways.hrefs, 'a listing'), etagProperty(etag), wanted),
  );
  return { ...multistatus(itself + cards.join('')), told: [...told, allCards(book)] };
}

export function report(asked: AskedBook, { body }: DavQuestion): Answered {
  const { ways } = asked;
  if (body.includes('sync-collection')) {
    return ways.tokenOf ? syncCollection(asked, body) : status(415);
  }
  if (body.includes('addressbook-multiget')) {
    return ways.multiget === 'not known' ? status(501) : multiget(asked, body);
  }
  return ways.query === 'not known' ? status(415) : query(asked, body);
}

export function getCard({ book, broken }: AskedBook, path: string): Answered {
  const name = requestedName(book.path, path);
  const card = name === undefined ? undefined : book.cards.get(name);
  if (name === undefined || !card) return status(404);
  const fault = broken.get(name);
  const text = fault ? brokenCard(fault, card.text) : card.text;
  if (typeof text === 'number') return status(text);
  const type = fault === 'a web page' ? 'text/html' : 'text/vcard; charset=utf-8';
  const headers = { 'content-type': type, ...(card.etag && { etag: card.etag }) };
  return { status: 200, headers, body: text };
}

function syncCollection({ book, ways }: AskedBook, body: string): Answered {
  const since = plainText(/<(?:[\w-]+:)?sync-token>([^<]*)</.exec(body)?.[1] ?? '');
  const page = book.changesSince(since);
  if (!page) return refusedToken(book, ways);
  const parts = page.changes.map(({ name, isDeleted }) => {
    const href = printedHref(book.path, name, ways.hrefs, 'a report');
    if (isDeleted) return failedResource(href, 404);
    return resource(href, etagProperty(book.cards.get(name)?.etag ?? ''), ['getetag']);
  });
  const limit = '<d:error><d:number-of-matches-within-limits/></d:error>';
  if (page.hasMore) parts.push(failedResource(book.path, 507, limit));
  const cards = page.changes.map(
    ({ name, isDeleted }) => [name, isDeleted ? null : (book.cards.get(name)?.etag ?? '')] as const,
  );
  const { token, hasMore } = page;
  return {
    ...multistatus(`${parts.join('')}<d:sync-token>${token}</d:sync-token>`),
    told: [{ what: 'changes', book: book.path, since, token, hasMore, cards: new Map(cards) }],
  };
}

const validSyncToken = '<d:error xmlns:d="DAV:"><d:valid-sync-token/></d:error>';

function refusedToken(book: LyingBook, { unknownToken }: Ways): Answered {
  if (unknownToken === '412 within a 207') {
    const href = encodeURIComponent(`http://127.0.0.1${book.path}`).replaceAll('%2F', '/');
    return multistatus(failedResource(href, 412, validSyncToken));
  }
  const headers = { 'content-type': 'application/xml; charset=utf-8' };
  return { status: Number(unknownToken), headers, body: `<?xml version="1.0"?>${validSyncToken}` };
}

function multiget(asked: AskedBook, body: string): Answered {
  const { book, ways } = asked;
  const hrefs = [...body.matchAll(/<(?:[\w-]+:)?href>([^<]*)</g)].map(([, each]) => each ?? '');
  const finds = (name: string) =>
    ways.multiget === 'all' || (ways.multiget === 'ASCII names' && /^[\x20-\x7e]*$/.test(name));
  const parts: string[] = [];
  for (const href of hrefs) {
    const name = requestedName(book.path, plainText(href));
    const part =
      name !== undefined && finds(name) && cardResource(asked, name, ['getetag', 'address-data']);
    if (part === 'fails') return status(500);
    parts.push(part || failedResource(href, 404));
  }
  return multistatus(parts.join(''));
}

function query(asked: AskedBook, body: string): Answered {
  const { book, ways } = asked;
  const wantsTexts = body.includes('address-data');
  const wanted = wantsTexts ? ['getetag', 'address-data'] : ['getetag'];
  const isLeftOut = (name: string) =>
    (wantsTexts && asked.broken.get(name) === 'not found') ||
    (ways.query === 'only .vcf' && !name.endsWith('.vcf'));
  const names = [...book.cards.keys()].filter((name) => !isLeftOut(name));
  const parts: string[] = [];
  for (const name of names) {
    const part = cardResource(asked, name, wanted);
    if (part === 'fails') return status(500);
    parts.push(part ?? '');
  }
  return { ...multistatus(parts.join('')), told: [allCards(book, names)] };
}

/** A card within a report; undefined where it is not there, `fails` where it takes the others along. */
function cardResource(
  { book, ways, broken }: AskedBook,
  name: string,
  wanted: readonly string[],
): string | undefined | 'fails' {
  const card = book.cards.get(name);
  if (!card) return undefined;
  const href = printedHref(book.path, name, ways.hrefs, 'a report');
  const fault = wanted.includes('address-data') ? broken.get(name) : undefined;
  if (fault === 'fails all that ask for texts') return 'fails';
  const text = fault ? brokenCard(fault, card.text) : card.text;
  if (typeof text === 'number') return failedResource(href, text);
  const data = `<card:address-data>${xmlText(text)}</card:address-data>`;
  return resource(href, { ...etagProperty(card.etag), 'address-data': data }, wanted);
}

function etagProperty(etag: string): Record<string, string> {
  return etag === '' ? {} : { getetag: `<d:getetag>${xmlText(etag)}</d:getetag>` };
}

function allCards(book: LyingBook, names: readonly string[] = [...book.cards.keys()]): Told {
  const cards = names.map((name) => [name, book.cards.get(name)?.etag ?? ''] as const);
  return { what: 'all', book: book.path, cards: new Map(cards) };
}

export function status(code: number): Answered {
  return { status: code, headers: { 'content-type': 'text/plain' }, body: '' };
}
