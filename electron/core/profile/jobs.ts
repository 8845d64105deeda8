/**
 * The work of one profile on its roster: one job at a time, in the order in which it was asked for, each with
 * its own signal and result. Two that want the same are one; one that wants something else waits its turn.
 */
import { RolodialError } from '../../../shared/errors.ts';

/** `sync`, `undo`, `preview` and `preview-undo` end when the user cancels; the others when who asked has gone. */
export type JobKind =
  | 'sync'
  | 'undo'
  | 'preview'
  | 'preview-undo'
  | 'adopt'
  | 'reopen'
  | 'check-roster-kind';

interface Job {
  readonly kind: JobKind;
  readonly key: string;
  readonly abort: AbortController;
  readonly work: Work<unknown>;
  readonly result: PromiseWithResolvers<unknown>;
  /** What the settings asked for when it began; undefined while it waits. */
  begunWith: number | undefined;
  /** Somebody waits for it; otherwise the schedule alone wants it. */
  isAsked: boolean;
}

/** Gets a signal whose reason is the error `cancelled`, and whether anybody but the schedule asked for it. */
type Work<Result> = (signal: AbortSignal, isAsked: boolean) => Promise<Result>;

const cancellable: ReadonlySet<JobKind> = new Set(['sync', 'undo', 'preview', 'preview-undo']);

export class Jobs {
  readonly #waiting: Job[] = [];
  #running: Job | undefined;
  #closed = false;
  #version = 0;
  #idle = Promise.resolve();

  /** Whether a job is under way or waits. */
  get isBusy(): boolean {
    return this.#running !== undefined;
  }

  /**
   * Does the work when its turn comes, or joins an equal job: one that waits, or one that runs and began with
   * the settings as they are now.
   *
   * @param want what is wanted of a job of this kind; equal texts want the same
   * @param isAsked whether anybody but the schedule asks; who joins a job that waits has then asked for it
   * @throws RolodialError `cancelled` where it is ended before or while it runs, or that of the work
   */
  async run<Result>(
    kind: JobKind,
    want: string,
    work: Work<Result>,
    isAsked = true,
  ): Promise<Result> {
    if (this.#closed) throw cancelled();
    const key = `${kind}:${want}`;
    const job = this.#equal(key) ?? this.#add(kind, key, work, isAsked);
    job.isAsked ||= isAsked;
    // Equal keys come with equal work, so the result is of this type.
    return (await job.result.promise) as Result;
  }

  /** What is wanted is another from now on: who asks for the same again does not join the job that runs. */
  settingsChanged(): void {
    this.#version += 1;
  }

  /** Ends the syncs, undos and previews that run or wait, and leaves the rest alone. */
  cancel(): void {
    this.#end(({ kind }) => cancellable.has(kind));
  }

  /** Ends everything that runs or waits. */
  interrupt(): void {
    this.#end(() => true);
  }

  /** Ends everything, and begins nothing any more. */
  close(): void {
    this.#closed = true;
    this.interrupt();
  }

  /** Resolves once nothing runs and nothing waits. */
  async idle(): Promise<void> {
    await this.#idle;
  }

  #equal(key: string): Job | undefined {
    const running = this.#running;
    const isSame = running?.key === key && running.begunWith === this.#version;
    const joinable = isSame && !running.abort.signal.aborted ? running : undefined;
    return joinable ?? this.#waiting.find((job) => job.key === key);
  }

  #add<Result>(kind: JobKind, key: string, work: Work<Result>, isAsked: boolean): Job {
    const job: Job = {
      kind,
      key,
      work,
      abort: new AbortController(),
      result: Promise.withResolvers<unknown>(),
      begunWith: undefined,
      isAsked,
    };
    // Whoever asked hears of it; a job that nobody waits for any more must not end the program.
    job.result.promise.catch(() => undefined);
    this.#waiting.push(job);
    if (!this.#running) this.#idle = this.#runAll();
    return job;
  }

  async #runAll(): Promise<void> {
    for (let job = this.#waiting.shift(); job; job = this.#waiting.shift()) {
      this.#running = job;
      job.begunWith = this.#version;
      try {
        job.result.resolve(await job.work(job.abort.signal, job.isAsked));
      } catch (error) {
        job.result.reject(error);
      }
    }
    this.#running = undefined;
  }

  #end(which: (job: Job) => boolean): void {
    for (const job of this.#waiting.filter(which)) {
      this.#waiting.splice(this.#waiting.indexOf(job), 1);
      job.result.reject(cancelled());
    }
    if (this.#running && which(this.#running)) this.#running.abort.abort(cancelled());
  }
}

function cancelled(): RolodialError {
  return new RolodialError('cancelled', 'Cancelled.');
}
