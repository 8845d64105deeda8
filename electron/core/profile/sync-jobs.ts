/** The jobs of a profile that read or change its roster: syncs, undos, previews, and what the guard asked. */
import type {
  AbsentBooks,
  PlanPreview,
  SyncReport,
  UndoPreview,
  UndoReport,
} from '../../../shared/contract/report.ts';
import type { Attempt, GuardQuestion, SyncProgress } from '../../../shared/contract/state.ts';
import { type Problem, RolodialError, toProblem } from '../../../shared/errors.ts';
import type { Guard } from '../../../shared/roster/guard.ts';
import type { ServedProfile } from '../roster-service/served-profile.ts';
import { beginAttempt } from '../store/attempts.ts';
import { adoptUnclaimed } from '../sync/adopt.ts';
import type { GuardAnswer } from '../sync/choice.ts';
import type { SyncContext, SyncOptions } from '../sync/context.ts';
import { planPreview } from '../sync/report.ts';
import { prepareSync, runSync } from '../sync/run.ts';
import { previewUndo, runUndo } from '../sync/undo.ts';
import type { Contacts } from './contacts.ts';
import type { ProfileContext } from './context.ts';
import type { ProfileEvent } from './state.ts';

/** Told what happens, several events at once where they are one thing. */
type Happened = (...events: readonly ProfileEvent[]) => void;

export class SyncJobs {
  readonly #context: ProfileContext;
  readonly #served: ServedProfile;
  readonly #contacts: Contacts;
  readonly #happened: Happened;
  /** Does again what the guard stopped, with the user's answer. */
  #askAgain: (answer: GuardAnswer) => Promise<unknown> = async () => undefined;
  #question: GuardQuestion | null = null;

  constructor(
    context: ProfileContext,
    served: ServedProfile,
    contacts: Contacts,
    happened: Happened,
  ) {
    this.#context = context;
    this.#served = served;
    this.#contacts = contacts;
    this.#happened = happened;
  }

  /**
   * Syncs, also while paused.
   * @throws RolodialError `sync-busy`, `cancelled`, or that of either server
   */
  async sync(options: SyncOptions = { guard: 'ask' }): Promise<SyncReport> {
    const { guard, only, full = false, keepsAbsentBooks } = options;
    const kept = keepsAbsentBooks && [...keepsAbsentBooks];
    const want = JSON.stringify([...[wantOf(guard), only && wantOf(only), full, kept]]);
    return await this.#context.jobs.run(
      'sync',
      want,
      (signal, isAsked) => this.#sync({ ...options, bySchedule: !isAsked }, signal),
      options.bySchedule !== true,
    );
  }

  /**
   * Takes back what the last sync changed; no sync runs by itself afterwards until the user goes on.
   * @throws RolodialError `sync-busy`, `cancelled`, or that of the server
   */
  async undo(guard: GuardAnswer): Promise<UndoReport> {
    const { jobs } = this.#context;
    return await jobs.run('undo', wantOf(guard), (signal) => this.#undo(guard, signal));
  }

  /** What a sync would do; changes nothing on either side. With `full`, all cards are compared. */
  async preview(full = false): Promise<PlanPreview> {
    const want = full ? 'full' : '';
    return await this.#context.jobs.run('preview', want, (signal) => this.#preview(full, signal));
  }

  /** What undoing would take back; changes nothing. */
  async previewUndo(): Promise<UndoPreview> {
    return await this.#context.jobs.run(
      'preview-undo',
      '',
      async (signal) => await previewUndo(this.#syncContext(), signal),
    );
  }

  /** Takes unclaimed items for ours, as if Rolodial had made them; JIDs that are none are passed over. */
  async adopt(jids: readonly string[]): Promise<void> {
    await this.#context.jobs.run('adopt', wantOf(new Set(jids)), async (signal) => {
      await adoptUnclaimed(jids, this.#syncContext(), signal);
      this.#happened({ event: 'contacts' });
    });
  }

  /** Answers the guard, which asked about exactly the JIDs that it showed. */
  async answerGuard(answer: 'apply' | 'keep'): Promise<void> {
    if (this.#question === null) return;
    await this.#askAgain(answer === 'apply' ? new Set(this.#question.jids) : 'keep');
  }

  /** What undoing is about now, for the state. */
  history(): Extract<ProfileEvent, { event: 'history' }> {
    const { history } = this.#context.records;
    return { event: 'history', undone: history.undone(), undoable: history.undoableSince() };
  }

  async #sync(options: SyncOptions, signal: AbortSignal): Promise<SyncReport> {
    const bySchedule = options.bySchedule === true;
    if (bySchedule && this.#isHeldUp) throw new RolodialError('cancelled', 'Not by itself now.');
    return await this.#attempt('sync', bySchedule, async () => {
      const context = this.#syncContext();
      const { report, prepared, remote } = await runSync(context, options, signal);
      this.#contacts.read(prepared, context.profile);
      if (this.#served.isServing && !report.guard) await this.#served.syncEnded();
      this.#askAfterSync(report, options);
      return { report, events: [{ event: 'synced', report, remote }] };
    });
  }

  /** While it waited for its turn the user may have paused or undone, or the server may have refused the login. */
  get #isHeldUp(): boolean {
    const { profile, records, account } = this.#context;
    const isRefused = account.connection.waitsForUser && !this.#served.isServing;
    const isUndo = this.#question?.what === 'undo' || records.history.undone() !== null;
    return profile.paused || isUndo || isRefused;
  }

  async #undo(guard: GuardAnswer, signal: AbortSignal): Promise<UndoReport> {
    return await this.#attempt('undo', false, async () => {
      const report = await runUndo(this.#syncContext(), guard, signal);
      if (this.#served.isServing && !report.guard) await this.#served.syncEnded();
      const question = report.guard && questionOf('undo', report.guard);
      this.#ask(question, (answer) => this.undo(answer));
      return { report, events: [] };
    });
  }

  async #preview(full: boolean, signal: AbortSignal): Promise<PlanPreview> {
    try {
      const context = this.#syncContext();
      const prepared = await prepareSync(context, signal, { full });
      this.#contacts.read(prepared, context.profile);
      return planPreview(this.#context.profile.id, prepared);
    } finally {
      this.#happened({ event: 'ended' }, { event: 'contacts' });
    }
  }

  /** Does what may change the roster, and records how it ended. */
  async #attempt<Report extends SyncReport | UndoReport>(
    what: Attempt['what'],
    bySchedule: boolean,
    work: () => Promise<{ report: Report; events: readonly ProfileEvent[] }>,
  ): Promise<Report> {
    const { records, log, profile } = this.#context;
    const ended = beginAttempt(records.attempts, what, bySchedule);
    const end = (outcome: Attempt['outcome'], problem: Problem | null): ProfileEvent => ({
      event: 'attempt',
      attempt: ended(outcome, problem),
    });
    this.#setQuestion(null);
    try {
      const { report, events } = await work();
      this.#happened(
        { event: 'ended' },
        { event: 'question', question: this.#question },
        this.history(),
        end(outcomeOf(report), null),
        ...events,
        { event: 'contacts' },
      );
      return report;
    } catch (error) {
      const problem = toProblem(error);
      log(`${profile.id}: ${problem.message}`);
      const isCancelled = problem.code === 'cancelled';
      this.#happened(
        { event: 'ended' },
        // What was changed until then can be undone.
        this.history(),
        isCancelled ? end('cancelled', null) : end('failed', problem),
        { event: 'contacts' },
      );
      throw error;
    }
  }

  #ask(question: GuardQuestion | null, askAgain: (answer: GuardAnswer) => Promise<unknown>): void {
    this.#askAgain = askAgain;
    this.#setQuestion(question);
  }

  /** What the guard stopped, or else what is to become of books that are not there any more. */
  #askAfterSync({ guard, absentBooks }: SyncReport, { only }: SyncOptions): void {
    if (guard || !absentBooks) {
      this.#ask(guard && questionOf('sync', guard), (answer) => this.sync({ guard: answer, only }));
      return;
    }
    const keepsAbsentBooks = new Set(absentBooks.books.map(({ url }) => url));
    this.#ask(absenceQuestion(absentBooks), (answer) =>
      this.sync(answer === 'keep' ? { guard: 'ask', keepsAbsentBooks } : { guard: answer }),
    );
  }

  #setQuestion(question: GuardQuestion | null): void {
    this.#question = question;
    if (question === null) this.#happened({ event: 'question', question });
  }

  /** What a sync works with: the settings as they are when it begins. */
  #syncContext(): SyncContext {
    const { profile, records, sharing, account, book, dataFolder } = this.#context;
    const isServing = this.#served.isServing;
    return {
      profile,
      records: isServing ? this.#served.records : records,
      sharing,
      account: isServing ? this.#served : account,
      book,
      dataFolder,
      onProgress: (progress: SyncProgress) => this.#happened({ event: 'progress', progress }),
    };
  }
}

function questionOf(what: GuardQuestion['what'], guard: Guard): GuardQuestion {
  const { reason: why, removals, owned, jids } = guard;
  return { what, why, removals, owned, jids };
}

/** What is asked about books that are not there any more. */
export function absenceQuestion({ books, jids, owned }: AbsentBooks): GuardQuestion {
  const names = books.map(({ name }) => name);
  return { what: 'sync', why: 'book-gone', books: names, removals: jids.length, owned, jids };
}

/** How an attempt with such a report has ended. */
export function outcomeOf(report: SyncReport | UndoReport): Attempt['outcome'] {
  const { guard, failed, applied } = report;
  if (guard) return 'guard';
  if (failed.length > 0 || ('unread' in report && report.unread.length > 0)) return 'partly';
  return applied.added + applied.updated + applied.removed > 0 ? 'ok' : 'nothing';
}

/** Equal texts for equal wishes, whatever their order. */
function wantOf(wish: GuardAnswer): string {
  return typeof wish === 'string' ? wish : JSON.stringify([...wish].sort());
}
