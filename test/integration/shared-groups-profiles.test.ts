/**
 * Names and pictures of the members of shared groups, from a real Prosody that keeps both kinds of vCard apart
 * (mod_vcard4 and mod_vcard): which one wins, and that members are asked gently. What is asked, and when it
 * is answered, Prosody itself writes down.
 */
import { readFileSync } from 'node:fs';
import { xml } from '@xmpp/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Core, createCore } from '../../electron/core/core.ts';
import { openDatabase } from '../../electron/core/store/database.ts';
import { headlessHost } from '../../electron/headless/host.ts';
import type { GroupMember } from '../../shared/contract/groups-report.ts';
import { type ProsodyServer, startProsody } from '../servers/prosody.ts';
import { type RadicaleServer, startRadicale } from '../servers/radicale.ts';
import { logIn } from '../servers/second-client.ts';
import { type CommandLine, johnsCommandLine } from '../support/headless/command-line.ts';

const picture = (first: string) =>
  Buffer.from(`\u0089PNG\r\n\u001A\n of the ${first} vCard`, 'latin1').toString('base64');

const vcard4 = (name: string | null) =>
  xml(
    'vcard',
    { xmlns: 'urn:ietf:params:xml:ns:vcard-4.0' },
    ...(name === null ? [] : [xml('fn', {}, xml('text', {}, name))]),
    xml('photo', {}, xml('uri', {}, `data:image/png;base64,${picture('new')}`)),
  );
const vcard = (name: string, withPicture = true) =>
  xml(
    'vCard',
    { xmlns: 'vcard-temp' },
    xml('FN', {}, name),
    ...(withPicture
      ? [xml('PHOTO', {}, xml('TYPE', {}, 'image/png'), xml('BINVAL', {}, picture('old')))]
      : []),
  );
const nick = (name: string) =>
  xml(
    'pubsub',
    { xmlns: 'http://jabber.org/protocol/pubsub' },
    xml(
      'publish',
      { node: 'http://jabber.org/protocol/nick' },
      xml('item', {}, xml('nick', { xmlns: 'http://jabber.org/protocol/nick' }, name)),
    ),
  );

const shown: Readonly<Record<string, readonly ReturnType<typeof xml>[]>> = {
  both: [vcard4('New Both'), vcard('Old Both'), nick('Nick Both')],
  old: [vcard('Old'), nick('Nick Old')],
  faceless: [vcard4(null), vcard('Old Name', false)],
  nick: [nick('Nicky')],
  named: [vcard4('Never shown')],
};

/** Nobody has these accounts, or shows anything. */
const silent = Array.from({ length: 12 }, (_, index) => `silent-${index}@example.com`);

const groups = `[Team]
john@example.com
both@example.com
old@example.com
faceless@example.com
nick@example.com
named@example.com=Her Name
${silent.join('\n')}
`;

let prosody: ProsodyServer;
let radicale: RadicaleServer;
let line: CommandLine;
let core: Core;

beforeAll(async () => {
  const users = Object.keys(shown).map((user) => [user, 'secret'] as const);
  [prosody, radicale] = await Promise.all([
    startProsody({
      users: { john: 'secret', ...Object.fromEntries(users) },
      groups,
      modules: ['stanza_debug', 'vcard'],
      configuration: `log = { debug = "*console" }
modules_disabled = { "s2s"; "s2s_auth_certs"; "vcard_legacy" }`,
    }),
    startRadicale(),
  ]);
  for (const [user, payloads] of Object.entries(shown)) {
    const member = await logIn(prosody, user);
    for (const payload of payloads) await member.set(payload);
    await member.close();
  }
  line = johnsCommandLine(prosody, radicale);
  start();
});

function start(): void {
  core = createCore(
    headlessHost({ config: line.settingsFile, data: line.dataFolder, log: () => undefined }),
  );
}

afterAll(async () => {
  await core?.stop();
  await Promise.all([prosody?.stop(), radicale?.stop(), line?.remove()]);
});

async function members(): Promise<Map<string, GroupMember>> {
  await core.profile('john').groups.listWithNames();
  const { groups: found } = await core.handlers.listGroups({ profile: 'john' });
  return new Map(found.flatMap((group) => group.members.map((each) => [each.jid, each])));
}

const kinds = {
  'urn:ietf:params:xml:ns:vcard-4.0': 'new vCard',
  'vcard-temp': 'old vCard',
  'http://jabber.org/protocol/pubsub': 'nickname',
} as const;

interface Question {
  readonly id: string;
  readonly jid: string;
  readonly kind: string;
}

/** The stanzas of all streams in their order, as they came over the wire. */
function stanzas(): string[] {
  return readFileSync(prosody.logFile, 'utf8')
    .split('\n')
    .flatMap((text) => /\t(?<stanza>(?:RECV|SEND): <iq .*)$/.exec(text)?.groups?.['stanza'] ?? []);
}

function question(stanza: string): Question | undefined {
  const found =
    /^RECV: <iq(?=[^>]* type='get')(?=[^>]* id='(?<id>[^']+)')(?=[^>]* to='(?<jid>[^']+)')[^>]*><\w+ xmlns='(?<namespace>[^']+)'/.exec(
      stanza,
    )?.groups;
  const kind = kinds[found?.['namespace'] as keyof typeof kinds];
  return found && kind ? { id: found['id'] ?? '', jid: found['jid'] ?? '', kind } : undefined;
}

/** What the members were asked, from the first stanza or a later one on. */
function questions(since = 0): Question[] {
  return stanzas()
    .slice(since)
    .flatMap((stanza) => question(stanza) ?? []);
}

function kindsAsked(jid: string, since = 0): string[] {
  return questions(since).flatMap((each) => (each.jid === jid ? each.kind : []));
}

const url = (first: string) => `data:image/png;base64,${picture(first)}`;

describe('a member of a shared group', () => {
  it('has the name of the new vCard, else of the old one, else the nickname', async () => {
    const found = await members();
    const nameOf = (user: string) => {
      const { name, nameFrom } = found.get(`${user}@example.com`) ?? {};
      return [name, nameFrom];
    };
    expect(nameOf('both')).toEqual(['New Both', 'vcard4']);
    expect(nameOf('old')).toEqual(['Old', 'vcard']);
    expect(nameOf('faceless')).toEqual(['Old Name', 'vcard']);
    expect(nameOf('nick')).toEqual(['Nicky', 'nickname']);
    expect(nameOf('named')).toEqual(['Her Name', 'roster']);
    expect(nameOf('silent-0')).toEqual(['silent-0@example.com', 'jid']);
  });

  it('has the picture of the vCard that has one, whoever gave the name', async () => {
    const avatarOf = async (user: string) => (await members()).get(`${user}@example.com`)?.avatar;
    expect(await avatarOf('both')).toBe(url('new'));
    expect(await avatarOf('old')).toBe(url('old'));
    expect(await avatarOf('faceless')).toBe(url('new'));
    expect(await avatarOf('nick')).toBeNull();
    await expect.poll(() => avatarOf('named'), { timeout: 30_000 }).toBe(url('new'));
  });

  it('is asked for one after the other, and for no more than is missing', () => {
    const all = ['new vCard', 'old vCard', 'nickname'];
    expect(kindsAsked('both@example.com')).toEqual(['new vCard']);
    expect(kindsAsked('old@example.com')).toEqual(['new vCard', 'old vCard']);
    expect(kindsAsked('nick@example.com')).toEqual(all);
    for (const jid of silent) expect([jid, kindsAsked(jid)]).toEqual([jid, all]);
  });

  it('is one of three at most who are asked at a time', () => {
    const outstanding = new Set<string>();
    let most = 0;
    for (const stanza of stanzas()) {
      const asked = question(stanza)?.id;
      const answered = /^SEND: <iq[^>]* id='(?<id>[^']+)'/.exec(stanza)?.groups?.['id'];
      if (asked !== undefined) outstanding.add(asked);
      if (answered !== undefined) outstanding.delete(answered);
      most = Math.max(most, outstanding.size);
    }
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(3);
  });

  it('is not asked again by the next Rolodial on the same records', async () => {
    await core.stop();
    const since = stanzas().length;
    start();
    expect((await members()).get('both@example.com')?.name).toBe('New Both');
    const run = await line.run('groups', '--json');
    expect(run.code).toBe(0);
    expect(run.stdout).toContain('"name":"New Both"');
    expect(questions(since)).toEqual([]);
  });

  it('who answered nothing is not asked at a refresh; whose name may have changed is', async () => {
    const both = await logIn(prosody, 'both');
    await both.set(vcard4('Newest Both'));
    await both.close();
    const since = stanzas().length;
    await core.handlers.refreshGroups({ profile: 'john' });
    await expect
      .poll(async () => (await members()).get('both@example.com')?.name, { timeout: 30_000 })
      .toBe('Newest Both');
    expect(questions(since).filter(({ jid }) => silent.includes(jid))).toEqual([]);
  });

  it('who answered nothing is asked again once that has aged', async () => {
    await core.stop();
    const database = openDatabase(line.dataFolder, 'john');
    database
      .prepare('UPDATE member_profile SET ask_again_at = ? WHERE jid = ?')
      .run(new Date(0).toISOString(), 'silent-3@example.com');
    database.close();
    const since = stanzas().length;
    start();
    await members();
    const asked = questions(since).filter(({ jid }) => silent.includes(jid));
    expect(asked.map(({ jid }) => jid)).toEqual(Array(3).fill('silent-3@example.com'));
  });
});

describe('a group', () => {
  it('that came back after another client took it off is shared, for that reason too', async () => {
    await members();
    const other = await logIn(prosody, 'john');
    await other.roster();
    await other.setItem({ jid: 'old@example.com', name: 'Old', groups: [] });
    await other.close();
    // The push has come when the member is gone from the group.
    await expect
      .poll(async () => (await members()).has('old@example.com'), { timeout: 30_000 })
      .toBe(false);
    await core.handlers.refreshGroups({ profile: 'john' });
    const { groups: found } = await core.handlers.listGroups({ profile: 'john' });
    expect(found[0]?.evidence.find(({ kind }) => kind === 'came-back')).toMatchObject({
      jid: 'old@example.com',
    });
  });
});
