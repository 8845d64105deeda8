/**
 * How Rolodial logs in: SCRAM, the strongest hash that the server offers first, else PLAIN over TLS.
 *
 * Replaces what @xmpp/client 0.14.0 brings (`saslFactory`): its SCRAM is slow and checks too little (see
 * scram.ts), it sends a PLAIN password outside ASCII in Latin-1 or throws (`btoa` over UTF-16, in
 * `@xmpp/base64`), it offers ANONYMOUS, and it never hands the server's final message to the mechanism
 * (`@xmpp/sasl`, "success").
 */
import { saslprep } from '@mongodb-js/saslprep';
import type { XmlElement } from './element.ts';
import { ScramExchange, type ScramHash, ServerProofError } from './scram.ts';

interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** A mechanism as the library takes it. Texts hold one byte a character, since it hands them to `btoa`. */
interface Mechanism {
  readonly name: string;
  readonly clientFirst: boolean;
  response(credentials: Credentials): string | Promise<string>;
  challenge(text: string): void;
}

/** The part of a client that is changed; none of it is in the library's types. */
interface Factory {
  saslFactory: { _mechs: { name: string; mech: new () => Mechanism }[] };
}

const scramHashes: readonly (readonly [name: string, hash: ScramHash])[] = [
  ['SCRAM-SHA-512', 'sha512'],
  ['SCRAM-SHA-256', 'sha256'],
  ['SCRAM-SHA-1', 'sha1'],
];

/** Is called with each element before the library is; throws where the server has not proved itself. */
export type ProofCheck = (element: XmlElement) => void;

/**
 * Gives a client our mechanisms, in the order in which they are preferred.
 * @returns the check for the server's success; to be called with every element
 */
export function installMechanisms(client: object): ProofCheck {
  let exchange: ScramExchange | undefined;
  const { saslFactory } = client as Factory;
  saslFactory._mechs = scramHashes.map(([name, hash]) => ({
    name,
    mech: scram(name, hash, (begun) => {
      exchange = begun;
    }),
  }));
  saslFactory._mechs.push({ name: 'PLAIN', mech: Plain });

  return (element) => {
    if (!exchange || !isSuccess(element)) return;
    // RFC 6120 §6.3.10: the final message may come with the success; XEP-0388 §2.6.1 gives it an element.
    const text = element.getChildText('additional-data') ?? element.text();
    if (!exchange.proved && text.trim() !== '')
      exchange.verify(Buffer.from(text, 'base64').toString('utf8'));
    if (!exchange.proved) throw new ServerProofError('the server sent no signature');
  };
}

const saslNamespaces = ['urn:ietf:params:xml:ns:xmpp-sasl', 'urn:xmpp:sasl:2'];

function isSuccess(element: XmlElement): boolean {
  return saslNamespaces.some((namespace) => element.is('success', namespace));
}

/** The mechanism for one hash; `onBegin` is told of each exchange. */
function scram(
  name: string,
  hash: ScramHash,
  onBegin: (exchange: ScramExchange) => void,
): new () => Mechanism {
  return class {
    readonly name = name;
    readonly clientFirst = true;
    #exchange: ScramExchange | undefined;
    #challenge = '';

    async response({ username, password }: Credentials): Promise<string> {
      if (this.#exchange) {
        // The signature may come as a challenge of its own, to be answered with nothing.
        if (this.#challenge.startsWith('v=')) {
          this.#exchange.verify(this.#challenge);
          return '';
        }
        return bytes(await this.#exchange.final(this.#challenge));
      }
      this.#exchange = new ScramExchange(hash, {
        username: prepared(username),
        password: prepared(password),
      });
      onBegin(this.#exchange);
      return bytes(this.#exchange.first());
    }

    challenge(text: string): void {
      this.#challenge = utf8(text);
    }
  };
}

/** RFC 4616. */
class Plain implements Mechanism {
  readonly name = 'PLAIN';
  readonly clientFirst = true;

  response({ username, password }: Credentials): string {
    return bytes(`\0${prepared(username)}\0${prepared(password)}`);
  }

  challenge(): void {
    // PLAIN has none.
  }
}

/**
 * SASLprep (RFC 4013), as servers prepare what they keep. Unassigned code points are let through, as
 * Prosody does: an emoji younger than Unicode 3.2 is one. A text that cannot be prepared is sent as it is,
 * and the server decides.
 */
function prepared(text: string): string {
  try {
    return saslprep(text, { allowUnassigned: true });
  } catch {
    return text;
  }
}

/** The UTF-8 of a text, a character for each byte. */
function bytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

function utf8(byteText: string): string {
  return Buffer.from(byteText, 'latin1').toString('utf8');
}
