/** Roster sets as others send them: pre-baked and pipelined over the socket, or one after the other. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { TLSSocket } from 'node:tls';
import { type Client, client, xml } from '@xmpp/client';
import { desiredItems } from '../../shared/roster/desired.ts';
import type { ProsodyServer } from '../servers/prosody.ts';
import { contacts, profileOf } from './roster-people.ts';

const rosterNamespace = 'jabber:iq:roster';
/** Begins the ids of pipelined sets, and stands nowhere else. */
const marker = 'pipelined-set-';

/** The sets of a first push, as elements. */
function setsOf(people: number, id: (index: number) => string) {
  return desiredItems(contacts(people), profileOf('john@example.com')).items.map(
    ({ jid, name, groups }, index) => {
      const children = groups.map((group) => xml('group', {}, group));
      const item = xml('item', { jid, name }, ...children);
      return xml(
        'iq',
        { type: 'set', id: id(index) },
        xml('query', { xmlns: rosterNamespace }, item),
      );
    },
  );
}

/** Logs in over TLS, and asks for the roster: from then on the server pushes changes, as it does to us. */
async function logIn(server: ProsodyServer, user: string): Promise<Client> {
  const { domain, host, directTlsPort: port, users } = server;
  const xmpp = client({
    service: `xmpps://${host}:${port}`,
    domain,
    username: user,
    password: users[user] ?? '',
  });
  xmpp.reconnect.stop();
  xmpp.on('error', () => undefined);
  const ca = await readFile(server.caFile, 'utf8');
  Object.assign(xmpp, { socketParameters: () => ({ host, port, servername: domain, ca }) });
  xmpp.iqCallee.set(rosterNamespace, 'query', () => true);
  await xmpp.start();
  // As it comes, 20 sets a second would be the measure: Nagle's algorithm waits for the server's acknowledgement.
  socketOf(xmpp).setNoDelay();
  await xmpp.iqCaller.get(xml('query', { xmlns: rosterNamespace }));
  return xmpp;
}

function socketOf({ socket }: Client): TLSSocket {
  return (socket as unknown as { socket: TLSSocket }).socket;
}

/**
 * Everything written at once, and nothing done with what comes back but counting the answers.
 * @returns milliseconds from the writing to the last answer
 */
export async function pipelined(server: ProsodyServer, user: string, people: number) {
  const xmpp = await logIn(server, user);
  const socket = socketOf(xmpp);
  const sets = setsOf(people, (index) => `${marker}${index}`);
  const text = sets.map(String).join('');
  socket.removeAllListeners('data');
  const { promise: answered, resolve, reject } = Promise.withResolvers<void>();
  let rest = '';
  let answers = 0;
  socket.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString('latin1')).split(marker);
    answers += parts.length - 1;
    // It may end with the beginning of the next one.
    rest = parts.at(-1)?.slice(1 - marker.length) ?? '';
    if (answers === sets.length) resolve();
  });
  socket.once('close', () => reject(new Error('the stream ended')));
  const startedAt = performance.now();
  socket.write(text);
  await answered;
  const took = performance.now() - startedAt;
  await endStream(socket);
  return took;
}

/**
 * Says goodbye, and waits until the server has closed. A stream that is cut instead is kept by the server with
 * all of its 4,000 stanzas, and slowed down whatever came after it (Prosody's CPU time doubled in 24 runs).
 */
async function endStream(socket: TLSSocket): Promise<void> {
  const closed = once(socket, 'close');
  socket.resume().end('</stream:stream>');
  await closed;
}

/** @returns milliseconds for one set after the other through @xmpp/client, without Nagle's delay */
export async function sequential(server: ProsodyServer, user: string, people: number) {
  const xmpp = await logIn(server, user);
  const sets = setsOf(people, (index) => `one-${index}`);
  const startedAt = performance.now();
  for (const set of sets) await xmpp.iqCaller.request(set);
  const took = performance.now() - startedAt;
  await xmpp.stop();
  return took;
}
