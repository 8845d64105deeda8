/** What tells the server's items from the user's, for one profile: the evidence, the marks and the file. */
import type { GroupMark } from '../../../shared/roster/classify.ts';
import { type Classification, classify, type FileGroups } from '../../../shared/roster/classify.ts';
import type { RosterItem } from '../../../shared/roster/item.ts';
import type { LedgerEntry } from '../../../shared/roster/ledger.ts';
import type { Profile } from '../../../shared/settings/schema.ts';
import type { EvidenceStore } from '../store/evidence.ts';
import type { Records } from '../store/records.ts';

/** The records of a profile's account, and what tells the server's items from the user's by them. */
export interface ProfileRecords extends Records {
  readonly sharing: Sharing;
}

export function profileRecords(records: Records, profile: Profile): ProfileRecords {
  const { evidence, remoteRefusal } = records;
  const isRemote = () => profile.remoteRoster.serve || remoteRefusal.get() !== null;
  return { ...records, sharing: new Sharing(profile, evidence, isRemote) };
}

export class Sharing {
  readonly #evidence: EvidenceStore;
  readonly #isRemote: () => boolean;
  readonly #groups: ReadonlySet<string>;
  readonly #marks: Readonly<Record<string, GroupMark>>;
  /** The administrator's file, as last read; null without one. */
  file: FileGroups | null = null;

  /** @param isRemote whether an outside service keeps the roster */
  constructor(
    { dids, sharedGroups }: Pick<Profile, 'dids' | 'sharedGroups'>,
    evidence: EvidenceStore,
    isRemote: () => boolean,
  ) {
    this.#groups = new Set(dids.map(({ alias }) => alias));
    this.#marks = sharedGroups.marks;
    this.#evidence = evidence;
    this.#isRemote = isRemote;
  }

  classify(
    roster: { readonly items: readonly RosterItem[] },
    entries: readonly LedgerEntry[],
  ): Classification {
    const own = { owned: new Set(entries.map(({ jid }) => jid)), groups: this.#groups };
    const seen = { ...this.#evidence.seen(), remote: this.#isRemote() };
    return classify(roster.items, own, seen, this.#marks, this.file);
  }
}
