/**
 * The roster that Rolodial keeps itself, as a session: roster sets go into the database, and from there into
 * the document. So the plan, the guard, the history and undo are the same.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { cleanName } from '../../../shared/roster/format.ts';
import { cleanGroups, type RosterItem } from '../../../shared/roster/item.ts';
import { normalizeBareJid } from '../../../shared/roster/jid.ts';
import type { ServedRosterStore } from '../store/served-roster.ts';
import { StanzaError } from '../xmpp/requests.ts';
import { rosterSet } from '../xmpp/roster-set.ts';
import type { Session } from '../xmpp/session.ts';

/** A session without a server; it never ends by itself. */
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
      // The document holds no subscriptions; the server shows all its items as `both`.
      items = new Map(store.items().map((item) => [item.jid, { ...item, subscription: 'none' }]));
    },
    async setItem(jid, naming) {
      // Lets requests for the document be answered between thousands of sets.
      await nextTurn();
      // The document takes only what a server would take.
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
      // There is no login.
    },
  };
}
