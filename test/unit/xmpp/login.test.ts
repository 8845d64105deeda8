/** Logging in to a scripted server: which way, with which passwords, and when it is refused. */
import { createServer, Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openSession } from '../../../electron/core/xmpp/session.ts';
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

async function scripted(script: ScriptedOptions): Promise<ScriptedXmpp> {
  const server = await startScriptedXmpp(script);
  running.push(server);
  return server;
}

async function logInTo(server: ScriptedXmpp, account = {}): Promise<void> {
  const session = await openSession(
    accountOf(server, account),
    new AbortController().signal,
    undefined,
    { timing: { closeMs: 100, stepMs: 2_000 } },
  );
  await session.requestRoster();
  await session.close();
}

const every = ['PLAIN', 'ANONYMOUS', 'SCRAM-SHA-1', 'EXTERNAL', 'SCRAM-SHA-256', 'SCRAM-SHA-512'];

describe('the way to log in', () => {
  it.each([
    [every, 'SCRAM-SHA-512'],
    [['PLAIN', 'SCRAM-SHA-1', 'SCRAM-SHA-256'], 'SCRAM-SHA-256'],
    [['PLAIN', 'SCRAM-SHA-1'], 'SCRAM-SHA-1'],
    [['ANONYMOUS', 'PLAIN'], 'PLAIN'],
  ])('offered %j, is %s', async (mechanisms, chosen) => {
    const server = await scripted({ mechanisms });
    await logInTo(server);
    expect(server.attempts).toEqual([chosen]);
  });

  it.each([
    ['ANONYMOUS'],
    ['EXTERNAL', 'DIGEST-MD5'],
    [],
  ])('there is none with %j: says so, and sends no password', async (...mechanisms) => {
    const server = await scripted({ mechanisms });
    await expect(logInTo(server)).rejects.toMatchObject({
      code: 'xmpp-authentication',
      message: expect.stringContaining('no way to log in'),
    });
    expect(server.attempts).toEqual([]);
  });

  it.each([
    [{ mechanisms: ['SCRAM-SHA-256'] }],
    [{ mechanisms: ['SCRAM-SHA-256'], lastWord: 'challenge' }],
    [{ mechanisms: ['SCRAM-SHA-1'], sasl2: true }],
    [{ mechanisms: ['PLAIN'], sasl2: true }],
  ] as const)('works as %j', async (script) => {
    const server = await scripted(script);
    await logInTo(server);
    expect(server.connections).toHaveLength(1);
  });
});

describe('the connection', () => {
  it('does not wait to put small stanzas together (Nagle): sets would go at 20 a second', async () => {
    const server = await scripted({});
    const towards: (number | undefined)[] = [];
    const noDelay = vi.spyOn(Socket.prototype, 'setNoDelay').mockImplementation(function (
      this: Socket,
    ) {
      towards.push(this.remotePort);
      return this;
    });
    await logInTo(server);
    // The server's own sockets are towards ours.
    expect(towards).toContain(server.port);
    noDelay.mockRestore();
  });
});

describe('a server that does not know the password', () => {
  it.each([
    ['wrong-signature', {}],
    ['wrong-signature', { lastWord: 'challenge' }],
    ['wrong-signature', { sasl2: true }],
    ['no-signature', {}],
    ['no-signature', { sasl2: true }],
    ['foreign-nonce', {}],
    ['absurd-rounds', {}],
  ] as const)('but lets everybody in (%s, %j) is found out, and nothing is asked of it', async (scramFault, more) => {
    const server = await scripted({ mechanisms: ['SCRAM-SHA-256'], scramFault, ...more });
    await expect(logInTo(server)).rejects.toMatchObject({
      code: 'xmpp-authentication',
      message: expect.stringContaining('did not prove'),
    });
    expect(server.connections.flatMap((wire) => wire.received)).toEqual([]);
  });
});

describe('a password', () => {
  const passwords = [
    ['with every ASCII sign', `!"#$%&'()*+,-./:;<=>?@[\\]^_\`{|}~ =2C,`],
    ['with accents', 'pässwörd-çà'],
    ['in other scripts', 'пароль密碼كلمة'],
    ['with signs that Latin-1 does not have', '€uro 🔑'],
    ['of one letter', 'x'],
    ['of a thousand letters', 'ä'.repeat(1000)],
  ] as const;
  for (const mechanism of ['PLAIN', 'SCRAM-SHA-1', 'SCRAM-SHA-256']) {
    it.each(passwords)(`%s goes through ${mechanism}`, async (_, password) => {
      const server = await scripted({ mechanisms: [mechanism], password });
      await logInTo(server);
      expect(server.connections).toHaveLength(1);
    });
  }

  it.each([
    ['a no-break space as a space', 'a\u00A0b', 'a b'],
    ['nothing for a soft hyphen', 'a\u00ADb', 'ab'],
    ['one form of a letter that has two (NFKC)', 'e\u0301\uFB01', '\u00E9fi'],
  ])('is prepared as RFC 4013 says: %s', async (_, typed, kept) => {
    const server = await scripted({ mechanisms: ['SCRAM-SHA-1'], password: kept });
    await logInTo(server, { password: typed });
    expect(server.connections).toHaveLength(1);
  });

  it('that RFC 4013 forbids goes as it is', async () => {
    const password = 'a\u0007b';
    const server = await scripted({ mechanisms: ['SCRAM-SHA-1'], password });
    await logInTo(server);
    expect(server.connections).toHaveLength(1);
  });

  it('that is wrong is tried once, and named as the reason', async () => {
    for (const mechanism of ['PLAIN', 'SCRAM-SHA-256']) {
      const server = await scripted({ mechanisms: [mechanism] });
      await expect(logInTo(server, { password: 'wrong' })).rejects.toMatchObject({
        code: 'xmpp-authentication',
        message: expect.stringContaining('refused the password for john@example.com'),
      });
      expect(server.attempts).toHaveLength(1);
    }
  });
});

describe('without TLS', () => {
  it('no password is sent, in the old way and in the new', async () => {
    for (const sasl2 of [false, true]) {
      const server = await scripted({ mechanisms: every, sasl2 });
      await expect(logInTo(server, { allowUnencrypted: false })).rejects.toMatchObject({
        code: 'xmpp-no-tls',
      });
      expect(server.attempts).toEqual([]);
    }
  });

  it('no password is sent to any address but the machine’s own, whatever the settings allow', async () => {
    const server = await scripted({});
    // Linux takes it for this machine, and Rolodial for any.
    const elsewhere = { allowUnencrypted: true, host: '0.0.0.0' };
    await expect(logInTo(server, elsewhere)).rejects.toMatchObject({ code: 'xmpp-no-tls' });
    expect(server.attempts).toEqual([]);
  });
});

describe('several servers (SRV)', () => {
  it('falls through to the first that can be reached, in the order of priority', async () => {
    const [closed = 0] = await freeLoopbackPorts(1);
    const server = await scripted({});
    // Accepts and says nothing, as a firewall or another service does.
    const mute = createServer(() => undefined);
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const address = mute.address();
    const mutePort = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const record = (priority: number, port: number) => ({
      name: '127.0.0.1',
      port,
      priority,
      weight: 1,
    });
    const resolver = {
      resolveSrv: async (name: string) =>
        name.startsWith('_xmpp-client.')
          ? [record(30, server.port), record(10, closed), record(20, mutePort)]
          : [],
    };
    const session = await openSession(
      accountOf(server, { host: undefined, port: undefined }),
      new AbortController().signal,
      undefined,
      { resolver, timing: { stepMs: 300, closeMs: 100 } },
    );
    expect(server.connections).toHaveLength(1);
    await session.close();
    mute.close();
  });

  it('does not go on to the next after a refused password', async () => {
    const [first, second] = await Promise.all([scripted({}), scripted({})]);
    const resolver = {
      resolveSrv: async (name: string) =>
        name.startsWith('_xmpp-client.')
          ? [first, second].map(({ port }, priority) => ({
              name: '127.0.0.1',
              port,
              priority,
              weight: 0,
            }))
          : [],
    };
    const account = accountOf(first, { host: undefined, port: undefined, password: 'wrong' });
    await expect(
      openSession(account, new AbortController().signal, undefined, { resolver }),
    ).rejects.toMatchObject({ code: 'xmpp-authentication' });
    expect(second.attempts).toEqual([]);
  });
});

describe('a login that is cancelled', () => {
  it('ends at once', async () => {
    const mute = createServer(() => undefined);
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const address = mute.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const abort = new AbortController();
    const account = {
      jid: 'john@example.com',
      password: 'x',
      host: '127.0.0.1',
      port,
      allowUnencrypted: true,
    };
    // Longer than the test may take.
    const timing = { stepMs: 600_000, loginMs: 600_000, closeMs: 100 };
    const opening = openSession(account, abort.signal, undefined, { timing });
    setTimeout(() => abort.abort(), 50);
    await expect(opening).rejects.toMatchObject({ code: 'cancelled' });
    mute.close();
  });

  it('does not even begin when it was cancelled before', async () => {
    const server = await scripted({});
    const opening = openSession(accountOf(server), AbortSignal.abort());
    await expect(opening).rejects.toMatchObject({ code: 'cancelled' });
    expect(server.attempts).toEqual([]);
  });
});
