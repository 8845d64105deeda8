/** One profile at work: its connection, its jobs, its schedule, and the state that the window sees of it. */
import type { ContactRow } from '../../../shared/contract/contract.ts';
import type { RosterReport } from '../../../shared/contract/report.ts';
import type { Attempt, ProfileState } from '../../../shared/contract/state.ts';
import { mendsItself, type RolodialError, toProblem } from '../../../shared/errors.ts';
import type { Profile } from '../../../shared/settings/schema.ts';
import { rosterReport } from '../sync/roster-report.ts';
import { delay } from '../time/waiting.ts';
import { type ProfileHost, type ProfileParts, profileParts } from './parts.ts';
import { SyncSchedule } from './schedule.ts';
import { effectsOf, type RenewedSecrets } from './settings-change.ts';
import {
  type Facts,
  firstFacts,
  isHeldUp,
  isPaused,
  type ProfileEvent,
  profileState,
  record,
} from './state.ts';
import { type ProfileListener, StateEvents } from './state-events.ts';

/** How long the end of the program waits for the answers to sets that are under way. */
const answersMs = 5_000;

export class RunningProfile {
  readonly id: string;
  /** Syncs, undos and previews. */
  readonly syncs: ProfileParts['syncs'];
  readonly groups: ProfileParts['groups'];
  readonly remote: ProfileParts['remote'];
  /** The roster that Rolodial keeps itself, where the settings say so. */
  readonly served: ProfileParts['served'];
  readonly #host: ProfileHost;
  readonly #parts: ProfileParts;
  readonly #schedule: SyncSchedule;
  readonly #events: StateEvents;
  #settings: Profile;
  #facts: Facts;
  #started = false;
  #stopping: Promise<void> | undefined;

  /** @throws RolodialError where the profile's database cannot be opened */
  constructor(settings: Profile, host: ProfileHost, listener: ProfileListener) {
    this.id = settings.id;
    this.#host = host;
    this.#settings = settings;
    this.#parts = profileParts({
      profile: () => this.#settings,
      host,
      happened: (...events) => this.#happened(...events),
      onConnection: (problem) => this.#connectionChanged(problem),
      lastKind: () => this.#facts.lastSync?.roster.kind,
    });
    const { attempts, history } = this.#parts.records;
    this.syncs = this.#parts.syncs;
    this.groups = this.#parts.groups;
    this.remote = this.#parts.remote;
    this.served = this.#parts.served;
    this.#facts = firstFacts({
      lastAttempt: attempts.last(),
      lastSync: history.lastReport(),
      undone: history.undone(),
      undoable: history.undoableSince(),
    });
    this.#schedule = new SyncSchedule(
      () => this.#settings.syncIntervalSeconds,
      () => this.#syncOnSchedule(),
    );
    this.#events = new StateEvents(() => this.state, listener);
  }

  get state(): ProfileState {
    return profileState(this.#facts, {
      profile: this.#settings,
      nextSyncAt: this.#schedule.at,
      foundKind: this.#parts.account.foundKind(),
    });
  }

  /** Stays logged in from now on, and syncs now and at the profile's interval. */
  start(): void {
    this.#started = true;
    if (this.served.isServing) void this.served.start();
    this.#goOn();
  }

  /** The machine woke up or the network is back. */
  resumed(): void {
    // A refused password is refused again, and servers ban who keeps trying: that waits for the user.
    if (!this.#isScheduled || this.#waitsForUser()) return;
    this.#schedule.forgive();
    this.#parts.account.connection.retryNow();
    if (!this.#parts.jobs.isBusy && !isHeldUp(this.#facts)) this.#schedule.now();
    this.#happened();
  }

  /**
   * Takes other settings of the same account. What is under way goes on; where something else is wanted, it is
   * done afterwards.
   */
  apply(settings: Profile, renewed: RenewedSecrets = {}): void {
    // Its records are closed, or about to be.
    if (this.#stopping) return;
    const effects = effectsOf(this.#settings, settings);
    this.#settings = settings;
    const { account, contacts, shared, jobs } = this.#parts;
    const isAccount = effects.has('account') || renewed.account === true;
    const isAnotherPlan =
      isAccount || effects.has('wanted') || effects.has('groups') || renewed.book === true;
    if (isAccount) account.renew();
    if (effects.has('groups')) shared.settingsChanged();
    if (effects.has('service') || renewed.remote) this.served.settingsChanged();
    if (effects.has('interval')) this.#schedule.intervalChanged();
    if (settings.paused) this.#schedule.clear();
    else if (effects.has('pause')) this.#goOn();
    if (isAnotherPlan) {
      contacts.settingsChanged();
      jobs.settingsChanged();
      const isRefused = !isAccount && !this.served.isServing && this.#waitsForUser('xmpp-');
      if (!isRefused) this.#happened({ event: 'settings' });
      // It joins no sync that runs, which began with the settings before.
      if (this.#isScheduled && !isRefused) this.#syncOnSchedule();
    }
    if (isAnotherPlan || effects.has('service')) {
      this.#happened({ event: 'contacts' }, { event: 'groups' });
    } else this.#happened();
  }

  /** Goes on after a pause, or after an undo, which holds up the schedule. */
  release(): void {
    if (this.#stopping) return;
    this.#parts.records.history.release();
    this.#happened(this.syncs.history());
    this.#goOn();
  }

  /** Ends the syncs, previews and undos that run or wait; between two items. */
  cancel(): void {
    this.#parts.jobs.cancel();
  }

  /** Ends that and whatever else is waited for: who asked has gone. */
  interrupt(): void {
    this.#parts.jobs.interrupt();
    this.#parts.questions.cancel();
  }

  /** Ends what is running and lets go of everything, once; what was pushed is recorded. */
  async stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    await this.#stopping;
  }

  /** The rows of the Contacts page, from the last read of the address book; none before the first. */
  async contactRows(): Promise<ContactRow[]> {
    const { account, contacts } = this.#parts;
    const { session } = account.connection;
    const roster = this.served.isServing ? await this.served.view() : session?.roster;
    return await contacts.rows(roster, this.#facts.lastSync?.failed ?? []);
  }

  /** The live roster, each item with whose it is. */
  async roster(): Promise<RosterReport> {
    const { account, records, sharing } = this.#parts;
    const session = await account.openForQuestion();
    await session.requestRoster();
    return rosterReport(session.roster, { records, sharing }, this.state.rosterKind);
  }

  get #isScheduled(): boolean {
    return this.#started && !isPaused(this.#facts, this.#settings);
  }

  /** @param codes how the problem's code begins; by default any */
  #waitsForUser(codes = ''): boolean {
    const { problem } = this.state;
    // A remote roster keeps changes from being pushed, and nothing from being tried.
    if (problem?.code === 'roster-remote') return false;
    return problem !== null && !mendsItself(problem) && problem.code.startsWith(codes);
  }

  #goOn(): void {
    if (!this.#isScheduled) return;
    this.#parts.account.connection.hold();
    this.#schedule.now();
    this.#happened();
  }

  #syncOnSchedule(): void {
    // Another process may have undone a sync: this one must not do it again by itself.
    this.#happened(this.syncs.history());
    if (this.#facts.undone !== null) return;
    // One that failed is in the state; one that was cancelled before its turn has left no attempt.
    this.syncs.sync({ guard: 'ask', bySchedule: true }).catch(() => this.#dueAgain());
  }

  /** Sets the time of the next sync where nothing else has, and nothing holds it up. */
  #dueAgain(): void {
    const mustWait = isHeldUp(this.#facts) || this.#waitsForUser();
    if (!this.#isScheduled || mustWait || this.#schedule.at) return;
    this.#schedule.skipped();
    this.#happened();
  }

  #connectionChanged(problem: RolodialError | null): void {
    const { status } = this.#parts.account.connection;
    const wasHeldUp = this.#isScheduled && this.#waitsForUser();
    if (problem) {
      this.#host.log(`${this.id}: ${problem.message}`);
      // The schedule may not log in either where only the user can help; a document needs no login.
      if (!mendsItself(problem) && !this.served.isServing) this.#schedule.clear();
    }
    this.#happened({ event: 'connection', status, problem: problem && toProblem(problem) });
    // Whatever the user did to log in again, the schedule was waiting for it.
    if (wasHeldUp && status === 'online') this.#dueAgain();
  }

  #happened(...events: readonly ProfileEvent[]): void {
    const before = this.#facts;
    this.#facts = events.reduce(record, before);
    for (const event of events) if (event.event === 'attempt') this.#attempted(event.attempt);
    this.#events.tell(events, before.progress, this.#facts.progress);
  }

  #attempted(attempt: Attempt): void {
    // A question waits for its answer, however long; no sync goes on behind it.
    if (isHeldUp(this.#facts) || this.#facts.undone !== null) this.#schedule.clear();
    else if (this.#isScheduled) this.#schedule.attempted(attempt);
  }

  async #stop(): Promise<void> {
    this.#started = false;
    const { account, shared, jobs, questions, records } = this.#parts;
    this.#schedule.clear();
    shared.stop();
    account.stop();
    jobs.close();
    questions.close();
    const ended = Promise.all([jobs.idle(), this.served.stop()]);
    await Promise.race([ended, delay(answersMs)]);
    await account.connection.close();
    await ended;
    this.#events.close();
    records.close();
  }
}
