/**
 * Stream Management (XEP-0198): after a lost connection the stream is resumed, and each side sends again what
 * the other has not handled. So a roster set is applied once.
 *
 * @xmpp/client 0.14.0 does the exchange (`@xmpp/stream-management`). Around it:
 *
 * - its count of what it received is wrong: answers to its IQs are not counted (`@xmpp/iq/caller.js` keeps
 *   them from it), and `enabled` sets the count to 0 after it has already counted what came in the same
 *   chunk. After 700 sets it counts 700 of 1,401 stanzas, and Prosody 0.12, which keeps 500 at most,
 *   refuses to resume (tried). We count ourselves;
 * - it notices a dead connection after 90 s, then waits up to 40 s for the other side to close, and its
 *   timers keep the process alive: they are off, and liveness.ts does it;
 * - a client that negotiates a second time still has the listeners of the first (`procedure` in
 *   `@xmpp/events` leaves them behind when the connection is cut), and the password seems refused. So each
 *   connection gets its own client, which is given the state of the stream;
 * - it queues what it wrote, and sends it again. That is kept: the counts of both sides show what was
 *   handled, and a server that claims to have handled more than is queued ends the stream.
 *
 * No client can repair this: ejabberd 23.01 loses what it answers and pushes while a stream moves to its new
 * connection (up to 3 of 16 answers, at one resumption in ten). Such a request times out although the server
 * has handled it, and a push may be missing from the mirror. So each plan reads the roster first.
 */
import type { Client } from '@xmpp/client';
import { isStanza, streamManagementNamespace as namespace, type XmlElement } from './element.ts';

/** The part of the library's object that its types do not have, or have wrong. */
interface LibraryManagement {
  enabled: boolean;
  id: string | undefined;
  /** Seconds for which the server keeps the stream, as it wrote them. */
  max: string | undefined;
  /** How many of the stanzas sent the server has handled, as far as it said. */
  outbound: number;
  /** The stanzas sent since. */
  outbound_q: readonly object[];
  preferredMaximum: number | null;
  timeout: number;
  requestAckInterval: number;
  once(event: 'resumed', listener: () => void): void;
}

/** What one stream received, over all of its connections. */
interface Received {
  count: number;
  /** The server keeps the stream when the connection is lost. */
  kept: boolean;
}

/** How long the server is asked to keep a stream; Prosody 0.12 keeps it for 600 s whatever is asked. */
const wantedSeconds = 120;

export class StreamManagement {
  readonly #library: LibraryManagement;
  readonly #received: Received;

  /**
   * @param client has not connected yet
   * @param previous of the connection that was lost, where its stream is to be resumed
   */
  constructor(client: Client, previous?: StreamManagement) {
    const library = client.streamManagement as unknown as LibraryManagement;
    const received = previous ? previous.#received : { count: 0, kept: false };
    this.#library = library;
    this.#received = received;
    library.preferredMaximum = wantedSeconds;
    library.timeout = 0;
    library.requestAckInterval = 0;
    Object.defineProperty(library, 'inbound', { get: () => received.count, set: () => undefined });
    if (!previous) return;
    const { id, max, outbound, outbound_q: queue } = previous.#library;
    Object.assign(library, { id, max, outbound, outbound_q: [...queue] });
    neverHalfSent(client);
  }

  /** Whether the server acknowledges stanzas at the moment. */
  get enabled(): boolean {
    return this.#library.enabled;
  }

  /** How long the server keeps a lost stream, in ms; 0 where it does not. */
  get keptMs(): number {
    if (!this.#received.kept || !this.#library.id) return 0;
    const seconds = Number(this.#library.max ?? Number.NaN);
    return (Number.isFinite(seconds) ? seconds : wantedSeconds) * 1000;
  }

  /** Resolves when the stream is resumed and what the server had not handled has been sent again. */
  resumed(): Promise<void> {
    return new Promise((resolve) => this.#library.once('resumed', resolve));
  }

  /**
   * Counts each element that arrives; to be called before it is handled.
   * @throws Error where the server claims to have handled more than was sent
   */
  see(element: XmlElement): void {
    if (isStanza(element)) this.#received.count += 1;
    this.#checkClaim(element.is('a', namespace) ? element : inside(element, 'resumed'));
    const enabled = inside(element, 'enabled');
    if (!enabled) return;
    this.#received.count = 0;
    this.#received.kept = ['true', '1'].includes(enabled.attrs['resume']);
  }

  #checkClaim(claim: XmlElement | undefined): void {
    if (!claim) return;
    const { outbound, outbound_q: queue } = this.#library;
    if (Number(claim.attrs['h']) - outbound <= queue.length) return;
    throw new Error('the server claims to have handled more than was sent');
  }
}

/** An element of Stream Management: by itself, or where SASL2 (XEP-0388) and Bind 2 (XEP-0386) put it. */
function inside(element: XmlElement, name: string): XmlElement | undefined {
  if (element.is(name, namespace)) return element;
  if (!element.is('success', 'urn:xmpp:sasl:2')) return undefined;
  const bound = element.getChild('bound', 'urn:xmpp:bind:0');
  return element.getChild(name, namespace) ?? bound?.getChild(name, namespace);
}

/**
 * Never settles where sending the queue fails. Where the connection is cut meanwhile, the library would take
 * the resumption for failed and bind a resource over the dead socket, or leave a rejection unhandled.
 */
function neverHalfSent(client: Client): void {
  const sendMany = client.sendMany.bind(client);
  client.sendMany = (stanzas) => sendMany(stanzas).catch(() => new Promise(() => {}));
}
