/**
 * A roster that an outside service keeps: a real Prosody with a roster module of our own that behaves as
 * mod_http_roster_admin does, and a mock of the service behind it.
 */
import { writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Core, createCore } from '../../electron/core/core.ts';
import { trustAuthorities } from '../../electron/core/settings/trust.ts';
import { openSession } from '../../electron/core/xmpp/session.ts';
import { headlessHost } from '../../electron/headless/host.ts';
import { type ProsodyServer, startProsody } from '../servers/prosody.ts';
import { type RadicaleServer, startRadicale } from '../servers/radicale.ts';
import { type RosterService, startRosterService } from '../servers/roster-service.ts';
import { people } from '../support/contact/cards.ts';
import {
  type CommandLine,
  johnsCommandLine,
  reconfigure,
} from '../support/headless/command-line.ts';
import { recording, rosterSets } from '../support/xmpp/wire.ts';

let service: RosterService;
let prosody: ProsodyServer;
let radicale: RadicaleServer;
let line: CommandLine;
let core: Core | undefined;

const kept = '+16135550000%+10345678901@sms.example.com';

beforeAll(async () => {
  service = await startRosterService();
  service.answer = {
    'jane@example.com': { name: 'Jane', groups: { Friends: true } },
    'bob@example.com': {},
  };
  [prosody, radicale] = await Promise.all([
    startProsody({
      http: true,
      remoteRoster: service.url,
      ...recording,
    }),
    startRadicale(),
  ]);
  await radicale.writeCards(people(20));
  line = johnsCommandLine(prosody, radicale);
  core = start();
});

afterAll(async () => {
  await core?.stop();
  await Promise.all([prosody?.stop(), radicale?.stop(), line?.remove(), service?.stop()]);
});

function start(): Core {
  return createCore(
    headlessHost({ config: line.settingsFile, data: line.dataFolder, log: () => undefined }),
  );
}

/** Logs out: the server forgets what it showed. */
async function leave(): Promise<void> {
  await core?.stop();
  core = undefined;
}

async function restart(): Promise<void> {
  await leave();
  core = start();
}

/** The addresses of the service and of Prosody's roster_admin, and a header with a secret. */
function configureRemote(host = 'example.com'): void {
  writeFileSync(path.join(line.folder, 'token.secret'), 'Bearer s3cret');
  reconfigure(line, (profile) =>
    Object.assign(profile, {
      remoteRoster: {
        checkAtLogin: false,
        url: service.url,
        headers: { Authorization: { file: 'token.secret' } },
        refresh: { url: `http://127.0.0.1:${prosody.httpPort}/roster_admin/refresh`, host },
      },
    }),
  );
}

function standing(): Core {
  if (!core) throw new Error('the core was stopped');
  return core;
}

const kind = () => standing().state().profiles[0]?.rosterKind;
const sync = () => standing().handlers.syncNow({ profile: 'john' });

const login = (timing = {}) =>
  openSession(
    {
      jid: 'john@example.com',
      password: prosody.users['john'] ?? '',
      host: prosody.host,
      port: prosody.port,
      allowUnencrypted: false,
    },
    new AbortController().signal,
    undefined,
    { timing },
  );

describe('a roster that an outside service keeps', () => {
  it('is not known as one before a set was refused', async () => {
    const roster = await standing().profile('john').roster();
    expect(roster).toMatchObject({ kind: 'unknown', version: null });
    expect(roster.items.map(({ jid, name, subscription }) => [jid, name, subscription])).toEqual([
      ['bob@example.com', '', 'both'],
      ['jane@example.com', 'Jane', 'both'],
    ]);
  });

  it('ends the push at the first set that is refused', async () => {
    const report = await sync();
    expect(report).toMatchObject({
      roster: { kind: 'remote' },
      plan: { add: 40 },
      applied: { added: 0, updated: 0, removed: 0 },
    });
    expect(report.failed).toEqual([{ jid: kept, condition: 'service-unavailable', text: '' }]);
    expect(rosterSets(prosody)).toBe(1);
    expect(kind()).toBe('remote');
    expect(standing().state().profiles[0]?.problem?.code).toBe('roster-remote');
  });

  it('is not tried again while the login lasts', async () => {
    expect((await sync()).roster.kind).toBe('remote');
    expect((await sync()).failed).toEqual([]);
    expect(rosterSets(prosody)).toBeLessThanOrEqual(2);
  });

  it('is remembered, and its groups are not taken for shared', async () => {
    await restart();
    expect(kind()).toBe('remote');
    const { groups } = await standing().handlers.listGroups({ profile: 'john' });
    expect(groups.map(({ name, verdict }) => [name, verdict])).toEqual([['Friends', 'personal']]);
  });

  it('is tried once at each login, and not at all where the settings say so', async () => {
    const before = rosterSets(prosody);
    await sync();
    await sync();
    expect(rosterSets(prosody)).toBe(before + 1);

    reconfigure(line, (profile) =>
      Object.assign(profile, { remoteRoster: { checkAtLogin: false } }),
    );
    await restart();
    expect((await sync()).roster.kind).toBe('remote');
    expect(rosterSets(prosody)).toBe(before + 1);
  });

  it('is said by the command line, too', async () => {
    const status = await line.run('status');
    expect(status.stdout).toContain('a remote service');
  });

  it('is compared with its document and the address book', async () => {
    configureRemote();
    const fetched = await line.run('remote', 'fetch', '--json');
    expect(fetched.code).toBe(0);
    expect(service.requests.at(-1)).toMatchObject({
      path: '/contacts/john',
      headers: { authorization: 'Bearer s3cret' },
    });
    expect(fetched.json()).toMatchObject({
      fetch: { items: 2, status: 200, faults: [], problem: null },
      bookKnown: true,
      counts: { same: 2, 'not-in-document': 40 },
    });
    const status = await line.run('remote', 'status', '--json');
    expect(status.json()).toMatchObject({
      kind: 'remote',
      evidence: {
        versioningAdvertised: false,
        version: null,
        refused: { condition: 'service-unavailable' },
      },
      lastFetch: { items: 2 },
    });
    expect(status.stdout + status.stderr).not.toContain('s3cret');
  });

  it('shows what came and went when the server is told to look, and names at the next login', async () => {
    await leave();
    const session = await login();
    await session.requestRoster();
    const items = () =>
      Object.fromEntries(session.roster.items.map(({ jid, name }) => [jid, name]));
    expect(items()).toEqual({ 'bob@example.com': '', 'jane@example.com': 'Jane' });
    service.answer = { 'jane@example.com': { name: 'Janet' }, 'zoe@example.com': { name: 'Zoë' } };

    const refreshed = await line.run('remote', 'refresh', '--json');
    expect(refreshed.code).toBe(0);
    expect(refreshed.json()).toMatchObject({
      users: ['john'],
      ok: true,
      status: 200,
      answer: { status: 'ok', message: 'roster update complete', updated: 1, errors: 0 },
      problem: null,
    });
    await expect.poll(items).toEqual({ 'jane@example.com': 'Jane', 'zoe@example.com': 'Zoë' });
    const compared = await line.run('remote', 'fetch', '--json');
    expect(compared.json()).toMatchObject({
      rows: expect.arrayContaining([
        expect.objectContaining({ jid: 'jane@example.com', verdict: 'other-live' }),
      ]),
    });
    await session.close();
    core = start();
    const roster = await standing().profile('john').roster();
    expect(roster.items.map(({ name }) => name)).toEqual(['Janet', 'Zoë']);
  });

  it('is told to refresh in words where the host is not the server’s', async () => {
    configureRemote('elsewhere.example');
    const refused = await line.run('remote', 'refresh', 'john', 'jane');
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain('the host is not the name of the virtual host');
    configureRemote();
    const status = await line.run('remote', 'status');
    expect(status.stdout).toContain('it knows no roster_admin (HTTP 404)');
  });
});

describe('a slow service', () => {
  it('is waited for, at the login and at a refresh', async () => {
    await leave();
    const slowly = (document: object) => (response: ServerResponse) => {
      setTimeout(() => response.end(JSON.stringify(document)), 3_000);
    };
    service.answer = slowly({ 'zoe@example.com': { name: 'Zoë' } });
    core = start();
    const { items } = await standing().profile('john').roster();
    expect(items.map(({ name }) => name)).toEqual(['Zoë']);

    service.answer = slowly({ 'zoe@example.com': { name: 'Zoë' }, 'ann@example.com': {} });
    const outcome = await standing().handlers.refreshRosters({ profile: 'john', users: [] });
    expect(outcome).toMatchObject({ ok: true, answer: { updated: 1 } });
    expect(outcome.durationMs).toBeGreaterThanOrEqual(2_500);
    await expect.poll(async () => (await standing().profile('john').roster()).items.length).toBe(2);
  });
});

describe('a service that fails', () => {
  it('makes the server end the stream, which is told, with patience', async () => {
    await leave();
    service.answer = (response) => {
      response.statusCode = 500;
      response.end('no');
    };
    trustAuthorities(prosody.caFile, 'xmpp.tls.ca');
    const session = await login();
    await expect(session.requestRoster()).rejects.toMatchObject({
      code: 'xmpp-stream',
      message: expect.stringContaining('it may be down'),
    });
    expect((await session.ended).code).toBe('xmpp-stream');
  });

  it('with an array of groups leaves the roster unanswered, which is told', async () => {
    service.answer = { 'jane@example.com': { groups: ['Friends'] } };
    const session = await login({ requestMs: 2_000 });
    await expect(session.requestRoster()).rejects.toMatchObject({ code: 'xmpp-timeout' });
    await session.close();
  });
});
