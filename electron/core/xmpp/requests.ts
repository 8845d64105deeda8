/**
 * Pending IQ requests (RFC 6120 §8.2.3). Each settles with its answer, with a time-out, or with the end of
 * the stream. Those of @xmpp/client 0.14 are not rejected at the stream's end, and their timer keeps the
 * process alive for 30 s more.
 */
import { randomUUID } from 'node:crypto';
import { timeoutError } from '../time/waiting.ts';
import type { XmlElement } from './element.ts';

/** The server's answer was an error (RFC 6120 §8.3). */
export class StanzaError extends Error {
  override readonly name = 'StanzaError';
  /** The defined condition (§8.3.3). */
  readonly condition: string;
  /** `auth`, `cancel`, `continue`, `modify` or `wait` (§8.3.2). */
  readonly type: string;
  readonly text: string;

  constructor(condition: string, type: string, text: string) {
    super(text === '' ? condition : `${condition}: ${text}`);
    this.condition = condition;
    this.type = type;
    this.text = text;
  }
}

interface Waiting {
  readonly resolve: (answer: XmlElement) => void;
  readonly reject: (reason: Error) => void;
  readonly timer: NodeJS.Timeout;
}

export class Requests {
  readonly #waiting = new Map<string, Waiting>();

  /**
   * Gives the stanza an id, sends it and waits for the answer.
   *
   * @param send rejects where the stanza cannot be sent
   * @throws StanzaError, an error named TimeoutError, the rejection of `send` or the reason of {@link endAll}
   */
  async request(
    stanza: XmlElement,
    timeoutMs: number,
    send: (stanza: XmlElement) => Promise<void>,
  ): Promise<XmlElement> {
    // An id that cannot be guessed can be answered by the server alone (RFC 6120 §8.1.3).
    const id = randomUUID();
    stanza.attrs['id'] = id;
    const { promise, resolve, reject } = Promise.withResolvers<XmlElement>();
    const timer = setTimeout(() => reject(timeoutError('no answer in time')), timeoutMs);
    this.#waiting.set(id, { resolve, reject, timer });
    send(stanza).catch(reject);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(id);
    }
  }

  /** Settles the request that this stanza answers; false where there is none. */
  handleResponse(stanza: XmlElement): boolean {
    const { id, type } = stanza.attrs;
    const waiting = this.#waiting.get(id);
    if (!waiting) return false;
    if (type === 'error') waiting.reject(stanzaError(stanza));
    else waiting.resolve(stanza);
    return true;
  }

  /** Rejects all pending requests. */
  endAll(reason: Error): void {
    for (const { reject } of this.#waiting.values()) reject(reason);
  }
}

const conditionNamespace = 'urn:ietf:params:xml:ns:xmpp-stanzas';

function stanzaError(stanza: XmlElement): StanzaError {
  const error = stanza.getChild('error');
  const parts = error?.getChildElements() ?? [];
  const condition = parts.find((part) => part.getNS() === conditionNamespace && !part.is('text'));
  return new StanzaError(
    condition?.getName() ?? 'undefined-condition',
    error?.attrs['type'] ?? '',
    error?.getChildText('text', conditionNamespace) ?? '',
  );
}
