/**
 * IQ requests under way (RFC 6120 §8.2.3). Each settles: with its answer, when its time is over, or when
 * the stream has ended. Those of @xmpp/client 0.14 know nothing of the stream's end and keep a timer, and
 * with it the process, for 30 s more.
 */
import { randomUUID } from 'node:crypto';
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
   * Gives the stanza an id of its own, sends it and waits for the answer.
   *
   * @param send rejects where the stanza cannot be sent
   * @throws StanzaError, an error named TimeoutError, what `send` or {@link endAll} gave
   */
  async request(
    stanza: XmlElement,
    timeoutMs: number,
    send: (stanza: XmlElement) => Promise<void>,
  ): Promise<XmlElement> {
    // Nobody but the server can answer an id that cannot be guessed (RFC 6120 §8.1.3).
    const id = randomUUID();
    stanza.attrs['id'] = id;
    const { promise, resolve, reject } = Promise.withResolvers<XmlElement>();
    const timer = setTimeout(() => reject(noAnswer()), timeoutMs);
    this.#waiting.set(id, { resolve, reject, timer });
    send(stanza).catch(reject);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(id);
    }
  }

  /** Takes a stanza if it is an answer that somebody waits for. */
  answer(stanza: XmlElement): boolean {
    const { id, type } = stanza.attrs;
    const waiting = this.#waiting.get(id);
    if (!waiting) return false;
    if (type === 'error') waiting.reject(stanzaError(stanza));
    else waiting.resolve(stanza);
    return true;
  }

  endAll(reason: Error): void {
    for (const { reject } of this.#waiting.values()) reject(reason);
  }
}

function noAnswer(): Error {
  return Object.assign(new Error('no answer in time'), { name: 'TimeoutError' });
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
