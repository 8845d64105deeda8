/** What a list of cards holds beside the book's own cards: nothing of it is passed over in silence. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  changesSince,
  listCards,
  multigetCards,
  queryCards,
  type RemoteBook,
} from '../../../electron/core/carddav/collection-report.ts';
import { compareAll } from '../../../electron/core/carddav/comparison.ts';
import { type FaultyServer, startFaultyServer } from '../../servers/dav-faults.ts';
import { answerWith, withText } from '../../servers/dav-faults-kinds.ts';
import { personCard } from '../../support/carddav/book-reader.ts';
import { failureOf, testClient } from '../../support/carddav/test-client.ts';

let server: FaultyServer;
let told: string[];
let cards: string[];

beforeEach(async () => {
  server = await startFaultyServer();
  server.book.put('a.vcf', personCard('a', 'Ann'));
  told = [];
  cards = [];
});
afterEach(() => server.stop());

const book = (): RemoteBook => ({
  url: server.bookUrl,
  path: server.book.path,
  transport: testClient().transport,
  onNotUnderstood: (href) => told.push(href),
});
const onCard = ({ name, isGone }: { name: string; isGone: boolean }) =>
  cards.push(isGone ? `${name} gone` : name);

/** Adds a resource to the answer. */
const also = (href: string, inner = '<d:status>HTTP/1.1 200 OK</d:status>') =>
  withText((body) =>
    body.replace(
      '<d:response>',
      `<d:response><d:href>${href}</d:href>${inner}</d:response><d:response>`,
    ),
  );

const lists: readonly [string, () => Promise<unknown>][] = [
  ['a query', () => queryCards(book(), 'ETags', onCard)],
  ['a list of changes', () => changesSince('', book(), onCard)],
  [
    'a PROPFIND',
    async () => {
      const { changed } = await listCards(book(), false, () => compareAll(new Map()));
      cards.push(...changed.keys());
    },
  ],
];

describe.each(lists)('%s that names', (_, list) => {
  it.each([
    '/home/jane/contacts/b.vcf',
    '/elsewhere',
    'http://[',
  ])('%s beside its own cards says so', async (href) => {
    server.fault(also(href));
    await list();
    expect([cards, told]).toEqual([['a.vcf'], [href]]);
  });

  it.each([
    ['another collection', '/home/john/', undefined],
    [
      'a collection in it without a slash',
      '/home/john/contacts/inner',
      '<d:propstat><d:prop><d:resourcetype><d:collection/></d:resourcetype></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat>',
    ],
  ])('%s says nothing of it', async (_, href, inner) => {
    server.fault(also(href, inner));
    await list();
    expect([cards, told]).toEqual([['a.vcf'], []]);
  });

  it('two cards by what may be one name says which it did not take', async () => {
    server.book.put('b%20c.vcf', personCard('b', 'Bob'));
    server.book.put('b c.vcf', personCard('c', 'Cleo'));
    server.site.hrefStyle = 'unencoded';
    await list();
    expect(cards).toEqual(['a.vcf', 'b%20c.vcf']);
    expect(told).toEqual(['/home/john/contacts/b c.vcf']);
  });

  it('the same card twice takes it', async () => {
    server.book.put('b c.vcf', personCard('c', 'Cleo'));
    server.fault(also('/home/john/contacts/b%20c.vcf'));
    await list();
    expect([new Set(cards), told]).toEqual([new Set(['a.vcf', 'b%20c.vcf']), []]);
  });
});

describe('a list of changes', () => {
  it('that says of the book itself that it is gone says that it was not understood', async () => {
    const absent = '<d:status>HTTP/1.1 404 Not Found</d:status>';
    server.fault(also('/home/john/contacts/', absent));
    await changesSince('', book(), onCard);
    expect([cards, told]).toEqual([['a.vcf'], ['/home/john/contacts/']]);
  });

  it('whose one answer is the book itself refuses the token, however often that is encoded', async () => {
    // Xandikos 0.2.12, for a token that it does not know.
    const { host } = new URL(server.rootUrl);
    const body = `<ns0:multistatus xmlns:ns0="DAV:"><ns0:response><ns0:href>http%3A//${host}/home/john/contacts/</ns0:href><ns0:status>HTTP/1.1 412 Precondition Failed</ns0:status><ns0:error><ns0:valid-sync-token/></ns0:error></ns0:response></ns0:multistatus>`;
    server.fault(answerWith(207, { 'content-type': 'text/xml' }, body));
    const error = await failureOf(changesSince('old', book(), onCard));
    expect([error.code, error.params['status']]).toEqual(['carddav-server-error', 412]);
  });
});

describe('a request for cards', () => {
  it('takes those that it can tell, and fails over nothing else', async () => {
    const inner = '<d:status>HTTP/1.1 404 Not Found</d:status>';
    server.fault(withText((body) => body.replaceAll('/home/john/contacts/', '/home/jane/')));
    await multigetCards(['/home/john/contacts/a.vcf'], book(), onCard);
    server.fault(also('/home/john/contacts/', inner));
    await multigetCards(['/home/john/contacts/a.vcf'], book(), onCard);
    expect([cards, told]).toEqual([['a.vcf'], []]);
  });
});
