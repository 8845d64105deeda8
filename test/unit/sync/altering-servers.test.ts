/** Syncs with servers that keep names and groups otherwise than they are sent, and what the user is told. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Naming } from '../../../shared/roster/item.ts';
import { FakeAccount, jidOf, people } from '../../support/sync/fake-account.ts';

let account: FakeAccount;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  account = new FakeAccount();
  account.contacts = people(3, (name) => `${name} É 😀 of the Long Names`);
});
afterEach(async () => {
  vi.useRealTimers();
  await account.close();
});

const names =
  (change: (text: string) => string) =>
  ({ name, groups }: Naming): Naming => ({ name: change(name), groups });

const servers: readonly (readonly [string, (naming: Naming) => Naming])[] = [
  ['cuts names', names((text) => text.slice(0, 12))],
  ['drops the emoji', names((text) => text.replaceAll(/\p{Extended_Pictographic}/gu, ''))],
  ['decomposes characters', names((text) => text.normalize('NFD'))],
  ['knows only ASCII', names((text) => text.replaceAll(/[^ -~]/g, '?'))],
  ['writes names in lower case', names((text) => text.toLowerCase())],
  ['keeps no name at all', names(() => '')],
  [
    'writes groups in capitals',
    ({ name, groups }) => ({ name, groups: groups.map((group) => group.toUpperCase()) }),
  ],
  ['keeps no groups', ({ name }) => ({ name, groups: [] })],
];

describe.each(servers)('a server that %s', (_, alter) => {
  beforeEach(() => {
    account.server.alter = alter;
  });

  it('comes to rest after the first sync, and is said to do so in each', async () => {
    const first = await account.sync();
    expect(first).toMatchObject({ applied: { added: 3 }, failed: [] });
    expect(first.conflicts.map(({ reason }) => reason)).toEqual(Array(3).fill('shortened'));
    account.server.sets = 0;
    for (let time = 0; time < 4; time += 1) {
      const next = await account.sync();
      expect(next).toMatchObject({ plan: { keep: 3, update: 0 }, conflicts: first.conflicts });
    }
    expect(account.server.sets).toBe(0);
  });

  it('and another client that renames are told apart', async () => {
    await account.sync();
    const kept = account.server.items.get(jidOf(1));
    account.server.set(jidOf(1), { name: 'Mum', groups: kept?.groups ?? [] });
    // Where no name is ever kept, nobody can see another.
    const updated = account.nameOf(1) === kept?.name ? 0 : 1;
    expect(await account.sync()).toMatchObject({ applied: { updated } });
    account.server.sets = 0;
    await account.sync();
    expect(account.server.sets).toBe(0);
  });

  it('takes its items back, and loses none of the user’s groups', async () => {
    await account.sync();
    const { name = '', groups = [] } = account.server.items.get(jidOf(1)) ?? {};
    account.server.alter = (naming) => naming;
    account.server.set(jidOf(1), { name, groups: [...groups, 'mine'] });
    account.server.alter = alter;
    account.server.sets = 0;
    await account.sync();
    expect(account.server.sets).toBe(0);
    account.contacts = [];
    expect((await account.sync({ guard: 'apply' })).applied.removed).toBe(3);
  });

  it('can be left by an undo', async () => {
    await account.sync();
    expect(await account.undo()).toMatchObject({ applied: { removed: 3 }, left: [] });
  });
});

describe('a server that cuts names', () => {
  it('and cuts a new name of a contact as well settles again', async () => {
    account.server.alter = names((text) => text.slice(0, 12));
    await account.sync();
    account.contacts = people(3, (name) => `Dr ${name} of the Long Names`);
    expect((await account.sync()).applied.updated).toBe(3);
    account.server.sets = 0;
    await account.sync();
    expect(account.server.sets).toBe(0);
  });

  it('and stops doing so gets the whole name when the contact changes', async () => {
    account.server.alter = names((text) => text.slice(0, 12));
    await account.sync();
    account.server.alter = (naming) => naming;
    account.contacts = people(3, (name) => `${name} of the Very Long Names`);
    expect((await account.sync()).conflicts).toEqual([]);
    expect(account.nameOf(1)).toBe('[Home] Person 1 of the Very Long Names (cell)');
  });
});
