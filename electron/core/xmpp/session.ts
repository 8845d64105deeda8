/**
 * One login to the user's account: a stream from its opening to its end. It never comes back by itself;
 * who holds it decides when to log in again. Invisible: without initial presence a resource still gets
 * roster pushes once it has asked for the roster (seen with Prosody 0.12 and ejabberd 23.01).
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { client as createClient, xml } from '@xmpp/client';
import { RolodialError } from '../../../shared/errors.ts';
import type { Naming } from '../../../shared/roster/item.ts';
import { normalizeBareJid } from '../../../shared/roster/jid.ts';
import { aborted, delay, expiry } from '../waiting.ts';
import { type Endpoint, endpointsOf, endpointText } from './endpoints.ts';
import { type LoginPlace, loginError, refusedWithoutTls, streamError } from './errors.ts';
import { mendClient } from './mend.ts';
import { RosterMirror, rosterNamespace, type XmlElement } from './roster.ts';
import { destroySocket, setNoDelay } from './socket.ts';

export interface XmppAccount {
  /** Bare JID. */
  readonly jid: string;
  readonly password: string;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  /** Log in without TLS; the settings allow it for loopback hosts only. */
  readonly allowUnencrypted: boolean;
}

/** What became of a roster set. */
export type SetResult =
  | { readonly ok: true }
  | {
      readonly ok: false;
      /** Defined condition of the stanza error, or `timeout` or `disconnected`: it may have been applied. */
      readonly condition: string;
      /** `auth`, `cancel`, `continue`, `modify`, `wait` (RFC 6120 §8.3.2); empty without an answer. */
      readonly type: string;
      readonly text: string;
    };

export interface Session {
  readonly roster: RosterMirror;
  /** Resolves once, when the stream has ended, with the reason; never rejects. */
  readonly ended: Promise<RolodialError>;
  /**
   * Asks for the whole roster, without a version: with mod_groups Prosody's versions cannot be trusted.
   * @throws RolodialError `xmpp-timeout`, `xmpp-stream`
   */
  requestRoster(): Promise<void>;
  /** Adds or changes one item (RFC 6121 §2.3, §2.4). */
  setItem(jid: string, naming: Naming): Promise<SetResult>;
  /** Removes one item (RFC 6121 §2.5). */
  removeItem(jid: string): Promise<SetResult>;
  /** Logs out. */
  close(): Promise<void>;
}

/** Prosody answers in milliseconds; a server behind Debian's rate limit may take seconds. */
const answerTimeoutMs = 30_000;
/** Waiting for a stream header, for STARTTLS, for SASL. */
const negotiationTimeoutMs = 20_000;
const loginTimeoutMs = 60_000;
const closeTimeoutMs = 2_000;

/**
 * Logs in.
 *
 * @param onPush called after each roster push that changed the mirror
 * @throws RolodialError `xmpp-…` or `cancelled`
 */
export async function openSession(
  account: XmppAccount,
  signal: AbortSignal,
  onPush: () => void = () => undefined,
): Promise<Session> {
  const domain = account.jid.slice(account.jid.indexOf('@') + 1);
  const endpoints = await endpointsOf(domain, account);
  let failure: RolodialError | undefined;
  for (const endpoint of endpoints) {
    try {
      return await openAt(endpoint, account, domain, signal, onPush);
    } catch (error) {
      failure = loginError(error, { jid: account.jid, server: endpointText(endpoint) });
      if (failure.code !== 'xmpp-unreachable' && failure.code !== 'xmpp-timeout') throw failure;
    }
  }
  throw failure ?? streamError('no endpoint', { jid: account.jid, server: domain });
}

async function openAt(
  endpoint: Endpoint,
  account: XmppAccount,
  domain: string,
  signal: AbortSignal,
  onPush: () => void,
): Promise<Session> {
  signal.throwIfAborted();
  const place: LoginPlace = { jid: account.jid, server: endpointText(endpoint) };
  // XEP-0388 §2.2 wants an id; a new one each time tells the server nothing about the device.
  const userAgent = xml('user-agent', { id: randomUUID() }, xml('software', {}, 'Rolodial'));
  const xmpp = createClient({
    service: `xmpp://${place.server}`,
    domain,
    // Two Rolodials on one account must not end each other's stream.
    resource: `rolodial-${randomBytes(4).toString('hex')}`,
    timeout: negotiationTimeoutMs,
    credentials: async (authenticate, mechanisms) => {
      if (!xmpp.isSecure() && !account.allowUnencrypted) throw refusedWithoutTls(place);
      const username = account.jid.slice(0, account.jid.indexOf('@'));
      const mechanism = mechanisms.find((offered) => offered.startsWith('SCRAM-')) ?? mechanisms[0];
      await authenticate({ username, password: account.password }, mechanism ?? '', userAgent);
    },
  });
  xmpp.reconnect.stop();
  mendClient(xmpp);

  const roster = new RosterMirror();
  const pending = new Set<(reason: RolodialError) => void>();
  const { promise: ended, resolve: end } = Promise.withResolvers<RolodialError>();
  let lastError: unknown;

  xmpp.on('connect', () => setNoDelay(xmpp));
  xmpp.on('error', (error) => {
    lastError = error;
  });
  xmpp.on('element', (element) => {
    if (element.name === 'stream:features') roster.readFeatures(element);
  });
  xmpp.on('disconnect', () => {
    const reason =
      lastError === undefined
        ? streamError('closed by the server', place)
        : loginError(lastError, place);
    end(reason);
    for (const reject of pending) reject(reason);
    pending.clear();
  });
  xmpp.iqCallee.set(rosterNamespace, 'query', ({ stanza }) => {
    // Pushes of anybody else are forged (RFC 6121 §2.1.6); what a missing "from" means, the library gets wrong.
    if (!isOwnAddress(stanza.attrs['from'], account.jid)) return undefined;
    const query = stanza.getChild('query', rosterNamespace);
    if (!query || !roster.readPush(query)) return undefined;
    onPush();
    return true;
  });

  try {
    await Promise.race([
      xmpp.start(),
      ended.then(rethrow),
      expiry(loginTimeoutMs),
      aborted(signal),
    ]);
  } catch (error) {
    await close();
    throw signal.aborted ? new RolodialError('cancelled', 'Cancelled.') : error;
  }

  /** Sends an IQ and waits for its answer; the stream's end settles it too. */
  async function request(stanza: XmlElement): Promise<XmlElement> {
    const { promise, resolve, reject } = Promise.withResolvers<XmlElement>();
    pending.add(reject);
    xmpp.iqCaller.request(stanza, answerTimeoutMs).then(resolve, reject);
    try {
      return await promise;
    } finally {
      pending.delete(reject);
    }
  }

  async function set(item: XmlElement): Promise<SetResult> {
    try {
      await request(xml('iq', { type: 'set' }, xml('query', { xmlns: rosterNamespace }, item)));
      return { ok: true };
    } catch (error) {
      return failedSet(error);
    }
  }

  async function close(): Promise<void> {
    const stopped = xmpp.stop().catch(() => undefined);
    await Promise.race([stopped, delay(closeTimeoutMs)]);
    destroySocket(xmpp);
    end(streamError('logged out', place));
  }

  return {
    roster,
    ended,
    async requestRoster() {
      try {
        const query = xml('query', { xmlns: rosterNamespace });
        const answer = await request(xml('iq', { type: 'get' }, query));
        roster.readResult(answer.getChild('query', rosterNamespace) ?? query);
      } catch (error) {
        throw loginError(error, place);
      }
    },
    setItem: (jid, { name, groups }) =>
      set(xml('item', { jid, name }, ...groups.map((group) => xml('group', {}, group)))),
    removeItem: (jid) => set(xml('item', { jid, subscription: 'remove' })),
    close,
  };
}

function isOwnAddress(from: unknown, jid: string): boolean {
  return (
    from === undefined || (typeof from === 'string' && normalizeBareJid(from) === jid.toLowerCase())
  );
}

function failedSet(error: unknown): SetResult {
  if (error instanceof RolodialError) {
    return { ok: false, condition: 'disconnected', type: '', text: error.message };
  }
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (name === 'TimeoutError') return { ok: false, condition: 'timeout', type: '', text: '' };
  if (error instanceof Error && 'condition' in error) {
    const type = 'type' in error ? String(error.type) : '';
    const text = 'text' in error ? String(error.text) : '';
    return { ok: false, condition: String(error.condition), type, text };
  }
  return { ok: false, condition: 'disconnected', type: '', text: message };
}

function rethrow(reason: RolodialError): never {
  throw reason;
}
