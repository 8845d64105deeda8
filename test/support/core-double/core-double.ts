/**
 * A DOUBLE of the core: it implements every command of the contract with made-up contacts and syncs that
 * only pretend, for developing and testing the window without servers. No real account is ever touched.
 * What happens when is up to the test: see {@link CoreDouble.script}.
 */
import type { Core } from '../../../electron/core/core.ts';
import { Jobs } from '../../../electron/core/profile/jobs.ts';
import { absenceQuestion, outcomeOf } from '../../../electron/core/profile/sync-jobs.ts';
import type { CommandHandlers, ContactRow, CoreEvent } from '../../../shared/contract/contract.ts';
import type { RefreshOutcome } from '../../../shared/contract/remote-report.ts';
import type { SyncReport, UndoReport } from '../../../shared/contract/report.ts';
import type { ServedReport } from '../../../shared/contract/service-report.ts';
import type {
  AppState,
  GuardQuestion,
  ProfileState,
  SyncProgress,
} from '../../../shared/contract/state.ts';
import { RolodialError } from '../../../shared/errors.ts';
import type { Guard } from '../../../shared/roster/guard.ts';
import { bookAddressHost } from '../../../shared/settings/book-address.ts';
import type { Profile } from '../../../shared/settings/schema.ts';
import { serviceDefaults } from '../../../shared/settings/service.ts';
import { sampleBooks } from './sample-books.ts';
import { adoptedRow, sampleContacts, sampleUnclaimed } from './sample-contacts.ts';
import { SampleGroupsFile, sampleGroups, sampleGroupsChanges } from './sample-groups.ts';
import { freshState, sampleAttempt, savedProfile, syncedState } from './sample-profile.ts';
import { sampleRefresh, sampleRemote, sampleThreeWay } from './sample-remote.ts';
import { samplePreview, sampleReport } from './sample-reports.ts';
import { SampleServed, sampleService } from './sample-service.ts';
import { syncedRows, syncSteps } from './sample-sync.ts';
import { sampleUndo, sampleUndoPreview } from './sample-undo.ts';

export interface DoubleOptions {
  /** Profiles that stand in the settings at the start; none for a first run. */
  readonly profiles?: readonly Profile[];
  /** Rows of each profile. */
  readonly contacts?: number;
  readonly language?: AppState['settings']['language'];
  readonly vault?: AppState['vault'];
  /** Milliseconds between two steps of a sync. */
  readonly stepMs?: number;
}

type Findings = Partial<
  Pick<SyncReport, 'unread' | 'withheld' | 'absentBooks' | 'leftOut'> & { readonly missed: number }
>;

interface Script {
  /** Changes what the window sees of a profile, and tells it. */
  change(id: string, change: Partial<ProfileState>): void;
  changeRows(id: string, change: (rows: readonly ContactRow[]) => readonly ContactRow[]): void;
  changeState(change: Partial<AppState>): void;
  /** Changes what the window sees of the service, and tells it as the core does. */
  changeService(change: Partial<AppState['service']>): void;
  /** Changes what the window sees of the document that is served for a profile. */
  changeServed(id: string, change: Partial<ServedReport>): void;
  /** The next `syncNow` or `undoLastSync` stops at the guard with these. */
  guardNextSync(guard: Guard): void;
  /** What the next sync, and a preview before it, finds besides; it asks about books that are gone. */
  findInNextSync(found: Findings): void;
  /** What the next tests of the address book find, by the server's address. */
  changeBooks(books: typeof sampleBooks): void;
  /** The next call of a command fails with this. */
  failNext(command: keyof CommandHandlers, error: RolodialError): void;
  /** Everything that the window has sent, oldest first. */
  readonly calls: readonly { command: keyof CommandHandlers; input: unknown }[];
}

/** Without the command line's way in, for which the window has no use. */
export interface CoreDouble extends Omit<Core, 'profile' | 'onSynced'> {
  readonly script: Script;
}

export function createCoreDouble(options: DoubleOptions = {}): CoreDouble {
  const { profiles = [], contacts = 120, language = 'en', vault = 'file', stepMs = 5 } = options;
  const listeners = new Set<(event: CoreEvent) => void>();
  const rowsOf = new Map<string, readonly ContactRow[]>();
  const unclaimedOf = new Map<string, readonly string[]>();
  const jobsOf = new Map<string, Jobs>();
  const failures = new Map<keyof CommandHandlers, RolodialError>();
  const calls: { command: keyof CommandHandlers; input: unknown }[] = [];
  const refreshes: RefreshOutcome[] = [];
  const groupsFile = new SampleGroupsFile();
  const served = new SampleServed();
  let nextGuard: Guard | undefined;
  let nextFindings: Findings = {};
  let books = sampleBooks;
  let state: AppState = {
    version: '0.1.0-double',
    host: 'browser',
    vault,
    settings: { language, profiles: [...profiles], service: serviceDefaults },
    settingsFile: '/home/john/.config/rolodial/settings.json',
    problem: null,
    profiles: [],
    service: { status: 'off', url: null, problem: null, requests: [] },
  };
  for (const profile of profiles) {
    rowsOf.set(profile.id, sampleContacts(profile, contacts));
    unclaimedOf.set(profile.id, sampleUnclaimed(profile));
  }
  state = {
    ...state,
    profiles: profiles.map((profile) => syncedState(profile, rowsOf.get(profile.id) ?? [])),
  };

  const tell = (event: CoreEvent) => {
    for (const listener of listeners) listener(event);
  };
  function changeState(change: Partial<AppState>): void {
    state = { ...state, ...change };
    tell({ event: 'state', state });
  }
  function change(id: string, changed: Partial<ProfileState>): void {
    const profile = { ...find(id), ...changed };
    state = { ...state, profiles: state.profiles.map((one) => (one.id === id ? profile : one)) };
    tell({ event: 'profile', id, changed });
  }
  function changeRows(
    id: string,
    changed: (rows: readonly ContactRow[]) => readonly ContactRow[],
  ): void {
    rowsOf.set(id, changed(rowsOf.get(id) ?? []));
    change(id, { contactsRevision: find(id).contactsRevision + 1 });
  }
  function find(id: string): ProfileState {
    const profile = state.profiles.find((one) => one.id === id);
    if (profile) return profile;
    throw new RolodialError('profile-unknown', `There is no profile "${id}".`, { profile: id });
  }

  function settingsOf(id: string): Profile {
    const profile = state.settings.profiles.find((one) => one.id === id);
    if (profile) return profile;
    throw new RolodialError('profile-unknown', `There is no profile "${id}".`, { profile: id });
  }
  const remoteOf = (id: string) => sampleRemote(settingsOf(id), find(id).rosterKind, refreshes);
  function groupsChanged(id: string): void {
    change(id, { groupsRevision: find(id).groupsRevision + 1 });
  }
  function changeProfile(profile: Profile): void {
    changeState({
      settings: {
        ...state.settings,
        profiles: state.settings.profiles.map((one) => (one.id === profile.id ? profile : one)),
      },
    });
  }

  /** One job after the other, as in the core. */
  function jobs(id: string): Jobs {
    const { id: known } = find(id);
    const standing = jobsOf.get(known) ?? new Jobs();
    jobsOf.set(known, standing);
    return standing;
  }

  /** Shows how far a sync has come: another phase is another state, the rest is progress. */
  function showProgress(id: string, progress: SyncProgress): void {
    const { activity } = find(id);
    const activityNow = { kind: 'syncing' as const, ...progress };
    if (activity.kind !== 'syncing' || activity.phase !== progress.phase) {
      change(id, { activity: activityNow, connection: 'online' });
      return;
    }
    const profiles = state.profiles.map((profile) =>
      profile.id === id ? { ...profile, activity: activityNow } : profile,
    );
    state = { ...state, profiles };
    tell({ event: 'progress', id, progress });
  }

  /** Stops at the guard where the script says so, unless the user has agreed to all that would go. */
  function stopsAtGuard(
    id: string,
    what: GuardQuestion['what'],
    agreed: readonly string[],
  ): Guard | null {
    const guard = nextGuard;
    if (!guard || guard.jids.every((jid) => agreed.includes(jid))) return null;
    nextGuard = undefined;
    const { reason: why, ...rest } = guard;
    const lastAttempt = sampleAttempt({ what, outcome: 'guard' });
    change(id, {
      activity: { kind: 'asking', question: { what, why, ...rest } },
      lastAttempt,
      nextSyncAt: null,
    });
    return guard;
  }

  /** A report with what the script says that is found besides. */
  function withFindings<Report extends Omit<SyncReport, 'applied'>>(report: Report): Report {
    const { missed = 0, ...found } = nextFindings;
    return { ...report, addressBook: { ...report.addressBook, missed }, ...found };
  }

  /** The state after a sync, which asks about books that are gone when it has done all else. */
  function afterSync(id: string, report: SyncReport): Partial<ProfileState> {
    const { absentBooks } = report;
    const after = idleAfter(report, find(id).paused);
    if (!absentBooks) return after;
    const question = absenceQuestion(absentBooks);
    return { ...after, activity: { kind: 'asking', question } };
  }

  async function sync(id: string, only: ReadonlySet<string> | undefined, signal: AbortSignal) {
    const startedAt = new Date();
    const rows = (rowsOf.get(id) ?? []).filter(({ jid }) => only?.has(jid) ?? true);
    for (const progress of syncSteps(rows)) {
      showProgress(id, progress);
      await pause(stepMs);
      if (signal.aborted) {
        const lastAttempt = sampleAttempt({ outcome: 'cancelled' });
        change(id, { activity: { kind: 'idle' }, lastAttempt });
        throw new RolodialError('cancelled', 'Cancelled.', {});
      }
      const guard = progress.phase === 'planning' ? stopsAtGuard(id, 'sync', []) : null;
      if (guard) return { ...sampleReport(id, rows, startedAt, false), guard };
    }
    const held = new Set(nextFindings.withheld);
    const free = rows.filter(({ jid }) => !held.has(jid));
    const report = withFindings(sampleReport(id, free, startedAt, true));
    nextFindings = {};
    changeRows(id, (all) => [
      ...syncedRows(
        all.filter(({ jid }) => !held.has(jid)),
        only,
      ),
      ...all.filter(({ jid }) => held.has(jid)),
    ]);
    change(id, afterSync(id, report));
    return report;
  }

  function undo(id: string, confirmed: readonly string[]): UndoReport {
    const report = sampleUndo(id, find(id).lastSync, rowsOf.get(id) ?? []);
    const guard = stopsAtGuard(id, 'undo', confirmed);
    if (guard) return { ...report, guard };
    const outcome = report.undone ? 'ok' : 'nothing';
    change(id, {
      activity: { kind: 'idle' },
      lastAttempt: sampleAttempt({ what: 'undo', outcome }),
    });
    if (report.undone) change(id, { paused: true, undone: report.undone, nextSyncAt: null });
    return report;
  }

  const handlers: CommandHandlers = {
    getState: async () => state,
    syncNow: ({ profile, only, full = false }) =>
      jobs(profile).run('sync', JSON.stringify([only?.toSorted(), full]), (signal) =>
        sync(profile, only && new Set(only), signal),
      ),
    previewSync: async ({ profile }) => {
      await pause(stepMs * 5);
      const { id } = find(profile);
      return withFindings(samplePreview(id, rowsOf.get(id) ?? [], unclaimedOf.get(id) ?? []));
    },
    cancelSync: async ({ profile }) => {
      jobs(profile).cancel();
      return null;
    },
    answerGuard: async ({ profile, answer }) => {
      const { activity, paused } = find(profile);
      if (activity.kind !== 'asking') return null;
      const { what, jids } = activity.question;
      if (what === 'undo') {
        undo(profile, jids);
        return null;
      }
      const gone = new Set(answer === 'apply' ? jids : []);
      changeRows(profile, (rows) => rows.filter(({ jid }) => !gone.has(jid)));
      const report = sampleReport(profile, rowsOf.get(profile) ?? [], new Date(), false);
      const removed = { ...report, applied: { ...report.applied, removed: gone.size } };
      change(profile, idleAfter(removed, paused));
      return null;
    },
    previewUndo: async ({ profile }) => {
      await pause(stepMs * 5);
      return sampleUndoPreview(profile, find(profile).lastSync, rowsOf.get(profile) ?? []);
    },
    undoLastSync: async ({ profile, confirmed = [] }) => undo(profile, confirmed),
    adoptUnclaimed: async ({ profile, jids }) => {
      const adopted = (unclaimedOf.get(profile) ?? []).filter((jid) => jids.includes(jid));
      unclaimedOf.set(
        profile,
        (unclaimedOf.get(profile) ?? []).filter((jid) => !jids.includes(jid)),
      );
      changeRows(profile, (rows) => [...rows, ...adopted.map(adoptedRow)]);
      return null;
    },
    listGroups: async ({ profile }) => sampleGroups(settingsOf(profile)),
    markGroup: async ({ profile, group, mark }) => {
      const { sharedGroups, ...saved } = settingsOf(profile);
      const { [group]: _, ...others } = sharedGroups.marks;
      const marks = mark === null ? others : { ...others, [group]: mark };
      changeProfile({ ...saved, sharedGroups: { ...sharedGroups, marks } });
      groupsChanged(profile);
      return null;
    },
    refreshGroups: async () => {
      await pause(stepMs * 5);
      return sampleGroupsChanges;
    },
    checkGroupsFile: async ({ profile, path }) => groupsFile.read(path, settingsOf(profile)),
    saveGroupsFile: async ({ profile, path, text, stamp }) => {
      groupsFile.save(path, text, stamp);
      return groupsFile.read(path, settingsOf(profile));
    },
    remoteReport: async ({ profile }) => remoteOf(profile),
    checkRosterKind: async ({ profile }) => {
      await pause(stepMs * 5);
      return remoteOf(profile);
    },
    compareDocument: async () => {
      await pause(stepMs * 5);
      return sampleThreeWay();
    },
    refreshRosters: async ({ users }) => {
      const outcome = sampleRefresh(users.length > 0 ? users : ['john']);
      refreshes.unshift(outcome);
      return outcome;
    },
    setPaused: async ({ profile, paused }) => {
      changeProfile({ ...settingsOf(profile), paused });
      change(profile, { paused, undone: null, nextSyncAt: paused ? null : tomorrow() });
      return null;
    },
    listContacts: async ({ profile }) => [...(rowsOf.get(find(profile).id) ?? [])],
    saveService: async ({ secret, ...service }) => {
      await pause(stepMs);
      const kept = secret && ('value' in secret ? { stored: 'service' } : secret);
      const saved = { ...service, ...(kept && { secret: kept }) };
      changeState({ settings: { ...state.settings, service: saved } });
      changeState({ service: sampleService(saved) });
      return null;
    },
    serviceUrl: async () => state.service.url?.replace('SECRET', 'x3Kq9-example-secret') ?? null,
    servedReport: async ({ profile }) => served.report(settingsOf(profile)),
    importRoster: async ({ profile, document }) => {
      await pause(stepMs * 5);
      const outcome = served.import(document);
      change(profile, { contactsRevision: find(profile).contactsRevision + 1 });
      return outcome;
    },
    removeServed: async ({ profile, jids }) => {
      served.remove(jids);
      change(profile, { contactsRevision: find(profile).contactsRevision + 1 });
      return null;
    },
    saveProfile: async (input) => {
      await pause(stepMs);
      const saved = keepingMarks(savedProfile(input), state.settings.profiles);
      const known = state.settings.profiles.some(({ id }) => id === saved.id);
      const others = state.settings.profiles.filter(({ id }) => id !== saved.id);
      const earlier = state.profiles.find(({ id }) => id === saved.id);
      rowsOf.set(saved.id, sampleContacts(saved, contacts));
      unclaimedOf.set(saved.id, unclaimedOf.get(saved.id) ?? sampleUnclaimed(saved));
      const shown = earlier ? { ...earlier, jid: saved.xmpp.jid } : freshState(saved);
      changeState({
        settings: {
          ...state.settings,
          profiles: known
            ? state.settings.profiles.map((one) => (one.id === saved.id ? saved : one))
            : [...others, saved],
        },
        profiles: known
          ? state.profiles.map((one) => (one.id === saved.id ? shown : one))
          : [...state.profiles, shown],
      });
      groupsChanged(saved.id);
      return null;
    },
    removeProfile: async ({ profile }) => {
      find(profile);
      changeState({
        settings: {
          ...state.settings,
          profiles: state.settings.profiles.filter(({ id }) => id !== profile),
        },
        profiles: state.profiles.filter(({ id }) => id !== profile),
      });
      return null;
    },
    setLanguage: async ({ language: chosen }) => {
      changeState({ settings: { ...state.settings, language: chosen } });
      return null;
    },
    testAccount: async () => {
      await pause(stepMs * 5);
      return { rosterItems: 42 };
    },
    testAddressBook: async ({ carddav }) => {
      await pause(stepMs * 5);
      const origin = `https://${bookAddressHost(carddav.url)}`;
      return { books: books(origin) };
    },
  };

  return {
    handlers: recorded(handlers, calls, failures),
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start() {},
    resumed() {},
    async stop() {},
    script: {
      change,
      changeRows,
      changeState,
      changeService(changed) {
        const service = { ...state.service, ...changed };
        state = { ...state, service };
        tell({ event: 'service', service });
      },
      changeServed(id, changed) {
        served.change(changed);
        change(id, { contactsRevision: find(id).contactsRevision + 1 });
      },
      guardNextSync: (guard) => {
        nextGuard = guard;
      },
      findInNextSync: (found) => {
        nextFindings = found;
      },
      changeBooks: (found) => {
        books = found;
      },
      failNext: (command, error) => {
        failures.set(command, error);
      },
      calls,
    },
  };
}

/** The handlers, each writing down that it was called and failing when the script says so. */
function recorded(
  handlers: CommandHandlers,
  calls: { command: keyof CommandHandlers; input: unknown }[],
  failures: Map<keyof CommandHandlers, RolodialError>,
): CommandHandlers {
  const entries = Object.entries(handlers) as [keyof CommandHandlers, (input: never) => unknown][];
  return Object.fromEntries(
    entries.map(([command, handler]) => [
      command,
      async (input: never) => {
        calls.push({ command, input });
        const failure = failures.get(command);
        failures.delete(command);
        if (failure) throw failure;
        return handler(input);
      },
    ]),
  ) as unknown as CommandHandlers;
}

function idleAfter(report: SyncReport, paused: boolean): Partial<ProfileState> {
  const { startedAt } = report;
  return {
    activity: { kind: 'idle' },
    lastSync: report,
    lastAttempt: sampleAttempt({ startedAt, outcome: outcomeOf(report) }),
    nextSyncAt: paused ? null : tomorrow(),
    problem: null,
  };
}

/** A form does not know of a pause and of marks that came after it was opened. */
function keepingMarks(saved: Profile, profiles: readonly Profile[]): Profile {
  const standing = profiles.find(({ id }) => id === saved.id);
  if (!standing) return saved;
  const { paused, sharedGroups } = standing;
  return { ...saved, paused, sharedGroups: { ...saved.sharedGroups, marks: sharedGroups.marks } };
}

function tomorrow(): string {
  return new Date(Date.now() + 86_400_000).toISOString();
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((wake) => setTimeout(wake, milliseconds));
}
