/**
 * The roster that Rolodial keeps itself, as a sync sees it: what would go to a server as roster sets goes into
 * the database, and from there into the document. So the plan, the guard, the history and undo are the same.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { cleanName } from '../../../shared/roster/format.ts';
import { cleanGroups, type RosterItem } from '../../../shared/roster/item.ts';
import { normalizeBareJid } from '../../../shared/roster/jid.ts';
import type { ServedRosterStore } from '../store/served-roster.ts';
import { StanzaError } from '../xmpp/requests.ts';
import { rosterSet } from '../xmpp/roster-set.ts';
import type { Session } from '../xmpp/session.ts';

/** A session without a server: it never ends by itself, and nobody else changes its roster. */
export function documentRoster(store: ServedRosterStore): Session {
  let items = new Map<string, RosterItem>();
  return {
    isDocument: true,
    roster: {
      get items() {
        return [...items.values()];
      },
      evidence: { versioningAdvertised: false, version: null },
    },
    ended: new Promise(() => undefined),
    async requestRoster() {
      // No subscription is known here: the server shows all items of a document as `both`.
      items = new Map(store.items().map((item) => [item.jid, { ...item, subscription: 'none' }]));
    },
    async setItem(jid, naming) {
      // Thousands in a row must not keep the requests for the document waiting.
      await nextTurn();
      // What no server would take has no place in the document either.
      const made = rosterSet(jid, naming);
      if (!made.ok) return { ...made, type: 'modify' };
      const item = {
        jid: normalizeBareJid(jid),
        name: cleanName(naming.name),
        groups: cleanGroups(naming.groups),
      };
      store.put([item]);
      items.set(item.jid, { ...item, subscription: 'none' });
      return { ok: true };
    },
    async removeItem(jid) {
      await nextTurn();
      const bareJid = normalizeBareJid(jid);
      const known = items.delete(bareJid);
      if (!known) return { ok: false, condition: 'item-not-found', type: 'cancel', text: '' };
      store.remove([bareJid]);
      return { ok: true };
    },
    async query() {
      throw new StanzaError('service-unavailable', 'cancel', '');
    },
    async close() {
      // There is nothing to log out of.
    },
  };
}
