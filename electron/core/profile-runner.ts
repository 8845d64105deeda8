/** One profile at work: its connection, its syncs, its schedule, and the state that the window sees of it. */
import { type Problem, RolodialError, toProblem } from '../../shared/errors.ts';
import type { ContactRow } from '../../shared/ipc/contract.ts';
import type { PlanPreview, RosterReport, SyncReport } from '../../shared/ipc/report.ts';
import { type Activity, isPassing, type ProfileState } from '../../shared/ipc/state.ts';
import type { Profile } from '../../shared/settings/schema.ts';
import { backoffMs } from './backoff.ts';
import type { AddressBookReading } from './carddav/address-book.ts';
import { Scheduler } from './scheduler.ts';
import { openRecords, type Records } from './store/records.ts';
import { contactRows } from './sync/contact-rows.ts';
import { liveRoster, type Prepared, rosterKind } from './sync/prepare.ts';
import { planPreview } from './sync/report.ts';
import { rosterReport } from './sync/roster-report.ts';
import {
  type GuardAnswer,
  prepareSync,
  runSync,
  type SyncOutcome,
  type SyncWork,
} from './sync/run.ts';
import { delay } from './waiting.ts';
import { Connection } from './xmpp/connection.ts';
import type { Session } from './xmpp/session.ts';

/** What a runner needs from outside: the two servers, and where to keep its records. */
interface ProfileWorld {
  readonly dataFolder: string;
  /** Logs in to the profile's account; `onPush` is told of roster pushes. */
  login(profile: Profile, signal: AbortSignal, onPush: () => void): Promise<Session>;
  readBook(
    profile: Profile,
    signal: AbortSignal,
    onProgress: (cards: number) => void,
  ): Promise<AddressBookReading>;
  log(line: string): void;
}

/** How long the end of the program waits for the answers to sets that are under way. */
const answersMs = 5_000;

const retry = { firstMs: 60_000, capMs: 3_600_000 };

export class ProfileRunner {
  readonly profile: Profile;
  readonly #world: ProfileWorld;
  readonly #onChange: () => void;
  readonly #records: Records;
  readonly #connection: Connection;
  readonly #scheduler = new Scheduler(() => this.#syncOnSchedule());
  #activity: Activity = { kind: 'idle' };
  #problem: Problem | null = null;
  #lastSync: SyncReport | null;
  #prepared: Prepared | null = null;
  #running: Promise<SyncReport> | undefined;
  #previewing: Promise<unknown> = Promise.resolve();
  #abort = new AbortController();
  #failures = 0;
  #revision = 0;
  #remote = false;
  #started = false;
  #paused: boolean;

  /** @param onChange told whenever `state` is another */
  constructor(profile: Profile, world: ProfileWorld, onChange: () => void) {
    this.profile = profile;
    this.#paused = profile.paused;
    this.#world = world;
    this.#onChange = onChange;
    this.#records = openRecords(world.dataFolder, profile);
    this.#lastSync = this.#records.history.lastReport();
    this.#connection = new Connection(
      (signal) => this.#logIn(signal),
      (problem) => this.#connectionChanged(problem),
    );
  }

  get state(): ProfileState {
    return {
      id: this.profile.id,
      jid: this.profile.xmpp.jid,
      connection: this.#connection.status,
      activity: this.#activity,
      paused: this.#paused,
      problem: this.#problem,
      lastSync: this.#lastSync,
      nextSyncAt: this.#scheduler.at?.toISOString() ?? null,
      rosterKind: this.#rosterKind(),
      contactsRevision: this.#revision,
    };
  }

  /** Stays logged in from now on, and syncs now and at the profile's interval. */
  start(): void {
    this.#started = true;
    if (this.#paused) return;
    this.#connection.hold();
    this.#scheduler.set(new Date());
  }

  /** The machine woke up or the network is back. */
  resumed(): void {
    if (!this.#isScheduled()) return;
    this.#failures = 0;
    this.#connection.retryNow();
    if (!this.#running && this.#activity.kind !== 'asking') this.#scheduler.set(new Date());
  }

  /** Paused, a profile stays logged in but syncs only when asked. */
  setPaused(paused: boolean): void {
    this.#paused = paused;
    if (paused) this.#scheduler.clear();
    else if (this.#started) this.start();
    this.#onChange();
  }

  /** Ends what is running and lets go of everything; what was pushed is recorded. */
  async stop(): Promise<void> {
    this.#started = false;
    this.#scheduler.clear();
    this.cancel();
    const ended = Promise.allSettled([this.#running, this.#previewing]);
    await Promise.race([ended, delay(answersMs)]);
    await this.#connection.close();
    await ended;
    this.#records.close();
  }

  /** Syncs now, or joins the sync that runs. */
  async sync(guard: GuardAnswer): Promise<SyncReport> {
    this.#running ??= this.#run(guard);
    return await this.#running;
  }

  /** What a sync would do; changes nothing on either side. */
  async preview(): Promise<PlanPreview> {
    const preview = this.#preview();
    this.#previewing = preview.catch(() => undefined);
    return await preview;
  }

  /** Ends the running sync between two items. */
  cancel(): void {
    this.#abort.abort();
  }

  /** Answers the guard, which asked about exactly the JIDs that it showed. */
  async answerGuard(answer: 'apply' | 'keep'): Promise<void> {
    if (this.#activity.kind !== 'asking') return;
    await this.sync(answer === 'apply' ? new Set(this.#activity.guard.jids) : 'keep');
  }

  /** The rows of the Contacts page; none before the first sync or preview. */
  contactRows(): ContactRow[] {
    if (!this.#prepared) return [];
    const entries = this.#records.ledger.entries();
    const session = this.#connection.session;
    // Offline, the ledger is what was last known of our items.
    const live = session
      ? liveRoster(session.roster, entries, this.#records.evidence)
      : {
          items: entries.map((entry) => ({ ...entry, subscription: 'none' })),
          shared: new Set<string>(),
        };
    return contactRows(this.#prepared, live, entries, this.#lastSync?.failed ?? []);
  }

  /** The live roster, each item with whose it is. */
  async roster(): Promise<RosterReport> {
    const session = await this.#connection.open();
    await session.requestRoster();
    return rosterReport(session.roster, this.#records, this.#rosterKind());
  }

  get #work(): SyncWork {
    return {
      profile: this.profile,
      dataFolder: this.#world.dataFolder,
      records: this.#records,
      openSession: () => this.#connection.open(),
      readBook: (signal, onProgress) => this.#world.readBook(this.profile, signal, onProgress),
      show: (activity) => this.#show(activity),
    };
  }

  /** Logs in and reads the roster, so that the mirror is whole and pushes keep it so. */
  async #logIn(signal: AbortSignal): Promise<Session> {
    const session = await this.#world.login(this.profile, signal, () => this.#rosterChanged());
    try {
      await session.requestRoster();
      return session;
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  async #run(guard: GuardAnswer): Promise<SyncReport> {
    await this.#previewing;
    this.#abort = new AbortController();
    try {
      const outcome = await runSync(this.#work, guard, this.#abort.signal);
      this.#finished(outcome);
      return outcome.report;
    } catch (error) {
      this.#failed(error);
      throw error;
    }
  }

  async #preview(): Promise<PlanPreview> {
    await this.#running?.catch(() => undefined);
    const asking = this.#activity.kind === 'asking' ? this.#activity : null;
    this.#abort = new AbortController();
    try {
      this.#prepared = await prepareSync(this.#work, this.#abort.signal);
      this.#revision += 1;
      return planPreview(this.profile.id, this.#prepared);
    } finally {
      this.#show(asking ?? { kind: 'idle' });
    }
  }

  #finished({ report, prepared, remote }: SyncOutcome): void {
    this.#running = undefined;
    this.#prepared = prepared;
    this.#remote = remote;
    this.#failures = 0;
    this.#lastSync = report;
    this.#problem = remote ? toProblem(remoteRoster(this.profile.xmpp.jid)) : null;
    this.#activity = report.guard ? { kind: 'asking', guard: report.guard } : { kind: 'idle' };
    // A question waits for its answer, however long; no sync goes on behind it.
    if (report.guard) this.#scheduler.clear();
    else if (this.#isScheduled()) this.#scheduleAfter(this.profile.syncIntervalSeconds * 1000);
    this.#revision += 1;
    this.#onChange();
  }

  #failed(error: unknown): void {
    this.#running = undefined;
    this.#activity = { kind: 'idle' };
    const problem = toProblem(error);
    this.#world.log(`${this.profile.id}: ${problem.message}`);
    this.#problem = problem.code === 'cancelled' ? null : problem;
    if (this.#isScheduled()) this.#scheduleAfterFailure(problem);
    this.#revision += 1;
    this.#onChange();
  }

  #scheduleAfterFailure({ code }: Problem): void {
    const interval = this.profile.syncIntervalSeconds * 1000;
    if (code === 'cancelled') this.#scheduleAfter(interval);
    else if (isPassing(code) || code === 'internal') {
      this.#failures += 1;
      this.#scheduleAfter(Math.min(interval, backoffMs(retry, this.#failures)));
    } else this.#scheduler.clear();
  }

  #isScheduled(): boolean {
    return this.#started && !this.#paused;
  }

  #scheduleAfter(milliseconds: number): void {
    this.#scheduler.set(new Date(Date.now() + milliseconds));
  }

  #syncOnSchedule(): void {
    // A failure is in the state already, and in the log.
    this.sync('ask').catch(() => undefined);
  }

  #connectionChanged(problem: RolodialError | null): void {
    if (problem) {
      this.#world.log(`${this.profile.id}: ${problem.message}`);
      if (!this.#running) this.#problem = toProblem(problem);
    } else if (this.#connection.status === 'online' && this.#problem?.code.startsWith('xmpp-')) {
      this.#problem = null;
    }
    this.#onChange();
  }

  #rosterChanged(): void {
    this.#revision += 1;
    // During a push every set comes back as a roster push, and progress tells the window already.
    if (!this.#running) this.#onChange();
  }

  #show(activity: Activity): void {
    this.#activity = activity;
    this.#onChange();
  }

  #rosterKind(): ProfileState['rosterKind'] {
    if (this.#remote) return 'remote';
    const session = this.#connection.session;
    return session ? rosterKind(session.roster) : (this.#lastSync?.roster.kind ?? 'unknown');
  }
}

function remoteRoster(jid: string): RolodialError {
  return new RolodialError(
    'roster-remote',
    `The roster of ${jid} is kept by a remote service, which refuses changes from here. Nothing more is pushed.`,
    { account: jid },
  );
}
