/** Logging in to real servers: certificates, ways to connect, passwords. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { trustAuthorities } from '../../electron/core/settings/trust.ts';
import {
  openSession,
  type SessionOptions,
  type XmppAccount,
} from '../../electron/core/xmpp/session.ts';
import {
  type Authority,
  type CertificateQuality,
  createAuthority,
} from '../servers/certificates.ts';
import { startEjabberd } from '../servers/ejabberd.ts';
import { freeLoopbackPorts, listensOn } from '../servers/ports.ts';
import { type ProsodyServer, startProsody } from '../servers/prosody.ts';
import { type ScriptedXmpp, startScriptedXmpp } from '../servers/scripted-xmpp.ts';
import { startTcpProxy } from '../servers/tcp-proxy.ts';
import { type TemporaryFolder, temporaryFolder } from '../servers/temporary-folders.ts';

let folder: TemporaryFolder;
let authority: Authority;
let prosody: ProsodyServer;

beforeAll(async () => {
  folder = temporaryFolder('login');
  authority = await createAuthority(folder.path);
  trustAuthorities(authority.caFile, 'xmpp.tls.ca');
  prosody = await startProsody({ authority, configuration: 'default_iteration_count = 10000' });
});

afterAll(async () => {
  await prosody?.stop();
  await folder?.remove();
});

/** Logs in, reads the roster, logs out. */
async function logIn(account: Partial<XmppAccount>, options: SessionOptions = {}): Promise<void> {
  const session = await openSession(
    {
      jid: `john@${prosody.domain}`,
      password: prosody.users['john'] ?? '',
      allowUnencrypted: false,
      ...account,
    },
    new AbortController().signal,
    undefined,
    options,
  );
  await session.requestRoster();
  await session.close();
}

describe('ways to connect', () => {
  it('STARTTLS and direct TLS', async () => {
    const { host, port, directTlsPort } = prosody;
    await logIn({ host, port });
    await logIn({ host, port: directTlsPort, directTls: true });
  });

  it('what SRV says, past what cannot be reached', async () => {
    const [closed = 0] = await freeLoopbackPorts(1);
    const record = (port: number, priority: number) => ({
      name: 'localhost.',
      port,
      priority,
      weight: 0,
    });
    for (const [direct, upgraded] of [
      [[record(closed, 1), record(prosody.directTlsPort, 2)], []],
      [[record(closed, 1)], [record(prosody.port, 2)]],
      [[], [record(closed, 1), record(prosody.port, 2)]],
    ] as const) {
      const resolver = {
        resolveSrv: async (name: string) => (name.startsWith('_xmpps') ? direct : upgraded),
      };
      await logIn({}, { resolver });
    }
  });

  describe('a WebSocket', () => {
    let server: ProsodyServer;
    let port: number;
    const jid = 'john@localhost';
    const password = 'john-s password';

    beforeAll(async () => {
      const { certFile, keyFile } = await authority.issue(['localhost']);
      const [free = 0] = await freeLoopbackPorts(1);
      port = free;
      server = await startProsody({
        authority,
        domain: 'localhost',
        modules: ['websocket'],
        configuration: [
          'http_ports = { }',
          `https_ports = { ${port} }`,
          'https_interfaces = { "127.0.0.1" }',
          `https_ssl = { certificate = "${certFile}", key = "${keyFile}" }`,
          'consider_websocket_secure = true',
        ].join('\n'),
      });
      await vi.waitFor(async () => expect(await listensOn(server.pid, [port])).toBe(true), 10_000);
    });
    afterAll(() => server?.stop());

    it('carries everything, and goes on after it was cut', async () => {
      const proxy = await startTcpProxy({ host: '127.0.0.1', port });
      const session = await openSession(
        {
          jid,
          password,
          host: `wss://localhost:${proxy.port}/xmpp-websocket`,
          allowUnencrypted: false,
        },
        new AbortController().signal,
      );
      await session.requestRoster();
      const naming = { name: 'Zoë 👨‍👩‍👧', groups: ['<&>'] };
      expect(await session.setItem('zoë@localhost', naming)).toEqual({ ok: true });
      proxy.cut();
      expect(await session.setItem('two@localhost', naming)).toEqual({ ok: true });
      expect(proxy.accepted).toBe(2);
      await session.requestRoster();
      expect(session.roster.items).toMatchObject([naming, naming]);
      await session.close();
      await proxy.stop();
    });

    it.each([
      ['of another host', () => `wss://127.0.0.1:${port}/xmpp-websocket`, 'xmpp-certificate', ''],
      [
        'that is not one',
        () => `wss://localhost:${port}/nothing`,
        'xmpp-unreachable',
        'no WebSocket',
      ],
      ['where nobody listens', () => 'wss://localhost:9/x', 'xmpp-unreachable', 'nothing answers'],
    ])('%s is refused in words', async (_, host, code, words) => {
      await expect(logIn({ jid, password, host: host() })).rejects.toMatchObject({
        code,
        message: expect.stringContaining(words),
      });
    });
  });
});

describe('a certificate', () => {
  const cases: [string, readonly string[], CertificateQuality, string][] = [
    [
      'for the address but not for the domain',
      ['127.0.0.1', 'localhost'],
      'trusted',
      'another host',
    ],
    ['of an authority that nobody trusts', ['example.com'], 'untrusted', 'authority'],
    ['that has expired', ['example.com'], 'expired', 'expired'],
  ];
  for (const direct of [false, true]) {
    const way = direct ? 'direct TLS' : 'STARTTLS';
    it.each(
      cases,
    )(`%s is refused with ${way}, and no password is sent`, async (_, names, quality, words) => {
      const certificate = await authority.issue(names, quality);
      const server = await startScriptedXmpp({ tls: { certificate, direct } });
      await expect(logIn(placeOf(server, direct))).rejects.toMatchObject({
        code: 'xmpp-certificate',
        message: expect.stringContaining(words),
      });
      expect(server.attempts).toEqual([]);
      await server.stop();
    });

    it(`for the domain alone is taken with ${way}, whatever the address`, async () => {
      const certificate = await authority.issue(['example.com']);
      const server = await startScriptedXmpp({ tls: { certificate, direct } });
      await logIn(placeOf(server, direct));
      expect(server.connections).toHaveLength(1);
      await server.stop();
    });
  }

  function placeOf({ host, port, password }: ScriptedXmpp, directTls: boolean) {
    return { host, port, password, directTls };
  }
});

describe('a server that sends us elsewhere (see-other-host)', () => {
  /** A server that sends whoever has got so far to another one, with this certificate or without TLS. */
  async function redirecting(
    names: readonly string[] | null,
    when: (stage: { secure: boolean; authenticated: boolean }) => boolean,
    direct = false,
  ) {
    const certificateOf = async (whose: readonly string[]) => ({
      tls: { certificate: await authority.issue(whose), direct },
    });
    const other = await startScriptedXmpp(names ? await certificateOf(names) : {});
    const first = await startScriptedXmpp({
      ...(await certificateOf(['example.com'])),
      redirect: (stage) => (when(stage) ? `localhost:${other.port}` : undefined),
    });
    const { host, port, password } = first;
    return {
      attempts: other.attempts,
      login: () => logIn({ host, port, password, directTls: direct }),
      stop: () => Promise.all([first.stop(), other.stop()]),
    };
  }

  it.each<[string, Parameters<typeof redirecting>[1], boolean]>([
    ['before TLS', ({ secure }) => !secure, false],
    ['after TLS', ({ secure }) => secure, false],
    ['after the password', ({ authenticated }) => authenticated, false],
    ['over direct TLS', () => true, true],
  ])('%s: is followed to where the certificate is the domain’s', async (_, when, direct) => {
    const { attempts, login, stop } = await redirecting(['example.com'], when, direct);
    await login();
    expect(attempts).toHaveLength(1);
    await stop();
  });

  it.each([
    ['with a certificate of its own name alone', ['localhost', '127.0.0.1'], 'xmpp-certificate'],
    ['without TLS', null, 'xmpp-no-tls'],
  ] as const)('to a server %s: gets no password', async (_, names, code) => {
    const { attempts, login, stop } = await redirecting(names, ({ secure }) => !secure);
    await expect(login()).rejects.toMatchObject({ code });
    expect(attempts).toEqual([]);
    await stop();
  });
});

describe('a password with signs of all kinds', () => {
  // ejabberd 23.01 takes none with an emoji; Prosody does.
  const password = 'pässwörd € ,= "\'<&> пароль';

  it('goes through SCRAM and PLAIN to Prosody', async () => {
    for (const [user, secret] of [
      ['zoe', password],
      ['key', '🔑🗝️'],
    ] as const) {
      await prosody.addUser(user, secret);
      const { host, port } = prosody;
      await logIn({ jid: `${user}@example.com`, password: secret, host, port });
    }
    const plain = await startProsody({
      authority,
      users: { zoe: password },
      configuration:
        'disable_sasl_mechanisms = { "SCRAM-SHA-1", "SCRAM-SHA-256", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-256-PLUS" }',
    });
    await logIn({ jid: 'zoe@example.com', password, host: plain.host, port: plain.port });
    await plain.stop();
  });

  it.each(['sha', 'sha256'] as const)('goes through SCRAM (%s) to ejabberd', async (scramHash) => {
    const server = await startEjabberd({ authority, users: { zoe: password }, scramHash });
    const { host, port, domain } = server;
    await logIn({ jid: `zoe@${domain}`, password, host, port });
    await expect(
      logIn({ jid: `zoe@${domain}`, password: `${password}.`, host, port }),
    ).rejects.toMatchObject({ code: 'xmpp-authentication' });
    await server.stop();
  });
});
