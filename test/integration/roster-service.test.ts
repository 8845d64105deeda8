/**
 * Rolodial as the service that keeps a roster, seen from both sides: a real Prosody with a roster module of our
 * own that behaves as mod_http_roster_admin does fetches the document, Rolodial tells it of changes, and a
 * second client sees items come and go.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCore } from '../../electron/core/core.ts';
import { headlessHost } from '../../electron/headless/host.ts';
import { syncReportSchema } from '../../shared/contract/report.ts';
import type { ServedReport } from '../../shared/contract/service-report.ts';
import { type Authority, createAuthority } from '../servers/certificates.ts';
import { freeLoopbackPorts } from '../servers/ports.ts';
import type { startProcess } from '../servers/processes.ts';
import { type ProsodyServer, startProsody } from '../servers/prosody.ts';
import { type RadicaleServer, startRadicale } from '../servers/radicale.ts';
import { logIn, type SecondClient } from '../servers/second-client.ts';
import { type TemporaryFolder, temporaryFolder } from '../servers/temporary-folders.ts';
import { card, people } from '../support/contact/cards.ts';
import {
  type CommandLine,
  johnsCommandLine,
  reconfigure,
} from '../support/headless/command-line.ts';
import { recording, rosterSets } from '../support/xmpp/wire.ts';

type Running = Awaited<ReturnType<typeof startProcess>>;

const work = 'Work';
const jidOf = (contact: string) => `${contact}%+10345678901@sms.example.com`;

let authority: Authority;
let folder: TemporaryFolder;
/** The server as it was before, which keeps the roster itself. */
let before: ProsodyServer;
/** The same server, with its roster handed over. */
let after: ProsodyServer;
let radicale: RadicaleServer;
let line: CommandLine;
let port: number;
let second: SecondClient | undefined;
let service: Running | undefined;

beforeAll(async () => {
  folder = temporaryFolder('authority');
  authority = await createAuthority(folder.path);
  [port = 0] = await freeLoopbackPorts(1);
  [before, after, radicale] = await Promise.all([
    startProsody({
      authority,
      ...recording,
      groups: '[Club]\nzoe@example.com=Zoe\njohn@example.com\n',
    }),
    startProsody({
      ...{ authority, http: true, ...recording },
      remoteRoster: `http://127.0.0.1:${port}/contacts/%s`,
    }),
    startRadicale(),
  ]);
  await radicale.writeCards(people(20));
  line = johnsCommandLine(before, radicale);
  const other = await logIn(before, 'john');
  await other.setItem({ jid: 'jane@example.com', name: 'Jane', groups: ['Friends', work] });
  await other.setItem({ jid: 'karim@example.org', name: '', groups: [] });
  await other.close();
});

afterAll(async () => {
  await second?.close();
  await stopService();
  await Promise.all([before?.stop(), after?.stop(), radicale?.stop(), line?.remove()]);
  await folder?.remove();
});

/** @param server which the account is on from now on */
function configure(server: ProsodyServer, remote: object = {}): void {
  reconfigure(line, (profile) =>
    Object.assign(profile, {
      xmpp: { ...profile.xmpp, port: server.port, tls: { ca: server.caFile } },
      remoteRoster: {
        serve: true,
        ...(server.httpPort !== undefined && {
          refresh: {
            url: `http://127.0.0.1:${server.httpPort}/roster_admin/refresh`,
            host: 'example.com',
          },
        }),
        ...remote,
      },
      sharedGroups: { marks: { Club: 'shared' } },
    }),
  );
  const settings = JSON.parse(readFileSync(line.settingsFile, 'utf8'));
  line.configure({ ...settings, service: { port } });
}

async function sync(code = 0) {
  const outcome = await line.run('sync', '--json');
  expect(outcome.code, outcome.stderr).toBe(code);
  return { report: syncReportSchema.parse(outcome.json()), said: outcome.stderr };
}

type DocumentReport = ServedReport & { readonly text: string | null };

async function served(...options: string[]): Promise<DocumentReport> {
  const outcome = await line.run('remote', 'document', '--json', ...options);
  return outcome.json() as DocumentReport;
}

async function startService(): Promise<void> {
  service = await line.start('remote', 'serve', '--json');
  await expect
    .poll(() =>
      fetch(`http://127.0.0.1:${port}/contacts/nobody`).then(({ status }) => status, String),
    )
    .toBe(404);
}

async function stopService(): Promise<void> {
  service?.signal('SIGTERM');
  await service?.ended;
  service = undefined;
}

async function documentItems(): Promise<Record<string, { name?: string; groups?: object }>> {
  const answer = await fetch(`http://127.0.0.1:${port}/contacts/john`);
  expect(answer.status).toBe(200);
  return await answer.json();
}

describe('before the server is told to ask Rolodial', () => {
  it('what the roster holds is read once, and nothing is sent to the server', async () => {
    configure(before);
    const made = rosterSets(before);
    const { report } = await sync();
    expect(report).toMatchObject({
      roster: { kind: 'served' },
      applied: { added: 40 },
      failed: [],
    });
    expect(rosterSets(before)).toBe(made);
    const { document, others, imported, announced } = await served();
    expect(document?.items).toBe(42);
    // The member of the group that is surely shared stays the server's.
    expect(others).toEqual([
      { jid: 'jane@example.com', name: 'Jane', groups: ['Friends', work] },
      { jid: 'karim@example.org', name: '', groups: [] },
    ]);
    expect(imported).toMatchObject({ source: 'roster', items: 2 });
    expect(announced).toBeNull();
  });

  it('a second sync changes nothing', async () => {
    const { tag } = (await served()).document ?? {};
    const { report } = await sync();
    expect(report.plan).toEqual({ add: 0, update: 0, remove: 0, keep: 40 });
    expect((await served()).document?.tag).toBe(tag);
  });
});

describe('once the server asks Rolodial', () => {
  it('a client sees exactly the document', async () => {
    configure(after);
    await startService();
    second = await logIn(after, 'john');
    const roster = await second.roster();
    const items = await documentItems();
    expect(Object.keys(items)).toHaveLength(42);
    expect(
      Object.fromEntries(
        roster.map(({ jid, name, groups }) => [
          jid,
          {
            ...(name && { name }),
            ...(groups.length > 0 && { groups: Object.fromEntries(groups.map((g) => [g, true])) }),
          },
        ]),
      ),
    ).toEqual(items);
    expect(roster.find(({ jid }) => jid === 'jane@example.com')?.name).toBe('Jane');
  });

  it('a sync of another process is served at once, and the client sees what came and went', async () => {
    await radicale.putCard('zoe.vcf', card('zoe', 'Zoë', '+1 613-555-9999'));
    await radicale.deleteCard('person-0.vcf');
    const { report, said } = await sync();
    expect(report.applied).toEqual({ added: 2, updated: 0, removed: 2 });
    expect(said).toContain('roster update complete (updated 1, errors 0, HTTP 200');
    const pushes = new Map<string, string>();
    while (pushes.size < 4) {
      const { jid, subscription } = (await second?.nextPush()) ?? { jid: '', subscription: '' };
      pushes.set(jid, subscription);
    }
    expect(pushes.get(jidOf('+16135559999'))).toBe('both');
    expect([...pushes.values()].sort()).toEqual(['both', 'both', 'remove', 'remove']);
    expect(Object.keys(await documentItems())).toContain(jidOf('+16135559999'));
    expect((await served()).announced).toBe(true);
  });

  it('undo brings the document back, and the client sees it', async () => {
    const outcome = await line.run('undo', '--json');
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(Object.keys(await documentItems())).not.toContain(jidOf('+16135559999'));
    const roster = await second?.roster();
    expect(roster?.map(({ jid }) => jid)).not.toContain(jidOf('+16135559999'));
    const { report } = await sync();
    expect(report.applied).toEqual({ added: 2, updated: 0, removed: 2 });
  });

  it('an empty address book stops at the guard, and the last good document is served', async () => {
    const good = await documentItems();
    const names = ['zoe.vcf', ...[...people(20).keys()].slice(1)];
    for (const name of names) await radicale.deleteCard(name);
    const { report } = await sync(4);
    expect(report.guard).toMatchObject({ reason: 'empty-read' });
    expect(await documentItems()).toEqual(good);
    await radicale.writeCards(people(20));
    await sync();
  });

  it('an address book that fails leaves the last good document', async () => {
    const good = await documentItems();
    writeFileSync(path.join(line.folder, 'carddav.secret'), 'wrong');
    const outcome = await line.run('sync');
    expect(outcome.code).toBe(1);
    expect(await documentItems()).toEqual(good);
    writeFileSync(path.join(line.folder, 'carddav.secret'), radicale.password);
  });

  it('nothing of all this was a roster set', () => {
    expect(rosterSets(after)).toBe(0);
  });
});

describe('a service that was down', () => {
  it('leaves the server without a roster, and tells it what it missed once it is back', async () => {
    await stopService();
    await radicale.putCard('yves.vcf', card('yves', 'Yves', '+1 613-555-8888'));
    const { report, said } = await sync();
    expect(report.applied.added).toBe(2);
    expect(said).toContain('1 of the rosters could not be updated');
    expect((await served()).announced).toBe(false);
    await startService();
    await expect.poll(async () => (await served()).announced).toBe(true);
    const roster = await second?.roster();
    expect(roster?.map(({ jid }) => jid)).toContain(jidOf('+16135558888'));
  });
});

describe('the items of the user’s own', () => {
  it('are added from a document, taken off by name, and left out by a setting', async () => {
    const file = path.join(line.folder, 'others.json');
    writeFileSync(
      file,
      JSON.stringify({
        'jane@example.com': { name: 'Jane Doe', groups: { Friends: true } },
        'paul@example.com': { name: 'Paul' },
        [jidOf('+16135558888')]: { name: 'Not this name' },
        'ann@example.com': { groups: ['Friends'] },
      }),
    );
    const imported = await line.run('remote', 'document', '--import', file);
    expect(imported.code, imported.stderr).toBe(0);
    expect(imported.stderr).toContain('1 added, 1 changed, 1 left as they are');
    expect(imported.stderr).toContain('ann@example.com: groups-array');
    const items = await documentItems();
    expect(items['jane@example.com']).toEqual({ name: 'Jane Doe', groups: { Friends: true } });
    expect(JSON.parse(imported.stdout)).toEqual(items);

    await line.run('remote', 'document', '--remove', 'paul@example.com', jidOf('+16135558888'));
    const left = Object.keys(await documentItems());
    expect(left).not.toContain('paul@example.com');
    expect(left).toContain(jidOf('+16135558888'));

    await stopService();
    configure(after, { keepOthers: false });
    await startService();
    await expect
      .poll(async () => Object.keys(await documentItems()))
      .not.toContain('jane@example.com');
    await stopService();
    configure(after);
    await startService();
    await expect.poll(async () => Object.keys(await documentItems())).toContain('jane@example.com');
  });
});

describe('in the application', () => {
  it('a roster never looks unknown, whatever is saved meanwhile, and the service moves with its settings', async () => {
    await stopService();
    const core = createCore(
      headlessHost({ config: line.settingsFile, data: line.dataFolder, log: () => undefined }),
    );
    core.start();
    await core.handlers.saveService({ enabled: true, address: '127.0.0.1', port });
    expect(core.state().service).toMatchObject({
      status: 'listening',
      url: `http://127.0.0.1:${port}/contacts/%s`,
    });
    const statuses = new Set<number>();
    let asking = true;
    const asked = (async () => {
      while (asking) {
        const answer = await fetch(`http://127.0.0.1:${port}/contacts/john`);
        await answer.arrayBuffer();
        statuses.add(answer.status);
      }
    })();
    for (const format of ['%name', '[%alias] %name', '[%alias] %name (%type)']) {
      const [profile] = core.state().settings.profiles;
      if (!profile) throw new Error('there is no profile');
      await core.handlers.saveProfile({ ...profile, format });
    }
    asking = false;
    await asked;
    expect([...statuses]).toEqual([200]);
    expect(core.state().service.requests[0]).toMatchObject({ account: 'john@example.com' });

    const [other = 0] = await freeLoopbackPorts(1);
    await core.handlers.saveService({ enabled: true, address: '127.0.0.1', port: other });
    expect((await fetch(`http://127.0.0.1:${other}/contacts/john`)).status).toBe(200);
    await expect(fetch(`http://127.0.0.1:${port}/contacts/john`)).rejects.toThrow();
    await core.stop();
    await expect(fetch(`http://127.0.0.1:${other}/contacts/john`)).rejects.toThrow();
  });
});
