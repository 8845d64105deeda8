/** Syncs of an address book that could not be read as a whole: nothing goes on doubt, and it is told. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Unread } from '../../../shared/contract/unread.ts';
import { FakeAccount, jidOf, people } from '../../support/sync/fake-account.ts';

let account: FakeAccount;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  account = new FakeAccount();
  account.contacts = people(10);
  await account.sync();
});
afterEach(async () => {
  vi.useRealTimers();
  await account.close();
});

const card: Unread = {
  book: 'https://example.com/contacts/',
  name: 'Contacts',
  card: 'https://example.com/contacts/a.vcf',
  reason: 'server-error',
  isKnown: false,
};

const standing = () => account.server.items.size;

describe('a card of which nothing is known', () => {
  beforeEach(() => {
    account.contacts = [...people(8), ...people(12).slice(10)];
    account.reading = { unread: [card] };
  });

  it('holds back every removal, lists them, and lets the rest be done', async () => {
    const report = await account.sync();
    expect(report).toMatchObject({
      applied: { added: 2, updated: 0, removed: 0 },
      unread: [card],
      withheld: [jidOf(8), jidOf(9)],
      guard: null,
    });
    expect(standing()).toBe(12);
  });

  it('holds back what the guard was told to let go, too, but not what the user has picked', async () => {
    expect(await account.sync({ guard: 'apply' })).toMatchObject({ applied: { removed: 0 } });
    const report = await account.sync({ only: new Set([jidOf(8)]) });
    expect(report).toMatchObject({ applied: { removed: 1 }, withheld: [jidOf(9)] });
  });

  it('holds back a name that would be given back', async () => {
    account.server.set(jidOf(20), { name: 'Theirs', groups: [] });
    account.contacts = people(21);
    account.reading = {};
    await account.sync();
    account.contacts = people(20);
    account.reading = { unread: [card] };
    expect((await account.sync()).withheld).toEqual([jidOf(20)]);
    account.reading = {};
    await account.sync();
    expect(account.server.items.get(jidOf(20))?.name).toBe('Theirs');
  });

  it('holds nothing back any more once it is read', async () => {
    await account.sync();
    account.reading = {};
    expect(await account.sync()).toMatchObject({ applied: { removed: 2 }, withheld: [] });
  });
});

it('a card whose last known text is in force may want by now what was another’s', async () => {
  account.contacts = people(8);
  account.reading = { unread: [{ ...card, isKnown: true }] };
  const report = await account.sync();
  expect(report).toMatchObject({ applied: { removed: 0 }, unread: [{ isKnown: true }] });
  expect(report.withheld).toHaveLength(2);
});

it('a book that the server says is as it was last read holds nothing back', async () => {
  account.contacts = people(8);
  account.reading = { unread: [{ ...card, isKnown: true, isCurrent: true }] };
  const report = await account.sync();
  expect(report).toMatchObject({
    applied: { removed: 2 },
    withheld: [],
    unread: [{ isKnown: true }],
  });
});

describe('a book that is not there any more', () => {
  const gone = { url: 'https://example.com/shared/', name: 'Shared' };
  const there = people(8);
  const theirs = people(10)
    .slice(8)
    .map((contact) => ({ ...contact, book: gone.url }));

  beforeEach(() => {
    account.contacts = [...there, ...theirs];
    account.reading = { goneBooks: [gone] };
  });

  it('is asked about, while the rest is synced', async () => {
    account.contacts = [...people(7), ...theirs, ...people(11).slice(10)];
    const report = await account.sync();
    expect(report).toMatchObject({
      applied: { added: 1, removed: 1 },
      unread: [{ book: gone.url, name: 'Shared', reason: 'gone', isKnown: true }],
      absentBooks: { books: [gone], jids: [jidOf(8), jidOf(9)] },
      guard: null,
    });
    expect(standing()).toBe(10);
  });

  it('takes its items with it once the user says so, and no others', async () => {
    await account.sync();
    const report = await account.sync({ guard: new Set([jidOf(8), jidOf(9)]) });
    expect(report).toMatchObject({ applied: { removed: 2 }, absentBooks: null, unread: [] });
  });

  it('keeps them where the answer was about other items', async () => {
    const report = await account.sync({ guard: new Set([jidOf(8)]) });
    expect(report).toMatchObject({ applied: { removed: 0 } });
    expect(report.absentBooks?.jids).toHaveLength(2);
  });

  it('takes nothing with it where the user has allowed it for some items alone', async () => {
    const only = new Set([jidOf(8)]);
    const report = await account.sync({ guard: 'apply', only });
    expect(report.absentBooks?.jids).toEqual([jidOf(8), jidOf(9)]);
    expect(await account.sync()).toMatchObject({ applied: { removed: 0 } });
  });

  it('is kept only where it was the one that was asked about', async () => {
    const other = new Set(['https://example.com/other/']);
    const report = await account.sync({ keepsAbsentBooks: other });
    expect(report.absentBooks?.books).toEqual([gone]);
  });

  it('is not forgotten while the roster lacks its items', async () => {
    await account.sync();
    for (const jid of [jidOf(8), jidOf(9)]) account.server.items.delete(jid);
    const report = await account.sync();
    expect(report).toMatchObject({ applied: { added: 2 }, unread: [{ reason: 'gone' }] });
    expect(standing()).toBe(10);
  });

  it('is not asked about again once the user keeps it', async () => {
    const report = await account.sync({ keepsAbsentBooks: 'all' });
    expect(report).toMatchObject({ applied: { removed: 0 }, absentBooks: null, unread: [] });
  });

  it('is not asked about where no item comes from it alone', async () => {
    account.contacts = [...people(10), ...theirs];
    const report = await account.sync();
    expect(report).toMatchObject({ applied: { removed: 0 }, absentBooks: null, unread: [] });
    expect(standing()).toBe(10);
  });

  it('takes nothing with it while something else cannot be read', async () => {
    account.reading = { goneBooks: [gone], unread: [card] };
    const report = await account.sync({ guard: 'apply' });
    expect(report).toMatchObject({ applied: { removed: 0 }, absentBooks: null });
    expect(report.unread.map(({ reason }) => reason)).toEqual(['server-error', 'gone']);
  });
});
