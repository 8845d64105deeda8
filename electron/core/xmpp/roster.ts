/** The live mirror of the roster: filled by a full result, kept current by pushes (RFC 6121 §2). */
import type { RosterEvidence } from '../../../shared/roster/classify.ts';
import type { RosterItem } from '../../../shared/roster/item.ts';
import { normalizeBareJid } from '../../../shared/roster/jid.ts';
import type { XmlElement } from './element.ts';

/** One item before and after a roster push; undefined where it was not there, or is not any more. */
export interface RosterChange {
  readonly jid: string;
  readonly before: RosterItem | undefined;
  readonly after: RosterItem | undefined;
}

export class RosterMirror {
  #items = new Map<string, RosterItem>();
  #version: string | null = null;
  #versioningAdvertised = false;

  get items(): RosterItem[] {
    return [...this.#items.values()];
  }

  get evidence(): RosterEvidence {
    return { versioningAdvertised: this.#versioningAdvertised, version: this.#version };
  }

  /** Stream features say whether the server versions rosters (RFC 6121 §2.6.1). */
  readFeatures(features: XmlElement): void {
    if (features.getChild('ver', 'urn:xmpp:features:rosterver')) this.#versioningAdvertised = true;
  }

  /** Replaces everything by the `query` of a full roster result. */
  readResult(query: XmlElement): void {
    this.#version = query.attrs['ver'] ?? null;
    this.#items = new Map();
    for (const item of query.getChildren('item')) this.#put(item);
  }

  /** Applies the `query` of a roster push; undefined where it does not hold exactly one item. */
  readPush(query: XmlElement): RosterChange | undefined {
    const items = query.getChildren('item');
    const [item] = items;
    if (items.length !== 1 || !item) return undefined;
    return item.attrs['subscription'] === 'remove' ? this.#remove(item) : this.#put(item);
  }

  /** Undefined where it has no JID. */
  #put(element: XmlElement): RosterChange | undefined {
    const jid = jidOf(element);
    if (jid === undefined) return undefined;
    const before = this.#items.get(jid);
    const subscription: string = element.attrs['subscription'] ?? 'none';
    const after = {
      jid,
      name: element.attrs['name'] ?? '',
      groups: element.getChildren('group').map((group) => group.text()),
      subscription: subscriptions.has(subscription) ? subscription : 'none',
    };
    this.#items.set(jid, after);
    return { jid, before, after };
  }

  #remove(element: XmlElement): RosterChange | undefined {
    const jid = jidOf(element);
    if (jid === undefined) return undefined;
    const before = this.#items.get(jid);
    this.#items.delete(jid);
    return { jid, before, after: undefined };
  }
}

/** RFC 6121 §2.1.2.5: any other value is to be ignored; `remove` means something in a push alone. */
const subscriptions: ReadonlySet<string> = new Set(['none', 'to', 'from', 'both']);

/** An item must have a JID (RFC 6121 §2.1.2.3). */
function jidOf({ attrs }: XmlElement): string | undefined {
  const address: unknown = attrs['jid'];
  return typeof address === 'string' && address !== '' ? normalizeBareJid(address) : undefined;
}
