/**
 * One stream from its login to its end. A lost connection is not its end where the server keeps the stream
 * (XEP-0198): then it is interrupted, comes back by itself within a minute, and whoever waits for an answer
 * gets it. In every other case it ends, and with it everything that waits.
 *
 * Why no longer than a minute: a set that is sent again could undo what another client has changed
 * meanwhile. After that a fresh login, the roster read anew and a new plan are right whatever happened.
 */
import { xml } from '@xmpp/client';
import { mendsItself, RolodialError } from '../../../shared/errors.ts';
import { type Backoff, backoffMs } from '../backoff.ts';
import { Carrier } from './carrier.ts';
import { domainOf, type Login } from './client.ts';
import type { XmlElement } from './element.ts';
import { type Endpoint, endpointText } from './endpoints.ts';
import { type LoginPlace, loginError, streamError } from './errors.ts';
import { Liveness } from './liveness.ts';
import { Requests } from './requests.ts';
import { isStanza } from './stream-management.ts';
import type { StreamTiming } from './timing.ts';

export interface StreamListener {
  /** The features of the stream, as each negotiation tells them. */
  onFeatures(features: XmlElement): void;
  /** A stanza that is no answer to a request of ours; what is returned is sent. */
  onStanza(stanza: XmlElement): XmlElement | undefined;
  /** The connection was lost, for this reason, or (null) is back; the stream goes on. */
  onLink(problem: RolodialError | null): void;
}

/** Between two tries to take an interrupted stream up again; the first is made at once. */
const resumption: Backoff = { firstMs: 500, capMs: 8_000 };

export class Stream {
  readonly place: LoginPlace;
  /** Resolves once, when the stream has ended, with the reason; never rejects. */
  readonly ended: Promise<RolodialError>;
  readonly #end: (reason: RolodialError) => void;
  readonly #endpoint: Endpoint;
  readonly #login: Login;
  readonly #timing: StreamTiming;
  readonly #listener: StreamListener;
  readonly #liveness: Liveness;
  readonly #requests = new Requests();
  #carrier: Carrier;
  #state: 'negotiating' | 'up' | 'interrupted' | 'ended' = 'negotiating';
  #back = Promise.withResolvers<void>();
  #heardAt = Date.now();
  #hurried = false;
  #hurry = () => {};

  constructor(endpoint: Endpoint, login: Login, timing: StreamTiming, listener: StreamListener) {
    this.place = { jid: login.jid, server: endpointText(endpoint) };
    this.#endpoint = endpoint;
    this.#login = login;
    this.#timing = timing;
    this.#listener = listener;
    const { promise, resolve } = Promise.withResolvers<RolodialError>();
    this.ended = promise;
    this.#end = resolve;
    this.#liveness = new Liveness(
      timing,
      () => this.#probe(),
      () => void this.#breakDown(this.#carrier, silent()),
    );
    this.#carrier = this.#newCarrier();
  }

  /** The full JID, once logged in. */
  get jid(): string {
    return this.#carrier.jid;
  }

  /** Whether the connection stands at the moment. */
  get up(): boolean {
    return this.#state === 'up';
  }

  /**
   * Logs in.
   * @throws RolodialError `cancelled`, or any other error, for loginError to explain
   */
  async open(signal: AbortSignal): Promise<void> {
    const cancel = () => this.#carrier.drop(new RolodialError('cancelled', 'Cancelled.'), true);
    signal.addEventListener('abort', cancel, { once: true });
    try {
      await this.#carrier.open();
    } finally {
      signal.removeEventListener('abort', cancel);
    }
    this.#isUp();
  }

  /**
   * Sends an IQ and waits for its answer, through interruptions.
   * @throws StanzaError, an error named TimeoutError, or the reason why the stream has ended
   */
  async request(stanza: XmlElement, timeoutMs: number): Promise<XmlElement> {
    return await this.#requests.request(stanza, timeoutMs, (each) => this.send(each));
  }

  /** Sends a stanza: at once, or when the stream is back. */
  async send(stanza: XmlElement): Promise<void> {
    for (;;) {
      await this.#whenUp();
      const carrier = this.#carrier;
      try {
        return await carrier.send(stanza);
      } catch (error) {
        // The socket broke under it. Once the stream is back, the server's count has proved that this
        // stanza was not handled (see stream-management.ts), so it may be sent again.
        await this.#breakDown(carrier, error);
      }
    }
  }

  /** The network is back or the machine woke up: come back at once, or see whether the link still lives. */
  retryNow(): void {
    if (this.#state === 'up') this.#liveness.check();
    if (this.#state !== 'interrupted') return;
    this.#hurried = true;
    this.#hurry();
    // A try that is under way may be waiting for an answer over a network that is gone.
    this.#carrier.drop(new Error('the network has changed'));
  }

  /** Logs out. */
  async close(): Promise<void> {
    const loggedOut = streamError('logged out', this.place);
    // There is nobody to say goodbye to.
    if (this.#state !== 'up') this.#finish(loggedOut);
    if (this.#state === 'ended') this.#carrier.drop(loggedOut);
    await this.#carrier.close();
    this.#finish(loggedOut);
  }

  #newCarrier(previous?: Carrier): Carrier {
    const carrier: Carrier = new Carrier(
      this.#endpoint,
      this.#login,
      this.place,
      this.#timing,
      {
        onBytes: () => {
          this.#heardAt = Date.now();
          this.#liveness.heard();
        },
        onElement: (element) => this.#passes(element),
        onLost: () => this.#lost(carrier),
      },
      previous,
    );
    return carrier;
  }

  /** What arrives: answers and stanzas are ours; the library gets what it negotiates with. */
  #passes(element: XmlElement): boolean {
    if (element.is('features', 'http://etherx.jabber.org/streams'))
      this.#listener.onFeatures(element);
    if (!isStanza(element)) return true;
    if (this.#requests.answer(element)) return false;
    // Perhaps the answer to the library's own request for a resource.
    if (isAnswer(element)) return true;
    const reply = this.#listener.onStanza(element);
    if (reply) this.send(reply).catch(() => undefined);
    return false;
  }

  #isUp(): void {
    this.#state = 'up';
    this.#liveness.start();
    this.#back.resolve();
  }

  async #whenUp(): Promise<void> {
    while (this.#state !== 'up') {
      if (this.#state === 'ended') throw await this.ended;
      await Promise.race([this.#back.promise, this.ended]);
    }
  }

  /** Ends a connection that is of no use any more, and does not rely on the library to say so. */
  async #breakDown(carrier: Carrier, reason: unknown): Promise<void> {
    carrier.drop(reason);
    await carrier.gone();
    this.#lost(carrier);
  }

  #lost(carrier: Carrier): void {
    if (this.#state !== 'up' || this.#carrier !== carrier) return;
    this.#liveness.stop();
    const { error, over } = carrier.loss;
    const reason =
      error === undefined
        ? streamError('closed by the server', this.place)
        : loginError(error, this.place);
    const keeps = !over && carrier.management.keptMs > 0;
    if (keeps && !this.#hasSlept()) void this.#comeBack(carrier, reason);
    else this.#finish(reason);
  }

  /** Whether more time has passed since the last sign of life than a dead link takes to be noticed. */
  #hasSlept(): boolean {
    const { idleMs, answerMs, resumeMs } = this.#timing;
    return Date.now() - this.#heardAt > idleMs + answerMs + resumeMs;
  }

  async #comeBack(previous: Carrier, reason: RolodialError): Promise<void> {
    this.#state = 'interrupted';
    this.#back = Promise.withResolvers<void>();
    const forMs = Math.min(this.#timing.resumeMs, previous.management.keptMs);
    const until = Date.now() + forMs;
    let problem = reason;
    const tooLate = setTimeout(() => this.#abandon(problem), forMs);
    this.#listener.onLink(reason);
    for (let failures = 1; this.#isInterrupted(); failures += 1) {
      // Timers do not count the time that the machine has slept.
      if (Date.now() > until) this.#abandon(problem);
      this.#hurried = false;
      problem = (await this.#resume(previous, reason)) ?? problem;
      if (this.#isInterrupted() && !this.#hurried)
        await this.#pause(backoffMs(resumption, failures));
    }
    clearTimeout(tooLate);
  }

  #abandon(problem: RolodialError): void {
    this.#finish(problem);
    this.#carrier.drop(problem, true);
  }

  /** One try. Returns why it failed. */
  async #resume(previous: Carrier, reason: RolodialError): Promise<RolodialError | undefined> {
    if (!this.#isInterrupted()) return undefined;
    const carrier = this.#newCarrier(previous);
    this.#carrier = carrier;
    try {
      const stream = await carrier.open();
      if (this.#isInterrupted() && stream === 'resumed') {
        this.#isUp();
        this.#listener.onLink(null);
        return undefined;
      }
      // The server has forgotten the stream and gave a new one: who holds us logs in anew and asks for all.
      this.#finish(reason);
      await carrier.close();
      return reason;
    } catch (error) {
      const problem = loginError(error, this.place);
      if (carrier.loss.over || !mendsItself(problem)) this.#finish(problem);
      return problem;
    }
  }

  #isInterrupted(): boolean {
    return this.#state === 'interrupted';
  }

  #finish(reason: RolodialError): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#liveness.stop();
    this.#end(reason);
    this.#requests.endAll(reason);
    this.#hurry();
  }

  /** An answer of any kind will do, so it does not matter whether the server knows pings. */
  #probe(): void {
    if (this.#carrier.requestAcknowledgement()) return;
    const ping = xml(
      'iq',
      { type: 'get', to: domainOf(this.#login.jid) },
      xml('ping', { xmlns: 'urn:xmpp:ping' }),
    );
    this.request(ping, this.#timing.answerMs).catch(() => undefined);
  }

  async #pause(milliseconds: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, milliseconds);
    this.#hurry = resolve;
    await promise;
    clearTimeout(timer);
    this.#hurry = () => {};
  }
}

function isAnswer({ name, attrs }: XmlElement): boolean {
  return name === 'iq' && (attrs['type'] === 'result' || attrs['type'] === 'error');
}

function silent(): Error {
  return Object.assign(new Error('no sign of life'), { name: 'TimeoutError' });
}
