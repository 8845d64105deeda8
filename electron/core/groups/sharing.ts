/** Tells the server's items from the user's, by the evidence, the user's marks and the administrator's file. */
import { type Classification, classify, type FileGroups } from '../../../shared/roster/classify.ts';
import type { RosterItem } from '../../../shared/roster/item.ts';
import type { LedgerEntry } from '../../../shared/roster/ledger.ts';
import type { Profile } from '../../../shared/settings/schema.ts';
import type { EvidenceStore } from '../store/evidence.ts';

export class Sharing {
  readonly #evidence: EvidenceStore;
  readonly #isRemote: () => boolean;
  readonly #settings: () => Pick<Profile, 'dids' | 'sharedGroups'>;
  /** The administrator's file, as last read; null without one. */
  file: FileGroups | null = null;

  /**
   * @param settings those in force
   * @param isRemote whether an outside service keeps the roster
   */
  constructor(
    settings: () => Pick<Profile, 'dids' | 'sharedGroups'>,
    evidence: EvidenceStore,
    isRemote: () => boolean,
  ) {
    this.#settings = settings;
    this.#evidence = evidence;
    this.#isRemote = isRemote;
  }

  classify(
    roster: { readonly items: readonly RosterItem[] },
    entries: readonly LedgerEntry[],
  ): Classification {
    const { dids, sharedGroups } = this.#settings();
    const own = {
      owned: new Set(entries.map(({ jid }) => jid)),
      groups: new Set(dids.map(({ alias }) => alias)),
    };
    const seen = { ...this.#evidence.seen(), remote: this.#isRemote() };
    return classify(roster.items, own, seen, sharedGroups.marks, this.file);
  }
}
