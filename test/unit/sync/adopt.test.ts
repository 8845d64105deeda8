/** Adoption: what the user says is ours becomes ours, and nothing else; the records are real. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { adoptUnclaimed } from '../../../electron/core/sync/adopt.ts';
import { item } from '../../support/roster/samples.ts';
import { FakeAccount, jidOf } from '../../support/sync/fake-account.ts';

let account: FakeAccount;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  account = new FakeAccount();
  account.contacts = [];
});
afterEach(async () => {
  vi.useRealTimers();
  await account.close();
});

async function adopt(...jids: string[]): Promise<void> {
  const session = await account.context.account.open();
  const requestRoster = vi.spyOn(session, 'requestRoster');
  await adoptUnclaimed(jids, account.context, new AbortController().signal);
  // What the window showed may be gone by now.
  expect(requestRoster).toHaveBeenCalled();
}

const naming = { name: 'From before', groups: ['Home'] };
const owned = () => account.records.ledger.entries().map(({ jid }) => jid);

it('what is asked for and looks like ours is ours from then on: the next sync takes it away', async () => {
  for (const index of [1, 2]) account.server.set(jidOf(index), naming);
  await adopt(jidOf(1), jidOf(3));
  expect(owned()).toEqual([jidOf(1)]);
  expect((await account.sync({ guard: 'apply' })).applied.removed).toBe(1);
  expect([...account.server.items.keys()]).toEqual([jidOf(2)]);
});

it('people, and members of shared groups, are never adopted, whatever is asked for', async () => {
  account.server.set('bob@example.org', { name: 'Bob', groups: [] });
  account.server.items.set(jidOf(1), item(jidOf(1), 'Anna', ['Team'], 'both'));
  await adopt('bob@example.org', jidOf(1));
  expect(owned()).toEqual([]);
});

it('what is ours already stays as it was recorded', async () => {
  account.server.set(jidOf(1), naming);
  await adopt(jidOf(1));
  account.server.set(jidOf(1), { name: 'Renamed', groups: ['Home', 'Family'] });
  await adopt(jidOf(1));
  expect(account.records.ledger.entries()).toMatchObject([naming]);
});
