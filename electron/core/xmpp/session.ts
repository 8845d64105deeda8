/**
 * One login to the user's account. It survives a lost connection where the server resumes streams, and ends
 * otherwise; its owner decides when to log in again. It is invisible unless the settings say otherwise:
 * without initial presence a resource still gets roster pushes once it has asked for the roster (seen with
 * Prosody 0.12 and ejabberd 23.01).
 */
import { xml } from '@xmpp/client';
import { RolodialError } from '../../../shared/errors.ts';
import type { Naming } from '../../../shared/roster/item.ts';
import type { ProfileInput } from '../../../shared/settings/schema.ts';
import { domainOf, type Login } from './client.ts';
import { rosterNamespace, type XmlElement } from './element.ts';
import { type Endpoint, endpointsOf, endpointText, type SrvResolver } from './endpoints.ts';
import { loginError, rosterError } from './errors.ts';
import { handleStanza } from './incoming.ts';
import { otherHostOf, placeOf, redirectsAtMost } from './other-host.ts';
import { ownPresence, type Presence, Presences } from './presence.ts';
import { StanzaError } from './requests.ts';
import { type RosterChange, RosterMirror } from './roster.ts';
import { rosterSet } from './roster-set.ts';
import { Stream } from './stream.ts';
import { type SessionTiming, sessionTiming } from './timing.ts';

/** The settings of the account, with the password itself. */
export type XmppAccount = Login & Readonly<Omit<ProfileInput['xmpp'], 'password' | 'tls'>>;

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

/** The roster as last seen: its items, how the server versions it, and what of our own sets it has not told of. */
export type LiveRosterView = Pick<RosterMirror, 'items' | 'evidence'> &
  Partial<Pick<RosterMirror, 'assumed' | 'shown'>>;

export interface Session {
  readonly roster: LiveRosterView;
  /** Set where the roster is a document that Rolodial serves, and no server is behind it. */
  readonly isDocument?: true;
  /** Resolves once, when the stream has ended, with the reason; never rejects. */
  readonly ended: Promise<RolodialError>;
  /** The connection, where it may be lost and resumed while the session lasts. */
  readonly link?: Link;
  /** The available contacts by bare JID; empty unless the account shows presence. */
  readonly presences?: ReadonlyMap<string, Presence>;
  /**
   * Asks for the whole roster, without a version: with mod_groups Prosody's versions cannot be trusted.
   * @throws RolodialError `xmpp-timeout`, `xmpp-stream`
   */
  requestRoster(): Promise<void>;
  /** Adds or changes one item (RFC 6121 §2.3, §2.4). Any text is safe: see roster-set.ts. */
  setItem(jid: string, naming: Naming): Promise<SetResult>;
  /** Removes one item (RFC 6121 §2.5). */
  removeItem(jid: string): Promise<SetResult>;
  /**
   * Sends an iq get to a bare JID, or to the own server (null), and returns the result's stanza.
   * @throws StanzaError where the answer is an error; another error where none came
   */
  query(to: string | null, payload: XmlElement): Promise<XmlElement>;
  /** Logs out. */
  close(): Promise<void>;
}

/** A connection that may be interrupted; while it is, requests wait. */
interface Link {
  readonly up: boolean;
  /** Sets the one listener: told the reason when the connection is lost, null when it is back. */
  onChange(listener: (problem: RolodialError | null) => void): void;
  /** To be called when the network is back or the machine woke up: reconnects, or probes the connection. */
  retryNow(): void;
}

/** The defaults serve the product; tests set others. */
export interface SessionOptions {
  readonly timing?: Partial<SessionTiming>;
  readonly resolver?: SrvResolver;
  /** Told after each change of a contact's presence. */
  readonly onPresence?: () => void;
  /** Receives a line for each thing that was ignored or refused. */
  readonly log?: (line: string) => void;
}

/**
 * Logs in at the first endpoint that can be reached, or where that one redirects to.
 *
 * @param signal cancels the login, or logs out later: a request for the roster may never be answered
 *   (Prosody, where a remote roster's service cannot be reached)
 * @param onPush called after each roster push that changed the mirror
 * @throws RolodialError `xmpp-…` or `cancelled`
 */
export async function openSession(
  account: XmppAccount,
  signal: AbortSignal,
  onPush: (change: RosterChange) => void = () => undefined,
  options: SessionOptions = {},
): Promise<Session> {
  const { jid } = account;
  const endpoints = await endpointsOf(domainOf(jid), account, options.resolver);
  let failure = new RolodialError('cancelled', 'Cancelled.');
  let redirects = 0;
  for (let endpoint = endpoints.shift(); endpoint; endpoint = endpoints.shift()) {
    try {
      signal.throwIfAborted();
      return await openAt(endpoint, account, signal, onPush, options);
    } catch (error) {
      if (signal.aborted) throw new RolodialError('cancelled', 'Cancelled.');
      const other = redirects < redirectsAtMost ? otherHostOf(error) : undefined;
      if (other && endpoint.protocol !== 'wss') {
        redirects += 1;
        const place = placeOf(other, endpoint);
        endpoints.unshift(...(await endpointsOf(other.host, { jid, ...place }, options.resolver)));
        continue;
      }
      failure = loginError(error, { jid, server: endpointText(endpoint) });
      if (failure.code !== 'xmpp-unreachable' && failure.code !== 'xmpp-timeout') throw failure;
    }
  }
  throw failure;
}

async function openAt(
  endpoint: Endpoint,
  account: XmppAccount,
  signal: AbortSignal,
  onPush: (change: RosterChange) => void,
  { timing: otherTiming = {}, log = () => undefined, onPresence = () => undefined }: SessionOptions,
): Promise<Session> {
  const timing = { ...sessionTiming, ...otherTiming };
  const roster = new RosterMirror();
  const presences = new Presences();
  let onLink: (problem: RolodialError | null) => void = () => undefined;
  let announced = false;
  const stream = new Stream(endpoint, account, timing, {
    onFeatures: (features) => roster.readFeatures(features),
    onStanza: (stanza) =>
      handleStanza(stanza, { roster, presences, isOwn, onPush, onPresence, log }),
    onLink: (problem) => onLink(problem),
  });
  await stream.open(signal);
  const logOut = () => void stream.close();
  signal.addEventListener('abort', logOut, { once: true });
  void stream.ended.then(() => signal.removeEventListener('abort', logOut));

  /** The JID of the settings, or the one that the server bound. */
  function isOwn(bareJid: string): boolean {
    const [bound = ''] = stream.jid.toLowerCase().split('/', 1);
    return bareJid === account.jid.toLowerCase() || bareJid === bound;
  }

  async function set(jid: string, naming: Naming | null): Promise<SetResult> {
    const made = rosterSet(jid, naming);
    if (!made.ok) return { ...made, type: 'modify' };
    const done = roster.beforeSet(jid, naming);
    try {
      await stream.request(made.stanza, timing.requestMs);
      done();
      return { ok: true };
    } catch (error) {
      const failure = failedSet(error);
      if (naming === null && failure.condition === 'item-not-found') done();
      return failure;
    }
  }

  return {
    roster,
    ended: stream.ended,
    link: {
      get up() {
        return stream.up;
      },
      onChange(listener) {
        onLink = listener;
      },
      retryNow: () => stream.retryNow(),
    },
    get presences() {
      return presences.contacts;
    },
    async requestRoster() {
      const get = xml('iq', { type: 'get' }, xml('query', { xmlns: rosterNamespace }));
      const answer = await stream.request(get, timing.requestMs).catch((error) => {
        throw error instanceof StanzaError
          ? rosterError(error, stream.place)
          : loginError(error, stream.place);
      });
      const query = answer.getChild('query', rosterNamespace);
      // An empty result answers only a get with a version (RFC 6121 §2.6.3); it does not mean an empty roster.
      if (!query) throw rosterError(new StanzaError('no roster', '', ''), stream.place);
      roster.readResult(query);
      if (!account.presence || announced) return;
      // RFC 6121 §2.2: after the roster, so that presence finds its contacts.
      announced = true;
      await stream.send(ownPresence()).catch(() => undefined);
    },
    setItem: (jid, naming) => set(jid, naming),
    removeItem: (jid) => set(jid, null),
    query: (to, payload) =>
      stream.request(
        xml('iq', { type: 'get', ...(to !== null && { to }) }, payload),
        timing.requestMs,
      ),
    close: () => stream.close(),
  };
}

function failedSet(error: unknown): Extract<SetResult, { ok: false }> {
  if (error instanceof StanzaError) {
    const { condition, type, text } = error;
    return { ok: false, condition, type, text };
  }
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (name === 'TimeoutError') return { ok: false, condition: 'timeout', type: '', text: '' };
  return { ok: false, condition: 'disconnected', type: '', text: message };
}
