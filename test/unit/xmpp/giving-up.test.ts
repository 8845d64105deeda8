/**
 * Giving a login up although the roster never comes: Prosody does not answer the roster get at all where the
 * service of a remote roster cannot be reached.
 */
import { getEventListeners } from 'node:events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Connection } from '../../../electron/core/xmpp/connection.ts';
import { openSession } from '../../../electron/core/xmpp/session.ts';
import { type ScriptedXmpp, startScriptedXmpp } from '../../servers/scripted-xmpp.ts';
import { accountOf } from '../../support/xmpp/scripted-login.ts';

/** An answer would be waited for longer than any test may take. */
const timing = { requestMs: 600_000, closeMs: 100 };

let server: ScriptedXmpp;
const signals: AbortSignal[] = [];

afterEach(() => server.stop());

/** A connection that logs in and reads the roster, at a server that gives it to none of the first so many. */
async function connectionTo(deafTo: number): Promise<Connection> {
  server = await startScriptedXmpp({
    onElement: () => server.connections.length <= deafTo,
  });
  return new Connection(
    async (signal) => {
      signals.push(signal);
      const session = await openSession(accountOf(server), signal, undefined, { timing });
      await session.requestRoster();
      return session;
    },
    () => undefined,
  );
}

async function rosterIsAskedFor(): Promise<void> {
  await vi.waitFor(() => expect(server.connections).toHaveLength(1), { timeout: 10_000 });
  await server.connections[0]?.expect((element) => element.getChild('query') !== undefined);
}

it('a session that has ended listens to no signal any more', async () => {
  const connection = await connectionTo(0);
  const session = await connection.open();
  await session.close();
  await session.ended;
  expect(getEventListeners(signals.at(-1) ?? new EventTarget(), 'abort')).toEqual([]);
});

describe('while the server does not give the roster', () => {
  it('the program can end at once', async () => {
    const connection = await connectionTo(1);
    const opening = connection.open();
    opening.catch(() => undefined);
    await rosterIsAskedFor();
    await connection.close();
    await expect(opening).rejects.toMatchObject({ code: 'xmpp-stream' });
    await server.connections[0]?.closed;
    expect(connection.status).toBe('offline');
  });

  it('a new network is used at once', async () => {
    const connection = await connectionTo(1);
    const opening = connection.open();
    await rosterIsAskedFor();
    connection.retryNow();
    expect(await opening).toBe(connection.session);
    expect(connection.status).toBe('online');
    expect(server.connections).toHaveLength(2);
    await connection.close();
  });
});
