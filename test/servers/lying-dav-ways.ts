/**
 * How the double of lying-dav.ts behaves: a correct server, and named ones with the habits and lies that were
 * seen on real servers in November 2026. They stand for those servers in what is listed here, and in nothing else.
 */

/** How a server answers a sync token that it does not know (any more), or believes to know. */
type UnknownToken =
  /** A counter that anybody may have got from anywhere: what was recorded after it, so usually nothing. */
  | 'believed'
  | 403
  | 409
  | 410
  | 412
  | 500
  | 507
  /** Xandikos 0.2.12: a multistatus that refuses the token in a response about the book, encoded twice. */
  | '412 within a 207';

export interface Ways {
  readonly name: string;
  /** A sync token for a revision of a book; `life` is another one each time a book is made anew or restored. */
  readonly tokenOf: ((revision: number, life: string) => string) | null;
  readonly unknownToken: UnknownToken;
  /** What answers a token whose changes the server has forgotten, unless it refuses unknown tokens. */
  readonly prunedToken: 'all that there is' | 'what is left';
  /**
   * - `content`: a digest of the text, so a card that is changed back has its old ETag again;
   * - `version`: counts the changes of a card, and begins anew where the card was deleted and put again;
   * - `revision`: never the same twice.
   */
  readonly etags: 'content' | 'version' | 'revision' | 'weak' | 'missing';
  /**
   * How addresses of cards are printed: `raw` without percent-encoding, `rawest` with a bare `&` in the XML of
   * reports as well, `relative` to the book, which a colon makes ambiguous, `absolute` with an inner host and port.
   */
  readonly hrefs: 'encoded' | 'raw' | 'rawest' | 'absolute' | 'twice' | 'relative';
  /** Which cards a multiget finds; the others are answered with 404. */
  readonly multiget: 'all' | 'none' | 'ASCII names' | 'not known';
  /** Which cards a query finds. */
  readonly query: 'all' | 'only .vcf' | 'not known';
  readonly ctag: 'right' | 'constant' | 'always another' | 'missing';
  /** Cards in an answer to sync-collection. */
  readonly pageSize: number;
}

const counter = (revision: number) => `${1_764_000_000 + revision}`;

const correct: Ways = {
  name: 'a correct server',
  tokenOf: (revision, life) => `https://example.com/sync/${life}-${revision}`,
  unknownToken: 403,
  prunedToken: 'all that there is',
  etags: 'revision',
  hrefs: 'encoded',
  multiget: 'all',
  query: 'all',
  ctag: 'right',
  pageSize: Number.POSITIVE_INFINITY,
};

/** Baïkal (sabre/dav 4.7) and ownCloud 10.15. */
const sabre: Ways = {
  ...correct,
  name: 'sabre',
  tokenOf: (revision) => `http://sabre.io/ns/sync/${revision}`,
  unknownToken: 'believed',
  prunedToken: 'what is left',
  etags: 'content',
};

/** Servers whose tokens are counters: they answer any token as if it were fine. */
export const believingServers: readonly [Ways, ...Ways[]] = [
  sabre,
  { ...sabre, name: 'Nextcloud 31', pageSize: 3 },
  {
    ...sabre,
    name: 'SOGo 5.8',
    tokenOf: counter,
    etags: 'version',
    hrefs: 'rawest',
    multiget: 'ASCII names',
  },
  {
    ...sabre,
    name: 'DAViCal 1.1.12',
    tokenOf: (revision) => `data:,${revision}`,
    prunedToken: 'all that there is',
  },
];

/** Servers that refuse a token which they do not know, each in its own words, or that have none. */
export const refusingServers: readonly [Ways, ...Ways[]] = [
  correct,
  { ...correct, name: 'Cyrus 3.10', hrefs: 'raw', etags: 'content' },
  { ...correct, name: 'Radicale 3.5', unknownToken: 409, etags: 'content' },
  { ...correct, name: 'Xandikos 0.2.8', unknownToken: 500 },
  { ...correct, name: 'Xandikos 0.2.12', unknownToken: '412 within a 207' },
  { ...correct, name: 'Xandikos 0.4.5', unknownToken: 412, query: 'only .vcf' },
  { ...correct, name: 'refusing with 410', unknownToken: 410 },
  { ...correct, name: 'refusing with 507', unknownToken: 507, pageSize: 4 },
  { ...correct, name: 'without sync-collection', tokenOf: null },
];

/** Habits that may come with any of the others. */
export const habits: readonly Partial<Ways>[] = [
  {},
  { hrefs: 'raw' },
  { hrefs: 'absolute' },
  { hrefs: 'twice' },
  { hrefs: 'relative' },
  { multiget: 'none' },
  { multiget: 'not known' },
  { query: 'only .vcf' },
  { query: 'not known' },
  { query: 'not known', multiget: 'not known' },
  { ctag: 'constant' },
  { ctag: 'always another' },
  { ctag: 'missing' },
  { pageSize: 2 },
  { tokenOf: null, ctag: 'missing' },
  { tokenOf: null, ctag: 'constant' },
  { tokenOf: null, ctag: 'always another' },
];

/** ETags that may come with any of the others but SOGo's, which alone says when it uses one again. */
export const etagHabits: readonly Ways['etags'][] = ['content', 'revision', 'weak', 'missing'];
