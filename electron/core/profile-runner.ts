/** One profile at work: its connection, its syncs, its schedule, and the state that the window sees of it. */
import path from 'node:path';
import type { ContactRow } from '../../shared/contract/contract.ts';
import type {
  PlanPreview,
  RosterReport,
  SyncReport,
  UndoPreview,
  UndoReport,
} from '../../shared/contract/report.ts';
import type { Activity, ProfileState } from '../../shared/contract/state.ts';
import { mendsItself, type Problem, RolodialError, toProblem } from '../../shared/errors.ts';
import type { Profile } from '../../shared/settings/schema.ts';
import type { SecretSource } from '../../shared/settings/secret.ts';
import type { AddressBookReading } from './carddav/address-book.ts';
import type { ParsedBook } from './carddav/parsed-cards.ts';
import { ProfileGroups } from './groups/profile-groups.ts';
import { SharedGroups } from './groups/shared-groups.ts';
import { type ProfileRecords, profileRecords } from './groups/sharing.ts';
import { Cancellation } from './profile/cancellation.ts';
import { ProfileAccount } from './profile-account.ts';
import { ProfileContacts } from './profile-contacts.ts';
import { ProfileRemote } from './remote-roster/profile-remote.ts';
import { RemoteRoster } from './remote-roster/remote-roster.ts';
import { ServedProfile } from './roster-service/served-profile.ts';
import type { CardCache } from './store/card-cache.ts';
import { openRecords } from './store/records.ts';
import { adoptUnclaimed } from './sync/adopt.ts';
import type { GuardAnswer } from './sync/choice.ts';
import { planPreview } from './sync/report.ts';
import { rosterReport } from './sync/roster-report.ts';
import {
  prepareSync,
  runSync,
  type SyncOutcome,
  type SyncWish,
  type SyncWork,
} from './sync/run.ts';
import { previewUndo, runUndo } from './sync/undo.ts';
import { SyncSchedule } from './sync-schedule.ts';
import { delay, unlessAborted } from './time/waiting.ts';
import type { LoginListeners } from './world.ts';
import type { Session } from './xmpp/session.ts';

/** What a runner needs from outside: the two servers, and where to keep its records. */
interface ProfileWorld {
  readonly dataFolder: string;
  /** Where relative paths of the settings begin. */
  readonly settingsFolder: string;
  /** Logs in to the profile's account. */
  login(profile: Profile, signal: AbortSignal, listeners: LoginListeners): Promise<Session>;
  readBook(
    profile: Profile,
    cache: CardCache,
    signal: AbortSignal,
    onProgress: (cards: number) => void,
  ): Promise<AddressBookReading>;
  /** What the last read left, without asking the server; null before the first. */
  cachedBook(profile: Profile, cache: CardCache): Promise<ParsedBook | null>;
  secret(source: SecretSource, field: string): Promise<string>;
  log(line: string): void;
}

/** How long the end of the program waits for the answers to sets that are under way. */
const answersMs = 5_000;

/** For a whole address book: 50,000 cards on a slow server take minutes; what takes longer has stalled. */
const readLimitMs = 1_800_000;

export class ProfileRunner {
  readonly profile: Profile;
  readonly groups: ProfileGroups;
  readonly remote: ProfileRemote;
  /** The roster that Rolodial keeps itself, where the settings say so. */
  readonly served: ServedProfile;
  readonly #world: ProfileWorld;
  readonly #onChange: () => void;
  readonly #records: ProfileRecords;
  readonly #account: ProfileAccount;
  readonly #contacts: ProfileContacts;
  readonly #shared: SharedGroups;
  readonly #schedule: SyncSchedule;
  /** Syncing, previewing and undoing. */
  readonly #syncs = new Cancellation();
  /** Everything else that somebody waits for. */
  readonly #questions = new Cancellation();
  #activity: Activity = { kind: 'idle' };
  #problem: Problem | null = null;
  #lastSync: SyncReport | null;
  #running: Promise<SyncReport> | undefined;
  #previewing: Promise<unknown> = Promise.resolve();
  /** Bringing the document in line when the program starts. */
  #beginning: Promise<void> = Promise.resolve();
  #undoing: Promise<UndoReport> | undefined;
  /** Does again what the guard stopped, with the user's answer. */
  #askedAbout: (answer: GuardAnswer) => Promise<unknown> = (answer) => this.sync(answer);
  #revision = 0;
  #groupsRevision = 0;
  #started = false;
  #closed = false;
  #stopping: Promise<void> | undefined;
  #paused: boolean;
  /** When the sync began that was undone last, while nobody has said to go on. */
  #undone: string | null;
  /** When the sync began that undoing would take back. */
  #undoable: string | null;

  /** @param onChange told whenever `state` is another */
  constructor(profile: Profile, world: ProfileWorld, onChange: () => void) {
    this.profile = profile;
    this.#paused = profile.paused;
    this.#schedule = new SyncSchedule(profile.syncIntervalSeconds, () => this.#syncOnSchedule());
    this.#world = world;
    this.#onChange = () => {
      // What a closing connection still tells belongs to no state any more.
      if (!this.#closed) onChange();
    };
    this.#records = profileRecords(openRecords(world.dataFolder, profile), profile);
    const { file } = profile.sharedGroups;
    this.#shared = new SharedGroups(
      profile,
      this.#records,
      file && path.resolve(world.settingsFolder, file),
      () => this.#groupsChanged(),
    );
    this.#account = new ProfileAccount(
      profile,
      this.#records,
      this.#shared,
      (signal, listeners) => world.login(profile, signal, listeners),
      {
        onConnection: (problem) => this.#connectionChanged(problem),
        onRoster: () => this.#rosterChanged(),
        onGroups: () => this.#groupsChanged(),
      },
    );
    this.#contacts = new ProfileContacts(profile, this.#records, () =>
      world.cachedBook(profile, this.#records.cards),
    );
    const openSession = () => this.#openSession();
    const remote = new RemoteRoster(profile, this.#records, world.secret);
    this.served = new ServedProfile(
      profile,
      this.#records,
      {
        dataFolder: world.dataFolder,
        openSession,
        refresh: (signal) => remote.refresh([], signal),
        log: world.log,
      },
      () => this.#rosterChanged(),
    );
    this.groups = new ProfileGroups(profile.xmpp.jid, this.#shared, {
      settingsFolder: world.settingsFolder,
      openSession,
      reopenSession: () => this.#reopen(),
      cancellation: this.#questions,
    });
    this.remote = new ProfileRemote(remote, {
      openSession,
      foundKind: () => this.#account.foundKind(this.#lastSync?.roster.kind),
      tryToPush: () => this.#tryToPush(),
      wanted: async () => (await this.#contacts.last())?.desired.items ?? null,
      cancellation: this.#questions,
    });
    this.#lastSync = this.#records.history.lastReport();
    this.#undone = this.#records.history.undone();
    this.#undoable = this.#records.history.undoableSince();
  }

  get state(): ProfileState {
    return {
      id: this.profile.id,
      jid: this.profile.xmpp.jid,
      connection: this.#connection.status,
      activity: this.#activity,
      paused: this.#isPaused(),
      undone: this.#undone,
      undoable: this.#undoable,
      problem: this.#problem,
      lastSync: this.#lastSync,
      nextSyncAt: this.#schedule.at?.toISOString() ?? null,
      rosterKind: this.#rosterKind(),
      contactsRevision: this.#revision,
      groupsRevision: this.#groupsRevision,
    };
  }

  /** Stays logged in from now on, and syncs now and at the profile's interval. */
  start(): void {
    this.#started = true;
    if (this.served.isServing) {
      this.#beginning = this.served.start().catch((error) => this.#failed(error));
    }
    if (this.#isPaused()) return;
    this.#connection.hold();
    this.#schedule.now();
  }

  /** The machine woke up or the network is back. */
  resumed(): void {
    if (!this.#isScheduled()) return;
    // A refused password is refused again, and servers ban who keeps trying: that waits for the user.
    if (this.#problem && !mendsItself(this.#problem)) return;
    this.#schedule.forgive();
    this.#connection.retryNow();
    if (!this.#running && this.#activity.kind !== 'asking') this.#schedule.now();
  }

  /** Paused, a profile stays logged in but syncs only when asked. */
  setPaused(paused: boolean): void {
    this.#paused = paused;
    if (paused) this.#schedule.clear();
    else {
      this.#records.history.release();
      this.#undone = null;
      if (this.#started) this.start();
    }
    this.#onChange();
  }

  /** Ends what is running and lets go of everything, once; what was pushed is recorded. */
  async stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    await this.#stopping;
  }

  /**
   * Syncs now, or joins the sync that runs.
   * @param wish which items alone (then after the sync that runs), and whether nobody but the schedule asks
   */
  async sync(guard: GuardAnswer, wish: Omit<SyncWish, 'guard'> = {}): Promise<SyncReport> {
    if (wish.only) await this.#running?.catch(() => undefined);
    this.#running ??= this.#syncs.run((signal) => this.#run({ ...wish, guard }, signal));
    return await this.#running;
  }

  /**
   * Takes back what the last sync changed, or joins the undoing that runs; no sync runs by itself afterwards
   * until the user goes on.
   */
  async undo(guard: GuardAnswer): Promise<UndoReport> {
    this.#undoing ??= this.#syncs
      .run((signal) => this.#undo(guard, signal))
      .finally(() => {
        this.#undoing = undefined;
      });
    return await this.#undoing;
  }

  /** What undoing would take back; changes nothing. */
  async previewUndo(): Promise<UndoPreview> {
    return await this.#syncs.run(async (signal) => {
      await Promise.allSettled([this.#running, this.#undoing]);
      return await previewUndo(this.#work, signal);
    });
  }

  /** What a sync would do; changes nothing on either side. */
  async preview(): Promise<PlanPreview> {
    const preview = this.#syncs.run((signal) => this.#preview(signal));
    this.#previewing = preview.catch(() => undefined);
    return await preview;
  }

  /** Ends the sync, the preview or the undoing that is under way; between two items. */
  cancel(): void {
    this.#syncs.cancel();
  }

  /** Ends that and whatever else is waited for: who asked has gone. */
  interrupt(): void {
    this.cancel();
    this.#questions.cancel();
  }

  /** Answers the guard, which asked about exactly the JIDs that it showed. */
  async answerGuard(answer: 'apply' | 'keep'): Promise<void> {
    if (this.#activity.kind !== 'asking') return;
    await this.#askedAbout(answer === 'apply' ? new Set(this.#activity.guard.jids) : 'keep');
  }

  /** Takes unclaimed items for ours, as if Rolodial had made them; JIDs that are none are passed over. */
  async adoptUnclaimed(jids: readonly string[]): Promise<void> {
    await adoptUnclaimed(jids, await this.#openRoster(), this.#records);
    this.#revision += 1;
    this.#onChange();
  }

  /** The rows of the Contacts page, from the last read of the address book; none before the first. */
  async contactRows(): Promise<ContactRow[]> {
    const roster = this.served.isServing
      ? await this.served.view()
      : this.#connection.session?.roster;
    return await this.#contacts.rows(roster, this.#lastSync?.failed ?? []);
  }

  /** The live roster, each item with whose it is. */
  async roster(): Promise<RosterReport> {
    const session = await this.#openSession();
    await session.requestRoster();
    return rosterReport(session.roster, this.#records, this.#rosterKind());
  }

  /** Resolves once nothing is under way that changes the roster, or is about to. */
  async #quiet(): Promise<void> {
    await Promise.allSettled([this.#running, this.#previewing, this.#undoing]);
  }

  async #reopen(): Promise<Session> {
    await this.#quiet();
    return await this.#connection.reopen();
  }

  async #tryToPush(): Promise<void> {
    await this.#quiet();
    await this.#account.tryToPush();
    this.#onChange();
  }

  get #connection(): ProfileAccount['connection'] {
    return this.#account.connection;
  }

  get #work(): SyncWork {
    return {
      profile: this.profile,
      dataFolder: this.#world.dataFolder,
      records: this.served.isServing ? this.served.records : this.#records,
      openSession: () => this.#openRoster(),
      readBook: (signal, onProgress) =>
        this.#world.readBook(
          this.profile,
          this.#records.cards,
          AbortSignal.any([signal, AbortSignal.timeout(readLimitMs)]),
          onProgress,
        ),
      mayPush: (session) => this.#account.mayPush(session),
      show: (activity) => this.#show(activity),
    };
  }

  /** The session with the server; nobody who has gone waits for a login. */
  async #openSession(): Promise<Session> {
    return await this.#questions.run((signal) => unlessAborted(this.#connection.open(), signal));
  }

  /** The roster that syncs change. */
  async #openRoster(): Promise<Session> {
    return this.served.isServing ? await this.served.openRoster() : await this.#connection.open();
  }

  async #stop(): Promise<void> {
    this.#started = false;
    this.#schedule.clear();
    this.#shared.stop();
    this.#account.stop();
    this.served.stop();
    this.#syncs.close();
    this.#questions.close();
    const ended = this.#quiet();
    await Promise.race([ended, delay(answersMs)]);
    await this.#connection.close();
    await Promise.all([ended, this.#beginning]);
    this.#closed = true;
    this.#records.close();
  }

  async #run(wish: SyncWish, signal: AbortSignal): Promise<SyncReport> {
    await Promise.allSettled([this.#previewing, this.#undoing]);
    try {
      const outcome = await runSync(this.#work, wish, signal);
      if (this.served.isServing && !outcome.report.guard) await this.served.syncEnded();
      this.#askedAbout = (answer) => this.sync(answer, { only: wish.only });
      this.#finished(outcome);
      return outcome.report;
    } catch (error) {
      this.#failed(error);
      throw error;
    }
  }

  async #undo(guard: GuardAnswer, signal: AbortSignal): Promise<UndoReport> {
    await Promise.allSettled([this.#running, this.#previewing]);
    let activity: Activity = { kind: 'idle' };
    try {
      const report = await runUndo(this.#work, guard, signal);
      if (this.served.isServing && !report.guard) await this.served.syncEnded();
      this.#askedAbout = (answer) => this.undo(answer);
      if (report.guard) activity = { kind: 'asking', guard: report.guard };
      return report;
    } finally {
      this.#undone = this.#records.history.undone();
      this.#undoable = this.#records.history.undoableSince();
      // Neither behind a question nor after its answer does a sync run by itself.
      if (this.#undone !== null || activity.kind === 'asking') this.#schedule.clear();
      this.#revision += 1;
      this.#show(activity);
    }
  }

  async #preview(signal: AbortSignal): Promise<PlanPreview> {
    await Promise.allSettled([this.#running, this.#undoing]);
    const asking = this.#activity.kind === 'asking' ? this.#activity : null;
    try {
      const prepared = await prepareSync(this.#work, signal);
      this.#contacts.read(prepared);
      this.#revision += 1;
      return planPreview(this.profile.id, prepared);
    } finally {
      this.#show(asking ?? { kind: 'idle' });
    }
  }

  #finished({ report, prepared, remote }: SyncOutcome): void {
    this.#running = undefined;
    this.#contacts.read(prepared);
    this.#schedule.forgive();
    this.#lastSync = report;
    this.#undone = this.#records.history.undone();
    this.#undoable = this.#records.history.undoableSince();
    this.#problem = remote ? toProblem(remoteRoster(this.profile.xmpp.jid)) : null;
    this.#activity = report.guard ? { kind: 'asking', guard: report.guard } : { kind: 'idle' };
    // A question waits for its answer, however long; no sync goes on behind it.
    if (report.guard) this.#schedule.clear();
    else if (this.#isScheduled()) this.#schedule.afterInterval();
    this.#revision += 1;
    this.#onChange();
  }

  #failed(error: unknown): void {
    this.#running = undefined;
    // What was changed until then can be undone.
    this.#undoable = this.#records.history.undoableSince();
    this.#activity = { kind: 'idle' };
    const problem = toProblem(error);
    this.#world.log(`${this.profile.id}: ${problem.message}`);
    this.#problem = problem.code === 'cancelled' ? null : problem;
    if (this.#isScheduled()) this.#schedule.afterFailure(problem);
    this.#revision += 1;
    this.#onChange();
  }

  #isScheduled(): boolean {
    return this.#started && !this.#isPaused();
  }

  #isPaused(): boolean {
    return this.#paused || this.#undone !== null;
  }

  #syncOnSchedule(): void {
    // Another process may have undone a sync: this one must not do it again by itself.
    this.#undone = this.#records.history.undone();
    if (this.#undone !== null) this.#onChange();
    // A failure is in the state already, and in the log.
    else this.sync('ask', { bySchedule: true }).catch(() => undefined);
  }

  #connectionChanged(problem: RolodialError | null): void {
    if (problem) {
      this.#world.log(`${this.profile.id}: ${problem.message}`);
      if (!this.#running) this.#problem = toProblem(problem);
      // The schedule may not log in either where only the user can help; a document needs no login.
      if (!mendsItself(toProblem(problem)) && !this.served.isServing) this.#schedule.clear();
    } else if (this.#connection.status === 'online' && this.#problem?.code.startsWith('xmpp-')) {
      this.#problem = null;
    }
    this.#onChange();
  }

  #groupsChanged(): void {
    this.#groupsRevision += 1;
    this.#onChange();
  }

  #rosterChanged(): void {
    this.#revision += 1;
    this.#groupsRevision += 1;
    // During a push every set comes back as a roster push, and progress tells the window already.
    if (!this.#running) this.#onChange();
  }

  #show(activity: Activity): void {
    this.#activity = activity;
    this.#onChange();
  }

  #rosterKind(): ProfileState['rosterKind'] {
    const found = this.#account.foundKind(this.#lastSync?.roster.kind);
    return this.served.isServing ? 'served' : found;
  }
}

function remoteRoster(jid: string): RolodialError {
  return new RolodialError(
    'roster-remote',
    `The roster of ${jid} is kept by a remote service, which refuses changes from here. Nothing more is pushed.`,
    { account: jid },
  );
}
