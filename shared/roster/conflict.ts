/** What keeps a wanted item from its name. */
import type { Profile } from '../settings/schema.ts';
import { type Naming, type RosterItem, sameName } from './item.ts';

/**
 * One wanted JID that does not get its name, or not without a question:
 * - `same-number`: several contacts claim it;
 * - `shared-group`: the server injects the item, and Rolodial must not touch it;
 * - `takeover`: the user or another client made the item, and the settings say to ask or to leave it;
 * - `contested`: another client replaced our name so often that its own stays;
 * - `shortened`: the server cuts or changes the names or groups that it is sent.
 */
export interface Conflict {
  jid: string;
  reason: 'same-number' | 'shared-group' | 'takeover' | 'contested' | 'shortened';
  /** Name of the item in the roster; with its groups in brackets where they alone are not as wanted. */
  name: string;
  /** Names that were not used. */
  others: string[];
}

export function conflict(
  reason: Conflict['reason'],
  item: Naming & { readonly jid: string },
  live: Pick<RosterItem, 'name'>,
): Conflict {
  return { jid: item.jid, reason, name: live.name, others: [item.name] };
}

/** @param item as it was sent to the server */
export function shortened(item: Naming & { readonly jid: string }, live: Naming): Conflict {
  if (!sameName(item, live)) return conflict('shortened', item, live);
  const text = ({ name, groups }: Naming) => `${name} [${groups.join(', ')}]`;
  return { jid: item.jid, reason: 'shortened', name: text(live), others: [text(item)] };
}

/** The other name is kept although the settings prefer the address book's. */
export function isContested(
  planned: { readonly changedElsewhere: boolean; readonly after: Naming | null },
  item: Naming,
  { renamedElsewhere }: Pick<Profile, 'renamedElsewhere'>,
): boolean {
  const { changedElsewhere, after } = planned;
  const keepsName = changedElsewhere && after !== null && !sameName(after, item);
  return keepsName && renamedElsewhere === 'address-book';
}
