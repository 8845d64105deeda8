/**
 * A second XMPP client, for what the server and other clients see. It shares nothing with Rolodial but the
 * library, and works around the library's known faults by itself: reconnection it does not want, Nagle's
 * delay, UTF-8 cut between chunks, and authorities that can be trusted for the whole process only.
 */
import { readFile } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import type { TLSSocket } from 'node:tls';
import { client, xml } from '@xmpp/client';

type XmlElement = ReturnType<typeof xml>;

/** A server to log in to, over TLS from the first byte. */
interface XmppServer {
  readonly domain: string;
  readonly host: string;
  readonly directTlsPort: number;
  /** PEM file of the authority to trust. */
  readonly caFile: string;
  /** Passwords by local part. */
  readonly users: Readonly<Record<string, string>>;
}

/** An item of a roster result or push; a push says `remove` as the subscription of what is gone. */
interface RosterItem {
  readonly jid: string;
  readonly name: string;
  readonly subscription: string;
  readonly groups: readonly string[];
}

export interface SecondClient {
  /** The full JID. */
  readonly jid: string;
  /** The whole roster, sorted by JID; from then on the server pushes changes. */
  roster(): Promise<RosterItem[]>;
  setItem(item: Pick<RosterItem, 'jid' | 'name' | 'groups'>): Promise<void>;
  removeItem(jid: string): Promise<void>;
  /** Sends an iq set to the own account: a vCard, something to publish. */
  set(payload: XmlElement): Promise<void>;
  /** Asks to see the presence of a bare JID. */
  subscribe(to: string): Promise<void>;
  /** Lets a bare JID that has asked see the own presence. */
  approve(who: string): Promise<void>;
  /** Becomes visible to the contacts. */
  show(status: string): Promise<void>;
  /** The oldest push not yet asked for, or the next one; rejects after 10 s without any. */
  nextPush(): Promise<RosterItem>;
  close(): Promise<void>;
}

const rosterNamespace = 'jabber:iq:roster';
const pushTimeoutMs = 10_000;

/**
 * Logs a user in over verified TLS (XEP-0368).
 *
 * @param password default: the one the server was started with
 */
export async function logIn(
  server: XmppServer,
  user: string,
  password: string | undefined = server.users[user],
): Promise<SecondClient> {
  if (password === undefined) throw new Error(`no password is known for ${user}`);
  const { domain, host, directTlsPort } = server;
  const xmpp = client({
    service: `xmpps://${host}:${directTlsPort}`,
    domain,
    username: user,
    password,
  });
  xmpp.reconnect.stop();
  // The library hands these to tls.connect: here, and nowhere else in this process, is this authority trusted.
  const ca = await readFile(server.caFile, 'utf8');
  const decoder = new StringDecoder('utf8');
  Object.assign(xmpp, {
    socketParameters: () => ({ host, port: directTlsPort, servername: domain, ca }),
    _onData: (chunk: Buffer) => xmpp.parser?.write(decoder.write(chunk)),
  });
  const errors: Error[] = [];
  xmpp.on('error', (error: Error) => errors.push(error));
  xmpp.on('connect', () => (xmpp.socket as unknown as { socket: TLSSocket }).socket.setNoDelay());

  const pushes = pushQueue();
  xmpp.iqCallee.set(rosterNamespace, 'query', ({ stanza }) => {
    const query = stanza.getChild('query', rosterNamespace);
    for (const item of query?.getChildren('item') ?? []) pushes.add(rosterItem(item));
    return true;
  });

  let jid: string;
  try {
    jid = (await xmpp.start()).toString();
  } catch (error) {
    await xmpp.stop().catch(() => undefined);
    throw errors[0] ?? error;
  }

  const set = async (attributes: Record<string, string>, groups: readonly string[]) => {
    const children = groups.map((group) => xml('group', {}, group));
    await xmpp.iqCaller.set(
      xml('query', { xmlns: rosterNamespace }, xml('item', attributes, ...children)),
    );
  };
  return {
    jid,
    async roster() {
      const query = await xmpp.iqCaller.get(xml('query', { xmlns: rosterNamespace }));
      const items = query?.getChildren('item').map(rosterItem) ?? [];
      return items.sort((one, other) => (one.jid < other.jid ? -1 : 1));
    },
    setItem: (item) => set({ jid: item.jid, name: item.name }, item.groups),
    removeItem: (removed) => set({ jid: removed, subscription: 'remove' }, []),
    async set(payload) {
      await xmpp.iqCaller.set(payload);
    },
    subscribe: (to) => xmpp.send(xml('presence', { to, type: 'subscribe' })),
    approve: (who) => xmpp.send(xml('presence', { to: who, type: 'subscribed' })),
    async show(status) {
      await xmpp.send(xml('presence', {}, xml('status', {}, status)));
    },
    nextPush: pushes.next,
    async close() {
      await xmpp.stop();
    },
  };
}

function rosterItem(element: XmlElement): RosterItem {
  const { jid = '', name = '', subscription = 'none' } = element.attrs;
  const groups = element.getChildren('group').map((group) => group.getText());
  return { jid, name, subscription, groups: groups.sort() };
}

function pushQueue() {
  const arrived: RosterItem[] = [];
  const waiting: ((item: RosterItem) => void)[] = [];
  return {
    add(item: RosterItem): void {
      const first = waiting.shift();
      if (first) first(item);
      else arrived.push(item);
    },
    next(): Promise<RosterItem> {
      const first = arrived.shift();
      if (first) return Promise.resolve(first);
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.splice(waiting.indexOf(answer), 1);
          reject(new Error(`no roster push within ${pushTimeoutMs} ms`));
        }, pushTimeoutMs);
        const answer = (item: RosterItem) => {
          clearTimeout(timer);
          resolve(item);
        };
        waiting.push(answer);
      });
    },
  };
}
