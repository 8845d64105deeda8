/**
 * Whether an outside service still keeps the roster. Only a refused roster set proves it (Prosody with
 * mod_http_roster_admin: `service-unavailable`, `cancel`), so one is sent that changes nothing.
 */
import { sameNaming } from '../../../shared/roster/item.ts';
import type { SyncContext } from '../sync/context.ts';
import { verdictOf } from '../sync/verdict.ts';
import type { Session } from '../xmpp/session.ts';

/**
 * Sends one item of ours again unchanged, and stores the answer.
 * @returns whether there was such an item; without one nothing is sent
 */
export async function checkRosterKind(
  session: Session,
  { records, sharing }: Pick<SyncContext, 'records' | 'sharing'>,
): Promise<boolean> {
  const { ledger, remoteRefusal } = records;
  const entries = ledger.entries();
  const { shared } = sharing.classify(session.roster, entries);
  const live = new Map(session.roster.items.map((item) => [item.jid, item]));
  const own = entries.find(({ jid, name, groups, state }) => {
    const item = live.get(jid);
    return state === 'confirmed' && item && !shared.has(jid) && sameNaming(item, { name, groups });
  });
  const item = own && live.get(own.jid);
  if (!item) return false;
  const result = await session.setItem(item.jid, { name: item.name, groups: item.groups });
  const verdict = verdictOf(result, false);
  if (verdict === 'done') remoteRefusal.forget();
  else if (verdict === 'remote' && !result.ok) remoteRefusal.note(result.condition);
  return true;
}
