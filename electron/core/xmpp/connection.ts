/**
 * Keeps one account logged in: logs in when asked, and again when the stream has ended, exponentially later
 * each time. After a refused password or certificate, or when another login took the place of this one, it
 * waits for the user.
 */
import { mendsItself, RolodialError } from '../../../shared/errors.ts';
import { backoffMs } from '../time/backoff.ts';
import type { Session } from './session.ts';

export type ConnectionStatus = 'offline' | 'connecting' | 'online';

/** Logs in once. */
export type Login = (signal: AbortSignal) => Promise<Session>;

const reconnection = { firstMs: 2_000, capMs: 300_000 };

/**
 * How long a session must last before it counts as a success. Prosody closes the stream right after each
 * login where a remote roster's service is down; reconnecting at once would be a loop.
 */
const holdsMs = 60_000;

export class Connection {
  readonly #login: Login;
  readonly #onChange: (problem: RolodialError | null) => void;
  #session: Session | undefined;
  #attempt: Promise<Session> | undefined;
  #abort = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #holds: NodeJS.Timeout | undefined;
  #failures = 0;
  /** The login under way was begun by the timer; others are asked for, perhaps several in a few seconds. */
  #byItself = false;
  #held = false;
  /** The login under way was cancelled to begin again. */
  #restarting = false;
  /** The login under way began with settings that are not in force any more. */
  #outdated = false;
  #closed = false;
  /** The logout under way of a session that another is to replace. */
  #leaving: Promise<void> | undefined;
  /** Only the user can help: nothing is tried until {@link open} or {@link hold} is called. */
  #stuck = false;

  /** @param onChange told whenever the status changes, with the reason where a login failed or a stream was lost */
  constructor(login: Login, onChange: (problem: RolodialError | null) => void) {
    this.#login = login;
    this.#onChange = onChange;
  }

  get status(): ConnectionStatus {
    if (this.#session) return this.#session.link?.up === false ? 'connecting' : 'online';
    return this.#attempt ? 'connecting' : 'offline';
  }

  /** The last login was refused, or another one took the place of the session, and only the user can help. */
  get waitsForUser(): boolean {
    return this.#stuck && this.status === 'offline';
  }

  get session(): Session | undefined {
    return this.#session;
  }

  /**
   * The session, logging in first if there is none; joins a login that is under way.
   * @throws RolodialError of the login; `cancelled` after {@link close}
   */
  async open(): Promise<Session> {
    if (this.#session) return this.#session;
    // Whoever was logging out to log in again may ask only now.
    if (this.#closed) throw new RolodialError('cancelled', 'Cancelled.');
    clearTimeout(this.#timer);
    this.#attempt ??= this.#start();
    return await this.#attempt;
  }

  /**
   * Logs out and in again.
   * @throws RolodialError of the login
   */
  async reopen(): Promise<Session> {
    const session = this.#session;
    // This logout is intended, so it is neither reported nor followed by a wait.
    this.#session = undefined;
    clearTimeout(this.#holds);
    this.#leaving = session?.close();
    await this.#leaving;
    return await this.open();
  }

  /** Stays logged in from now on: logs in again whenever the stream is lost. */
  hold(): void {
    this.#held = true;
    this.open().catch(() => undefined);
  }

  /** To be called when the network is back or the machine woke up: tries at once, without the backoff. */
  retryNow(): void {
    this.#failures = 0;
    if (this.#session) this.#session.link?.retryNow();
    // It may wait for an answer over a network that is gone.
    else if (this.#attempt) this.#restart();
    else if (this.#held && !this.#stuck) this.open().catch(() => undefined);
  }

  /** To be called when the account's settings change: logs in again, where it is logged in or is to be. */
  renew(): void {
    this.#failures = 0;
    if (this.#attempt) {
      this.#outdated = true;
      this.#restart();
    } else if (this.#session) this.reopen().catch(() => undefined);
    else if (this.#held) this.open().catch(() => undefined);
  }

  /** Logs out and stays out. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#held = false;
    this.#restarting = false;
    this.#outdated = false;
    clearTimeout(this.#timer);
    this.#cancelLogin();
    await this.#attempt?.catch(() => undefined);
    // Until it has ended, a session tells what its server says.
    await Promise.all([this.#leaving, this.#session?.close()]);
  }

  #restart(): void {
    this.#restarting = true;
    this.#cancelLogin();
  }

  #cancelLogin(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
  }

  async #start(): Promise<Session> {
    this.#stuck = false;
    const attempt = this.#login(this.#abort.signal);
    // The status becomes "connecting" when open() has stored the attempt.
    queueMicrotask(() => this.#onChange(null));
    let session: Session;
    try {
      session = await attempt;
    } catch (error) {
      this.#attempt = undefined;
      if (this.#restarting) return await this.#again();
      this.#failed(error);
      throw error;
    }
    // A login that is nearly done ends well although it was cancelled.
    if (this.#outdated) {
      this.#attempt = undefined;
      await session.close();
      return await this.#again();
    }
    this.#restarting = false;
    this.#follow(session);
    return session;
  }

  async #again(): Promise<Session> {
    this.#restarting = false;
    this.#outdated = false;
    return await this.open();
  }

  #follow(session: Session): void {
    this.#session = session;
    this.#attempt = undefined;
    this.#holds = setTimeout(() => {
      this.#failures = 0;
    }, holdsMs);
    this.#holds.unref();
    session.link?.onChange((problem) => this.#onChange(problem));
    session.ended.then((reason) => this.#lost(session, reason));
    this.#onChange(null);
  }

  #lost(session: Session, reason: RolodialError): void {
    if (this.#session !== session) return;
    clearTimeout(this.#holds);
    this.#session = undefined;
    this.#failed(reason);
  }

  #failed(error: unknown): void {
    const reason = error instanceof RolodialError ? error : undefined;
    this.#stuck = reason !== undefined && !mendsItself(reason);
    if (this.#held && !this.#stuck) {
      if (this.#byItself || this.#failures === 0) this.#failures += 1;
      const wait = backoffMs(reconnection, this.#failures);
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        this.#byItself = true;
        this.open().catch(() => undefined);
      }, wait);
    }
    this.#byItself = false;
    this.#onChange(this.#held ? (reason ?? null) : null);
  }
}
