/** Who is available, as presence stanzas tell (RFC 6121 §4). Empty unless the user shows presence. */
import { xml } from '@xmpp/client';
import { normalizeBareJid } from '../../../shared/roster/jid.ts';
import type { XmlElement } from './element.ts';

export interface Presence {
  /** `available` where the stanza has no show (RFC 6121 §4.7.2.1). */
  readonly show: 'available' | 'away' | 'chat' | 'dnd' | 'xa';
  readonly status: string;
  readonly priority: number;
}

const shows: ReadonlySet<string> = new Set(['away', 'chat', 'dnd', 'xa']);

/** Rolodial reads no messages: with a negative priority none are sent to it (RFC 6121 §8.5.2.1.1). */
const ownPriority = '-1';

/** The initial presence, which shows Rolodial to the user's contacts. */
export function ownPresence(): XmlElement {
  return xml('presence', {}, xml('priority', {}, ownPriority));
}

export class Presences {
  readonly #resources = new Map<string, Map<string, Presence>>();

  /** The available contacts by bare JID, each as its resource of the highest priority. */
  get contacts(): Map<string, Presence> {
    const best = new Map<string, Presence>();
    for (const [jid, resources] of this.#resources) {
      const [first] = [...resources.values()].sort((one, other) => other.priority - one.priority);
      if (first) best.set(jid, first);
    }
    return best;
  }

  /** Applies a presence stanza; subscription requests are ignored. */
  read(stanza: XmlElement): void {
    const from: unknown = stanza.attrs['from'];
    if (typeof from !== 'string' || from === '') return;
    const jid = normalizeBareJid(from);
    const slash = from.indexOf('/');
    const resource = slash < 0 ? '' : from.slice(slash + 1);
    const type: unknown = stanza.attrs['type'];
    if (type === undefined) this.#put(jid, resource, presenceOf(stanza));
    else if (type === 'unavailable') this.#remove(jid, resource);
    // A server that cannot be reached says so for the bare JID (RFC 6121 §4.3.2).
    else if (type === 'error') this.#resources.delete(jid);
  }

  #put(jid: string, resource: string, presence: Presence): void {
    const resources = this.#resources.get(jid) ?? new Map<string, Presence>();
    this.#resources.set(jid, resources.set(resource, presence));
  }

  #remove(jid: string, resource: string): void {
    const resources = this.#resources.get(jid);
    resources?.delete(resource);
    if (resource === '' || resources?.size === 0) this.#resources.delete(jid);
  }
}

function presenceOf(stanza: XmlElement): Presence {
  const show = stanza.getChildText('show') ?? '';
  const priority = Number.parseInt(stanza.getChildText('priority') ?? '0', 10);
  return {
    show: shows.has(show) ? (show as Presence['show']) : 'available',
    status: stanza.getChildText('status') ?? '',
    priority: Number.isNaN(priority) ? 0 : priority,
  };
}
