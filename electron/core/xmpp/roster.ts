/**
 * The live mirror of the roster: filled by a full result, kept current by pushes (RFC 6121 §2), and by the
 * answers to our own sets. Some servers push late, from an address that may not push (§2.1.6), or never.
 */
import type { RosterEvidence } from '../../../shared/roster/classify.ts';
import { cleanName } from '../../../shared/roster/format.ts';
import { cleanGroups, type Naming, type RosterItem } from '../../../shared/roster/item.ts';
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
  /** JIDs that a set of ours was sent for, and that the server has not told of since. */
  readonly #untold = new Set<string>();
  readonly #assumed = new Set<string>();
  readonly #shown = new Map<string, RosterItem | undefined>();

  get items(): RosterItem[] {
    return [...this.#items.values()];
  }

  /** JIDs that stand here as our own set wanted it: it was answered, and the server has not told of it yet. */
  get assumed(): ReadonlySet<string> {
    return this.#assumed;
  }

  /** What the server showed first of each item after the last set of ours; undefined where it is not there. */
  get shown(): ReadonlyMap<string, RosterItem | undefined> {
    return this.#shown;
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
    for (const jid of this.#assumed) this.#show(jid);
  }

  /** Applies the `query` of a roster push; undefined where it does not hold exactly one item. */
  readPush(query: XmlElement): RosterChange | undefined {
    const items = query.getChildren('item');
    const [item] = items;
    if (items.length !== 1 || !item) return undefined;
    const jid = jidOf(item);
    if (jid === undefined) return undefined;
    const change = item.attrs['subscription'] === 'remove' ? this.#remove(jid) : this.#put(item);
    this.#show(jid);
    return change;
  }

  /**
   * To be called before a roster set of ours is sent.
   *
   * @param naming what the item is to have; null removes it
   * @returns to be called when the server has done it: what a push has told since is better
   */
  beforeSet(address: string, naming: Naming | null): () => void {
    const jid = normalizeBareJid(address);
    this.#untold.add(jid);
    this.#shown.delete(jid);
    return () => {
      if (!this.#untold.has(jid)) return;
      this.#assumed.add(jid);
      if (naming === null) this.#items.delete(jid);
      else {
        const { subscription = 'none' } = this.#items.get(jid) ?? {};
        const named = { name: cleanName(naming.name), groups: cleanGroups(naming.groups) };
        this.#items.set(jid, { jid, ...named, subscription });
      }
    };
  }

  /** The server has told of an item. */
  #show(jid: string): void {
    this.#assumed.delete(jid);
    if (this.#untold.delete(jid)) this.#shown.set(jid, this.#items.get(jid));
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

  #remove(jid: string): RosterChange {
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
