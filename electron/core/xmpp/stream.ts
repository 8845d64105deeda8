/**
 * One stream from its login to its end. Where the server keeps the stream (XEP-0198), a lost connection only
 * interrupts it: it is resumed within a minute, and pending requests get their answers. Otherwise the stream
 * ends, and pending requests are rejected.
 *
 * Not longer than a minute, since a set that is sent again could undo a later change by another client. After
 * that, a new login, the roster read again and a new plan are safe.
 */
import { xml } from '@xmpp/client';
import { mendsItself, RolodialError } from '../../../shared/errors.ts';
import { timeoutError } from '../time/waiting.ts';
import { Carrier, type CarrierListener, type CarrierTarget } from './carrier.ts';
import { domainOf, type Login } from './client.ts';
import { isAnswer, isStanza, type XmlElement } from './element.ts';
import { type Endpoint, endpointText } from './endpoints.ts';
import { type LoginPlace, loginError, streamError } from './errors.ts';
import { Liveness } from './liveness.ts';
import { Requests } from './requests.ts';
import { Resumption } from './resumption.ts';
import type { StreamTiming } from './timing.ts';

export interface StreamListener {
  /** The features of the stream, as each negotiation tells them. */
  onFeatures(features: XmlElement): void;
  /** A stanza that is no answer to a request of ours; what is returned is sent. */
  onStanza(stanza: XmlElement): XmlElement | undefined;
  /** The connection was lost for this reason, or is back (null). */
  onLink(problem: RolodialError | null): void;
}

export class Stream {
  readonly place: LoginPlace;
  readonly #ending = Promise.withResolvers<RolodialError>();
  /** Resolves once, when the stream has ended, with the reason; never rejects. */
  readonly ended = this.#ending.promise;
  readonly #target: CarrierTarget;
  readonly #timing: StreamTiming;
  readonly #listener: StreamListener;
  readonly #liveness: Liveness;
  readonly #requests = new Requests();
  #carrier: Carrier;
  #state: 'negotiating' | 'up' | 'interrupted' | 'ended' = 'negotiating';
  #back = Promise.withResolvers<void>();
  #heardAt = Date.now();
  #resumption: Resumption | undefined;

  constructor(endpoint: Endpoint, login: Login, timing: StreamTiming, listener: StreamListener) {
    this.place = { jid: login.jid, server: endpointText(endpoint) };
    this.#target = { endpoint, login, place: this.place, timing };
    this.#timing = timing;
    this.#listener = listener;
    this.#liveness = new Liveness(
      timing,
      () => this.#probe(),
      () => void this.#breakDown(this.#carrier, timeoutError('no sign of life')),
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
        // The socket broke. When the stream is resumed, the server's count has shown that this stanza was
        // not handled (see stream-management.ts), so it may be sent again.
        await this.#breakDown(carrier, error);
      }
    }
  }

  /** To be called when the network is back or the machine woke up: reconnects, or probes the connection. */
  retryNow(): void {
    if (this.#state === 'up') this.#liveness.check();
    if (this.#state !== 'interrupted') return;
    this.#resumption?.hurry();
    // A try under way may wait for an answer over a network that is gone.
    this.#carrier.drop(new Error('the network has changed'));
  }

  /** Logs out. */
  async close(): Promise<void> {
    const loggedOut = streamError('logged out', this.place);
    // Without a connection the stream cannot be closed in order.
    if (this.#state !== 'up') this.#finish(loggedOut);
    if (this.#state === 'ended') this.#carrier.drop(loggedOut);
    await this.#carrier.close();
    this.#finish(loggedOut);
  }

  #newCarrier(previous?: Carrier): Carrier {
    const listener: CarrierListener = {
      onBytes: () => {
        this.#heardAt = Date.now();
        this.#liveness.heard();
      },
      onElement: (element) => this.#passes(element),
      onLost: () => this.#lost(carrier),
    };
    const carrier = new Carrier(this.#target, listener, previous);
    return carrier;
  }

  /** Handles stanzas here; returns true for what the library negotiates with. */
  #passes(element: XmlElement): boolean {
    if (element.is('features', 'http://etherx.jabber.org/streams'))
      this.#listener.onFeatures(element);
    if (!isStanza(element)) return true;
    if (this.#requests.handleResponse(element)) return false;
    // Perhaps the answer to the library's own request for a resource.
    if (isAnswer(element)) return true;
    const reply = this.#listener.onStanza(element);
    if (reply) this.send(reply).catch(() => undefined);
    return false;
  }

  #isUp(): void {
    this.#state = 'up';
    this.#resumption?.end();
    this.#liveness.start();
    this.#back.resolve();
  }

  async #whenUp(): Promise<void> {
    while (this.#state !== 'up') {
      if (this.#state === 'ended') throw await this.ended;
      await Promise.race([this.#back.promise, this.ended]);
    }
  }

  /** Ends a broken connection, without relying on the library to report it. */
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
    this.#resumption = new Resumption(
      reason,
      () => this.#resume(previous, reason),
      (problem) => {
        this.#finish(problem);
        this.#carrier.drop(problem, true);
      },
    );
    this.#listener.onLink(reason);
    await this.#resumption.run(Math.min(this.#timing.resumeMs, previous.management.keptMs));
  }

  /** One try. Returns why it failed. */
  async #resume(previous: Carrier, reason: RolodialError): Promise<RolodialError | undefined> {
    const carrier = this.#newCarrier(previous);
    this.#carrier = carrier;
    try {
      const stream = await carrier.open();
      if (this.#isInterrupted() && stream === 'resumed') {
        this.#isUp();
        this.#listener.onLink(null);
        return undefined;
      }
      // The server no longer had the stream and opened a new one; our owner logs in again and reads the roster.
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
    this.#ending.resolve(reason);
    this.#requests.endAll(reason);
    this.#resumption?.end();
  }

  /** Any answer will do, an error too, so the server need not support pings. */
  #probe(): void {
    if (this.#carrier.requestAcknowledgement()) return;
    const ping = xml('ping', { xmlns: 'urn:xmpp:ping' });
    const request = xml('iq', { type: 'get', to: domainOf(this.place.jid) }, ping);
    this.request(request, this.#timing.answerMs).catch(() => undefined);
  }
}
