/** A profile whose roster Rolodial itself keeps: the roster that its syncs change, and the document of it. */

import type { RefreshOutcome } from '../../../shared/contract/remote-report.ts';
import type { ImportOutcome, ServedReport } from '../../../shared/contract/service-report.ts';
import { RolodialError, toProblem } from '../../../shared/errors.ts';
import { normalizeBareJid } from '../../../shared/roster/jid.ts';
import type { Profile } from '../../../shared/settings/schema.ts';
import type { ProfileRecords } from '../groups/sharing.ts';
import { lockProfile } from '../store/lock.ts';
import type { RemoteRefusal } from '../store/remote-refusal.ts';
import type { Session } from '../xmpp/session.ts';
import { Announcer } from './announcer.ts';
import type { ServedAccount } from './answer.ts';
import { documentRoster } from './document-roster.ts';
import { importDocument, importRoster } from './import.ts';
import { publishDocument, type Representation, ServedDocument } from './served-document.ts';

/** What it needs of the profile's runner. */
export interface ServedWorld {
  readonly dataFolder: string;
  /** The session with the server, logging in first if need be. */
  openSession(): Promise<Session>;
  /** Tells the server that the account's roster has changed. */
  refresh(signal: AbortSignal): Promise<RefreshOutcome>;
  log(line: string): void;
}

export class ServedProfile implements ServedAccount {
  /** As servers write it. */
  readonly account: string;
  readonly #profile: Profile;
  readonly #records: ProfileRecords;
  readonly #world: ServedWorld;
  readonly #document: ServedDocument;
  readonly #announcer: Announcer;
  readonly #roster: Session;

  /** @param onChange told whenever {@link report} would be another */
  constructor(profile: Profile, records: ProfileRecords, world: ServedWorld, onChange: () => void) {
    const { servedRoster } = records;
    this.account = normalizeBareJid(profile.xmpp.jid);
    this.#profile = profile;
    this.#records = records;
    this.#world = world;
    this.#document = new ServedDocument(servedRoster);
    this.#announcer = new Announcer(
      servedRoster,
      (signal) => world.refresh(signal),
      (failure) => {
        if (failure) world.log(`${profile.id}: ${toProblem(failure).message}`);
        onChange();
      },
    );
    this.#roster = documentRoster(servedRoster);
    // The server keeps it meanwhile: what it holds when this is turned on again is to be read again.
    if (!this.isServing && servedRoster.imported()) servedRoster.forgetImport();
  }

  /** By the settings. */
  get isServing(): boolean {
    return this.#profile.remoteRoster.serve;
  }

  /** What a sync works with: none of its sets is refused by a remote roster. */
  get records(): ProfileRecords {
    return { ...this.#records, remoteRefusal: noRefusal };
  }

  /** Brings the document in line with settings that have changed, and tells the server what it missed. */
  async start(): Promise<void> {
    const { servedRoster } = this.#records;
    // Items that were changed by a sync that never ended wait for the next one.
    if (!servedRoster.isStale()) await this.#publish();
    this.#tellSoon();
  }

  stop(): void {
    this.#announcer.stop();
  }

  /**
   * The roster that syncs change, with what the account's roster held before.
   * @throws RolodialError `service-import` where that cannot be read
   */
  async openRoster(): Promise<Session> {
    const { keepOthers } = this.#profile.remoteRoster;
    if (keepOthers && !this.#records.servedRoster.imported()) await this.#importFirst();
    return this.#roster;
  }

  /** The roster as it stands. */
  async view(): Promise<Session['roster']> {
    await this.#roster.requestRoster();
    return this.#roster.roster;
  }

  /** A sync has ended: what it changed is served from now on. */
  async syncEnded(): Promise<void> {
    if (this.#records.servedRoster.isStale()) await this.#publish();
    this.#tellSoon();
  }

  async representation(gzipped: boolean): Promise<Representation | null> {
    return await this.#document.representation(gzipped);
  }

  /** The document as it is served; null where there is none yet. */
  text(): string | null {
    return this.#records.servedRoster.published()?.text ?? null;
  }

  report(): ServedReport {
    const { servedRoster, ledger, remoteHistory } = this.#records;
    const { serve, keepOthers, refresh } = this.#profile.remoteRoster;
    const document = servedRoster.published();
    const own = new Set(ledger.entries().map(({ jid }) => jid));
    return {
      serving: serve,
      keepOthers,
      document: document && {
        builtAt: document.builtAt,
        tag: document.tag,
        items: document.items,
        bytes: Buffer.byteLength(document.text),
      },
      others: servedRoster
        .items()
        .filter(({ jid }) => !own.has(jid))
        .map((item) => ({ ...item, groups: [...item.groups] })),
      imported: servedRoster.imported(),
      announced: refresh ? servedRoster.isAnnounced() : null,
      lastRefresh: remoteHistory.refreshes()[0] ?? null,
    };
  }

  /**
   * Adds what a document in a file holds, or else what the live roster shows, and serves it.
   * @throws RolodialError `sync-busy`, `bad-input`, or that of the server
   */
  async import(text: string | null): Promise<ImportOutcome> {
    if (!this.isServing) throw notServing(this.account);
    const session = text === null ? await this.#world.openSession() : null;
    return await this.#alone(async () => {
      return session
        ? await importRoster(session, this.#records)
        : importDocument(text ?? '', this.#records);
    });
  }

  /** Takes items off the document that are not Rolodial's own; others are passed over. */
  async removeOthers(jids: readonly string[]): Promise<void> {
    await this.#alone(async () => {
      const { servedRoster, ledger } = this.#records;
      const own = new Set(ledger.entries().map(({ jid }) => jid));
      servedRoster.remove(jids.filter((jid) => !own.has(jid)));
    });
  }

  /** Tells the server now; null where there is nothing to tell, or nobody. */
  async announce(): Promise<RefreshOutcome | null> {
    if (!this.isServing || !this.#profile.remoteRoster.refresh) return null;
    return await this.#announcer.now();
  }

  async #importFirst(): Promise<void> {
    try {
      await importRoster(await this.#world.openSession(), this.#records);
    } catch (error) {
      const { message } = toProblem(error);
      throw new RolodialError(
        'service-import',
        `Before Rolodial serves the roster of ${this.account}, it reads what that roster holds now, so that nobody is lost. That failed: ${message} Import a document instead ("rolodial remote document --import"), or leave the others out ("keepOthers").`,
        { account: this.account, detail: message },
        { cause: error },
      );
    }
    await this.#publish();
  }

  /** Changes items while no sync does, and serves what came of it. */
  async #alone<Result>(work: () => Promise<Result>): Promise<Result> {
    const unlock = lockProfile(this.#world.dataFolder, this.#profile.id);
    try {
      const result = await work();
      await this.#publish();
      return result;
    } finally {
      unlock();
    }
  }

  async #publish(): Promise<void> {
    const { servedRoster, ledger } = this.#records;
    const items = servedRoster.items();
    if (this.#profile.remoteRoster.keepOthers) await publishDocument(items, servedRoster);
    else {
      const own = new Set(ledger.entries().map(({ jid }) => jid));
      await publishDocument(
        items.filter(({ jid }) => own.has(jid)),
        servedRoster,
      );
    }
    this.#tellSoon();
  }

  #tellSoon(): void {
    if (this.isServing && this.#profile.remoteRoster.refresh) this.#announcer.soon();
  }
}

function notServing(account: string): RolodialError {
  return new RolodialError(
    'settings-invalid',
    `Rolodial does not keep the roster of ${account}: "remoteRoster.serve" is not set.`,
    { field: 'remoteRoster.serve', detail: 'not set' },
  );
}

/** The document takes every item. */
const noRefusal: RemoteRefusal = {
  get: () => null,
  note: () => undefined,
  forget: () => undefined,
};
