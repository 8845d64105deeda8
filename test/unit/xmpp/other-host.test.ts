/** A server that sends us elsewhere (RFC 6120 §4.9.3.19); with certificates: test/integration/xmpp-login.test.ts. */
import { xml } from '@xmpp/client';
import { afterEach, describe, expect, it } from 'vitest';
import type { SrvResolver } from '../../../electron/core/xmpp/endpoints.ts';
import { otherHostOf } from '../../../electron/core/xmpp/other-host.ts';
import { openSession, type XmppAccount } from '../../../electron/core/xmpp/session.ts';
import { freeLoopbackPorts } from '../../servers/ports.ts';
import {
  type ScriptedOptions,
  type ScriptedXmpp,
  startScriptedXmpp,
} from '../../servers/scripted-xmpp.ts';
import { accountOf } from '../../support/xmpp/scripted-login.ts';

const running: ScriptedXmpp[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

async function scripted(script: ScriptedOptions = {}): Promise<ScriptedXmpp> {
  const server = await startScriptedXmpp(script);
  running.push(server);
  return server;
}

const timing = { closeMs: 100, stepMs: 2_000 };

async function logInTo(
  server: ScriptedXmpp,
  account: Partial<XmppAccount> = {},
  resolver?: SrvResolver,
): Promise<void> {
  const session = await openSession(
    accountOf(server, account),
    new AbortController().signal,
    undefined,
    { timing, ...(resolver && { resolver }) },
  );
  await session.requestRoster();
  await session.close();
}

const addressOf = ({ host, port }: ScriptedXmpp) => `${host}:${port}`;

describe('a server that sends us to another host', () => {
  it('before the login: we log in there', async () => {
    const other = await scripted();
    const first = await scripted({ redirect: () => addressOf(other) });
    await logInTo(first);
    expect(first.attempts).toEqual([]);
    expect(other.connections).toHaveLength(1);
  });

  it('after the password: we log in there, too', async () => {
    const other = await scripted();
    const first = await scripted({
      redirect: ({ authenticated }) => (authenticated ? addressOf(other) : undefined),
    });
    await logInTo(first);
    expect(first.attempts).toHaveLength(1);
    expect(first.connections).toEqual([]);
    expect(other.connections).toHaveLength(1);
  });

  it('and that one to a third: we follow, but not for ever', async () => {
    let visits = 0;
    const servers: ScriptedXmpp[] = [];
    const toTheOther = (which: number) => () => {
      visits += 1;
      return addressOf(servers[which] as ScriptedXmpp);
    };
    servers.push(await scripted({ redirect: toTheOther(1) }));
    servers.push(await scripted({ redirect: toTheOther(0) }));
    await expect(logInTo(servers[0] as ScriptedXmpp)).rejects.toMatchObject({
      code: 'xmpp-stream',
      params: { detail: 'see-other-host' },
    });
    expect(visits).toBe(4);
  });

  it('without a port: the SRV records of that host say where', async () => {
    const other = await scripted();
    const first = await scripted({ redirect: () => 'elsewhere.example.net' });
    const asked: string[] = [];
    const resolver: SrvResolver = {
      async resolveSrv(name) {
        asked.push(name);
        if (name !== '_xmpp-client._tcp.elsewhere.example.net') return [];
        return [{ name: other.host, port: other.port, priority: 0, weight: 0 }];
      },
    };
    await logInTo(first, {}, resolver);
    expect(asked).toContain('_xmpps-client._tcp.elsewhere.example.net');
    expect(other.connections).toHaveLength(1);
  });

  it('that cannot be reached: the next of the records is tried', async () => {
    const [closed] = await freeLoopbackPorts(1);
    const first = await scripted({ redirect: () => `127.0.0.1:${closed}` });
    const second = await scripted();
    const resolver: SrvResolver = {
      resolveSrv: async (name) =>
        name.startsWith('_xmpp-client.')
          ? [first, second].map(({ host, port }, priority) => {
              return { name: host, port, priority, weight: 0 };
            })
          : [],
    };
    await logInTo(first, { host: undefined, port: undefined }, resolver);
    expect(second.connections).toHaveLength(1);
  });

  it('by no name at all: says so, and goes nowhere', async () => {
    const server = await scripted({ redirect: () => '' });
    await expect(logInTo(server)).rejects.toMatchObject({
      code: 'xmpp-stream',
      params: { detail: 'see-other-host' },
    });
  });
});

describe('what a see-other-host names', () => {
  const error = (text: string) =>
    Object.assign(new Error('see-other-host'), {
      name: 'StreamError',
      element: xml('stream:error', {}, xml('see-other-host', {}, text)),
    });

  it.each([
    ['chat.example.net:5269', 'chat.example.net', 5269],
    ['chat.example.net', 'chat.example.net', undefined],
    [' bücher.example:5222 ', 'bücher.example', 5222],
    ['192.0.2.7:443', '192.0.2.7', 443],
    ['[2001:db8::1]:443', '[2001:db8::1]', 443],
    ['[2001:db8::1]', '[2001:db8::1]', undefined],
  ])('%j: %s, port %s', (text, host, port) => {
    expect(otherHostOf(error(text))).toEqual({ host, port });
  });

  it.each([
    '',
    'wss://chat.example.net',
    'a b',
    'a@b',
    'a/b',
    'a:b',
    '2001:db8::1',
    ':5222',
  ])('%j: no host', (text) => {
    expect(otherHostOf(error(text))).toBeUndefined();
  });

  it('is asked for by no other error', () => {
    expect(otherHostOf(new Error('see-other-host'))).toBeUndefined();
    expect(otherHostOf('see-other-host')).toBeUndefined();
  });
});
