/**
 * Adoption: items of the gateway's form that are neither ours nor wanted become ours, because the user says
 * so. What an earlier Rolodial made whose records are lost, or a server module, can then be kept in line:
 * the next sync removes what the address book does not want, under the guard, and undo brings it back.
 */
import { classOf } from '../../../shared/roster/classify.ts';
import { newEntry } from '../../../shared/roster/ledger.ts';
import { unlessAborted } from '../time/waiting.ts';
import type { SyncContext } from './context.ts';
import { liveRoster } from './prepare.ts';

/**
 * Takes these items for ours as they stand; JIDs of any others are passed over.
 * @throws RolodialError of the server, or `cancelled`
 */
export async function adoptUnclaimed(
  jids: readonly string[],
  { records: { ledger }, sharing, account }: Pick<SyncContext, 'records' | 'sharing' | 'account'>,
  signal: AbortSignal,
): Promise<void> {
  const session = await unlessAborted(account.open(), signal);
  await session.requestRoster();
  const entries = ledger.entries();
  const owned = new Set(entries.map((entry) => entry.jid));
  const { items, shared } = liveRoster(session.roster, entries, sharing);
  const asked = new Set(jids);
  const adopted = items
    .filter((item) => asked.has(item.jid) && classOf(item, owned, shared) === 'unclaimed')
    .map((item) => newEntry(item.jid, item));
  ledger.put(adopted);
}
