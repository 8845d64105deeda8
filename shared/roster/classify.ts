/**
 * Whose an item of the live roster is. Nothing on the wire marks an item as shared: this reads the
 * evidence that a roster result gives, and leaves in doubt an item alone.
 */
import type { RosterItem } from './item.ts';
import { looksLikeGatewayJid } from './jid.ts';

export type ItemClass = 'ours' | 'shared' | 'personal' | 'unclaimed';

/** What the session saw when it asked for the roster. */
export interface RosterEvidence {
  /** The stream features held `urn:xmpp:features:rosterver` (RFC 6121 §2.6.1). */
  readonly versioningAdvertised: boolean;
  /** `ver` of the roster result, or null where it had none. */
  readonly version: string | null;
}

/**
 * The JIDs that the server seems to inject: members of shared groups come with subscription `both`, in a
 * group, and are not ours.
 *
 * @param owned the JIDs in the ledger
 * @param injects whether this server was seen to inject items: it advertises roster versioning, but a
 *   result of its had no `ver`, which Prosody 0.12 does exactly when a module adds items
 */
export function sharedItems(
  items: readonly RosterItem[],
  owned: ReadonlySet<string>,
  injects: boolean,
): Set<string> {
  if (!injects) return new Set();
  return new Set(
    items
      .filter((item) => item.subscription === 'both' && item.groups.length > 0)
      .filter((item) => !owned.has(item.jid))
      .map((item) => item.jid),
  );
}

export function classOf(
  item: RosterItem,
  owned: ReadonlySet<string>,
  shared: ReadonlySet<string>,
): ItemClass {
  if (shared.has(item.jid)) return 'shared';
  if (owned.has(item.jid)) return 'ours';
  return looksLikeGatewayJid(item.jid) ? 'unclaimed' : 'personal';
}
