/** A profile whose roster Rolodial itself keeps: the roster that its syncs change, and the document of it. */

import type { RefreshOutcome } from '../../../shared/contract/remote-report.ts';
import type { ImportOutcome, ServedReport } from '../../../shared/contract/service-report.ts';
import { RolodialError, toProblem } from '../../../shared/errors.ts';
import { normalizeBareJid } from '../../../shared/roster/jid.ts';
import type { ProfileContext } from '../profile/context.ts';
import { lockProfile } from '../store/lock.ts';
import type { Records } from '../store/records.ts';
import type { RemoteRefusal } from '../store/remote-refusal.ts';
import type { RosterAccount } from '../sync/context.ts';
import type { Session } from '../xmpp/session.ts';
import { Announcer } from './announcer.ts';
import type { ServedAccount } from './answer.ts';
import { documentRoster } from './document-roster.ts';
import { importDocument, importRoster } from './import.ts';
import { publishDocument, type Representation, ServedDocument } from './served-document.ts';

/** What it works with; the account is asked for what the server holds. */
export type ServedContext = Pick<
  ProfileContext,
  'profile' | 'records' | 'sharing' | 'dataFolder' | 'log'
> & { readonly account: Pick<ProfileContext['account'], 'openForQuestion'> };

export class ServedProfile implements ServedAccount, RosterAccount {
  /** As servers write it. */
  readonly account: string;
  readonly #context: ServedContext;
  readonly #document: ServedDocument;
  readonly #announcer: Announcer;
  readonly #roster: Session;
  #starting: Promise<void> = Promise.resolve();

  /**
   * @param refresh tells the server that the account's roster has changed
   * @param onChange told whenever {@link report} would be another
   */
  constructor(
    context: ServedContext,
    refresh: (signal: AbortSignal) => Promise<RefreshOutcome>,
    onChange: () => void,
  ) {
    const { profile, records, log } = context;
    const { servedRoster } = records;
    this.account = normalizeBareJid(profile.xmpp.jid);
    this.#context = context;
    this.#document = new ServedDocument(servedRoster);
    this.#announcer = new Announcer(servedRoster, refresh, (failure) => {
      if (failure) log(`${profile.id}: ${toProblem(failure).message}`);
      onChange();
    });
    this.#roster = documentRoster(servedRoster);
    this.#forgetImport();
  }

  /** As the settings say. */
  get isServing(): boolean {
    return this.#context.profile.remoteRoster.serve;
  }

  /** The records for a sync of the document, which no remote roster can refuse. */
  get records(): Records {
    return { ...this.#context.records, remoteRefusal: noRefusal };
  }

  /** Rebuilds the document for changed settings, and tells the server of changes it missed; logs a failure. */
  async start(): Promise<void> {
    const { log, profile } = this.#context;
    this.#starting = this.#starting
      .then(() => this.#start())
      .catch((error) => log(`${profile.id}: ${toProblem(error).message}`));
    await this.#starting;
  }

  /** It may be served from now on, or not any more, or with other items. */
  settingsChanged(): void {
    this.#forgetImport();
    // A try that waits may be for an address that is not to be told any more.
    this.#announcer.cancel();
    if (this.isServing) void this.start();
  }

  /** Tells the server nothing more, and resolves once nothing is written any more. */
  async stop(): Promise<void> {
    this.#announcer.stop();
    await this.#starting;
  }

  /**
   * The roster that syncs change, with what the account's roster held before.
   * @throws RolodialError `service-import` where that cannot be read
   */
  async open(): Promise<Session> {
    const { keepOthers } = this.#context.profile.remoteRoster;
    if (keepOthers && !this.#context.records.servedRoster.imported()) await this.#importFirst();
    return this.#roster;
  }

  /** A document refuses no item. */
  mayPush(): boolean {
    return true;
  }

  /** The roster, read from the database. */
  async view(): Promise<Session['roster']> {
    await this.#roster.requestRoster();
    return this.#roster.roster;
  }

  /** Publishes what a sync has changed. */
  async syncEnded(): Promise<void> {
    if (this.#context.records.servedRoster.isStale()) await this.#publish();
    this.#announceSoon();
  }

  async representation(gzipped: boolean): Promise<Representation | null> {
    return await this.#document.representation(gzipped);
  }

  /** The document as it is served; null where there is none yet. */
  text(): string | null {
    return this.#context.records.servedRoster.published()?.text ?? null;
  }

  report(): ServedReport {
    const { servedRoster, ledger, remoteHistory } = this.#context.records;
    const { serve, keepOthers, refresh } = this.#context.profile.remoteRoster;
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
    const session = text === null ? await this.#context.account.openForQuestion() : null;
    return await this.#withLock(async () => {
      return session
        ? await importRoster(session, this.#context)
        : importDocument(text ?? '', this.#context.records);
    });
  }

  /** Removes items from the document; Rolodial's own are left. */
  async removeOthers(jids: readonly string[]): Promise<void> {
    await this.#withLock(async () => {
      const { servedRoster, ledger } = this.#context.records;
      const own = new Set(ledger.entries().map(({ jid }) => jid));
      servedRoster.remove(jids.filter((jid) => !own.has(jid)));
    });
  }

  /** Tells the server now; null where it knows the document, or where no address for it is set. */
  async announce(): Promise<RefreshOutcome | null> {
    if (!this.isServing || !this.#context.profile.remoteRoster.refresh) return null;
    return await this.#announcer.now();
  }

  async #start(): Promise<void> {
    // Items changed by a sync that was cut off wait for the next sync.
    if (!this.#context.records.servedRoster.isStale()) await this.#publish();
    this.#announceSoon();
  }

  async #importFirst(): Promise<void> {
    try {
      await importRoster(await this.#context.account.openForQuestion(), this.#context);
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

  /** Changes items under the profile's lock, and publishes the result. */
  async #withLock<Result>(work: () => Promise<Result>): Promise<Result> {
    const unlock = lockProfile(this.#context.dataFolder, this.#context.profile.id);
    try {
      const result = await work();
      await this.#publish();
      return result;
    } finally {
      unlock();
    }
  }

  async #publish(): Promise<void> {
    const { servedRoster, ledger } = this.#context.records;
    const items = servedRoster.items();
    if (this.#context.profile.remoteRoster.keepOthers) await publishDocument(items, servedRoster);
    else {
      const own = new Set(ledger.entries().map(({ jid }) => jid));
      await publishDocument(
        items.filter(({ jid }) => own.has(jid)),
        servedRoster,
      );
    }
    this.#announceSoon();
  }

  /** While the server keeps the roster it may change: what it holds is read anew before it is served again. */
  #forgetImport(): void {
    const { servedRoster } = this.#context.records;
    if (!this.isServing && servedRoster.imported()) servedRoster.forgetImport();
  }

  #announceSoon(): void {
    if (this.isServing && this.#context.profile.remoteRoster.refresh) this.#announcer.schedule();
  }
}

function notServing(account: string): RolodialError {
  return new RolodialError(
    'settings-invalid',
    `Rolodial does not keep the roster of ${account}: "remoteRoster.serve" is not set.`,
    { field: 'remoteRoster.serve', detail: 'not set' },
  );
}

/** A document refuses no item. */
const noRefusal: RemoteRefusal = {
  get: () => null,
  note: () => undefined,
  forget: () => undefined,
};
