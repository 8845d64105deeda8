/**
 * One connection that carries a stream. Each has a client of the library to itself, and knows whether it
 * carries a new stream or has resumed one.
 */
import { type Client, xml } from '@xmpp/client';
import { delay, expiry } from '../time/waiting.ts';
import { type Login, makeClient } from './client.ts';
import { streamManagementNamespace, type XmlElement } from './element.ts';
import type { Endpoint } from './endpoints.ts';
import type { LoginPlace } from './errors.ts';
import { destroySocket } from './socket.ts';
import { StreamManagement } from './stream-management.ts';
import type { CarrierTiming } from './timing.ts';
import { isWebSocketError, webSocketProblem } from './websocket.ts';

/** Where to log in, as whom, and how long that may take. */
export interface CarrierTarget {
  readonly endpoint: Endpoint;
  readonly login: Login;
  readonly place: LoginPlace;
  readonly timing: CarrierTiming;
}

export interface CarrierListener {
  onBytes(): void;
  /** False keeps the element from the library, which negotiates with what it gets. */
  onElement(element: XmlElement): boolean;
  /** The connection was lost after the login. */
  onLost(): void;
}

/** Why a connection ended, and whether its stream ended with it. */
export interface Loss {
  /** Undefined where the server just closed. */
  readonly error: unknown;
  /** After a closing tag, a stream error or something that cannot be read, a stream cannot be resumed. */
  readonly over: boolean;
}

export class Carrier {
  readonly management: StreamManagement;
  readonly #endpoint: Endpoint;
  readonly #client: Client;
  readonly #timing: CarrierTiming;
  readonly #lost: Promise<void>;
  #stands = false;
  #gone = false;
  #loss: Loss = { error: undefined, over: false };
  #closed: Promise<void> | undefined;

  /** @param previous the connection that was lost, where its stream is to be resumed */
  constructor(
    { endpoint, login, place, timing }: CarrierTarget,
    listener: CarrierListener,
    previous?: Carrier,
  ) {
    this.#endpoint = endpoint;
    this.#timing = timing;
    const client = makeClient(endpoint, login, place, timing.stepMs, {
      onBytes: () => listener.onBytes(),
      onElement: (element) => {
        this.management.see(element);
        return listener.onElement(element);
      },
      onUnreadable: (error) => this.drop(error, true),
    });
    this.#client = client;
    if (previous) client.jid = previous.#client.jid;
    this.management = new StreamManagement(client, previous?.management);
    client.on('error', (error) => this.#note(error));
    client.on('close', () => this.#closedByServer());
    this.#lost = new Promise((resolve) => {
      client.once('disconnect', () => {
        this.#gone = true;
        resolve();
        if (this.#stands && !this.#closed) listener.onLost();
      });
    });
  }

  /** The full JID, once logged in. */
  get jid(): string {
    return this.#client.jid?.toString() ?? '';
  }

  get loss(): Loss {
    return this.#loss;
  }

  /**
   * Connects and logs in.
   *
   * @returns whether the stream is a new one, or the previous one resumed
   * @throws the reason of the failure, for loginError to explain; nothing is left open then
   */
  async open(): Promise<'new' | 'resumed'> {
    try {
      const stream = await Promise.race([
        this.#negotiated(),
        this.management.resumed().then(() => 'resumed' as const),
        this.#expired(),
        this.#lost,
      ]);
      if (!stream || this.#gone) throw this.#loss.error ?? new Error('the connection was closed');
      this.#stands = true;
      return stream;
    } catch (error) {
      // Without a login there is no stream to close.
      this.drop(error);
      // The library still waits for the next step, and would keep the process alive until its time-out.
      this.#client.emit('error', error instanceof Error ? error : new Error(String(error)));
      await this.close();
      throw isWebSocketError(error) ? await webSocketProblem(this.#endpoint) : error;
    }
  }

  /**
   * Resolves with a new stream. Not the library's `start`: it leaves a rejected promise behind, which ends
   * the program, when the connection breaks while the stream opens.
   */
  #negotiated(): Promise<'new'> {
    const client = this.#client;
    const { service = '', domain = '' } = client.options;
    return new Promise((resolve, reject) => {
      client.once('online', () => resolve('new'));
      client.once('error', reject);
      client
        .connect(service)
        .then(() => client.open({ domain }))
        .catch(reject);
    });
  }

  async #expired(): Promise<never> {
    const { connectMs, loginMs } = this.#timing;
    const connected = new Promise((resolve) => this.#client.once('connect', resolve));
    await Promise.race([connected, expiry(connectMs)]);
    return await expiry(loginMs);
  }

  async send(stanza: XmlElement): Promise<void> {
    await this.#client.send(stanza);
  }

  /** Asks the server to acknowledge; false where it does not use Stream Management. */
  requestAcknowledgement(): boolean {
    if (!this.management.enabled) return false;
    this.send(xml('r', { xmlns: streamManagementNamespace })).catch(() => undefined);
    return true;
  }

  /** Ends the connection without closing the stream. */
  drop(reason: unknown, over = false): void {
    const error = reason instanceof Error ? reason : new Error(String(reason));
    this.#note(error);
    if (over) this.#loss = { ...this.#loss, over };
    destroySocket(this.#client, error);
  }

  /** Resolves when the connection is gone, at the latest after the time for closing. */
  async gone(): Promise<void> {
    await Promise.race([this.#lost, delay(this.#timing.closeMs)]);
  }

  /** Closes the stream and ends the connection. */
  async close(): Promise<void> {
    this.#closed ??= this.#logOut();
    await this.#closed;
  }

  async #logOut(): Promise<void> {
    const { closeMs } = this.#timing;
    // The library's timers would keep the process alive for each step's full time.
    this.#client.timeout = closeMs;
    await Promise.race([this.#client.stop().catch(() => undefined), delay(closeMs)]);
    destroySocket(this.#client, new Error('logged out'));
  }

  /** A stream error says why the stream ends; later errors of the socket are only its consequence. */
  #note(error: unknown): void {
    if (this.#loss.over) return;
    const over = error instanceof Error && endsTheStream.has(error.name);
    this.#loss = { error, over };
    if (over) this.#dropLater();
  }

  #closedByServer(): void {
    if (!this.#stands || this.#loss.over || this.#closed) return;
    this.#loss = { error: undefined, over: true };
    this.#client.disconnect().catch(() => undefined);
    this.#dropLater();
  }

  /** Servers close the connection after the stream's end; one that does not is not waited for. */
  #dropLater(): void {
    void delay(this.#timing.closeMs).then(() =>
      destroySocket(this.#client, new Error('closed by the server')),
    );
  }
}

/** After these, @xmpp/client has closed the stream. */
const endsTheStream: ReadonlySet<string> = new Set(['StreamError', 'XMLError']);
