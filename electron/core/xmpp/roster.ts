/** The live mirror of the roster: filled by a full result, kept current by pushes (RFC 6121 §2). */
import type { xml } from '@xmpp/client';
import type { RosterEvidence } from '../../../shared/roster/classify.ts';
import type { RosterItem } from '../../../shared/roster/item.ts';
import { normalizeBareJid } from '../../../shared/roster/jid.ts';

/** An element of a stanza; the library does not export its type. */
export type XmlElement = ReturnType<typeof xml>;

export const rosterNamespace = 'jabber:iq:roster';

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

  /** Applies the `query` of a roster push; false where it is none: it must hold exactly one item. */
  readPush(query: XmlElement): boolean {
    const items = query.getChildren('item');
    const [item] = items;
    if (items.length !== 1 || !item) return false;
    this.#put(item);
    return true;
  }

  #put(element: XmlElement): void {
    const address: unknown = element.attrs['jid'];
    if (typeof address !== 'string' || address === '') return;
    const jid = normalizeBareJid(address);
    const subscription: string = element.attrs['subscription'] ?? 'none';
    if (subscription === 'remove') {
      this.#items.delete(jid);
      return;
    }
    this.#items.set(jid, {
      jid,
      name: element.attrs['name'] ?? '',
      groups: element.getChildren('group').map((group) => group.text()),
      subscription,
    });
  }
}
