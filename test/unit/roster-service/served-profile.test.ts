/** The roster that Rolodial keeps itself: where it comes from, what is served of it, and what survives a kill. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Sharing } from '../../../electron/core/groups/sharing.ts';
import { ServedProfile } from '../../../electron/core/roster-service/served-profile.ts';
import { openRecords, type Records } from '../../../electron/core/store/records.ts';
import type { Session } from '../../../electron/core/xmpp/session.ts';
import { RolodialError } from '../../../shared/errors.ts';
import type { DocumentItem } from '../../../shared/roster/document.ts';
import { newEntry } from '../../../shared/roster/ledger.ts';
import type { Profile } from '../../../shared/settings/schema.ts';
import { type TemporaryFolder, temporaryFolder } from '../../servers/temporary-folders.ts';
import { sampleProfile } from '../../support/core-double/sample-profile.ts';

const settings = (changes: Partial<Profile['remoteRoster']> = {}): Profile => ({
  ...sampleProfile,
  remoteRoster: { checkAtLogin: true, serve: true, keepOthers: true, ...changes },
});
const jane = { jid: 'jane@example.com', name: 'Jane', groups: ['Friends'] };
const karim = { jid: 'karim@example.org', name: '', groups: [] };
const ours = {
  jid: '+16135550101%+16135550100@sms.example.com',
  name: '[Home] Ann (cell)',
  groups: ['Home'],
};

let folder: TemporaryFolder;
let records: Records;
const opened = (profile: Profile) => openRecords(folder.path, profile);
/** The roster that the server shows. */
let live: Map<string, DocumentItem>;
/** What the server says to who logs in. */
let refusal: RolodialError | null;

beforeEach(() => {
  folder = temporaryFolder('served');
  records = opened(settings());
  live = new Map();
  refusal = null;
});
afterEach(() => {
  records.close();
  return folder.remove();
});

function put(...items: readonly DocumentItem[]): void {
  for (const item of items) live.set(item.jid, item);
}

/** A login to a server that shows the live roster, and takes nothing. */
const session: Session = {
  roster: {
    get items() {
      return [...live.values()].map((item) => ({ ...item, subscription: 'both' }));
    },
    evidence: { versioningAdvertised: false, version: null },
  },
  ended: new Promise(() => undefined),
  requestRoster: async () => undefined,
  setItem: () => Promise.reject(new Error('nothing may be sent')),
  removeItem: () => Promise.reject(new Error('nothing may be sent')),
  query: () => Promise.reject(new Error('nothing may be asked')),
  close: async () => undefined,
};

function served(
  changes: Partial<Profile['remoteRoster']> = {},
  sharedGroups: Profile['sharedGroups'] = { marks: {} },
): ServedProfile {
  const profile = { ...settings(changes), sharedGroups };
  const { serve } = profile.remoteRoster;
  return new ServedProfile(
    {
      profile,
      records,
      sharing: new Sharing(
        () => profile,
        records.evidence,
        () => serve,
      ),
      dataFolder: folder.path,
      account: {
        async openForQuestion() {
          if (refusal) throw refusal;
          return session;
        },
      },
      log: () => undefined,
    },
    () => Promise.reject(new Error('nobody is to be told')),
    () => undefined,
  );
}

/** A new run of Rolodial. */
function restarted(changes: Partial<Profile['remoteRoster']> = {}): ServedProfile {
  records.close();
  records = opened(settings(changes));
  return served(changes);
}

function document(profile: ServedProfile): Record<string, unknown> | null {
  const text = profile.text();
  return text === null ? null : JSON.parse(text);
}

describe('what the roster held before', () => {
  it('is read once, and is the first document', async () => {
    put(jane, karim);
    const profile = served();
    expect(document(profile)).toBeNull();
    await profile.open();
    expect(document(profile)).toEqual({
      'jane@example.com': { name: 'Jane', groups: { Friends: true } },
      'karim@example.org': {},
    });
    put({ ...jane, name: 'Janet' });
    const again = restarted();
    await again.open();
    expect(document(again)?.['jane@example.com']).toMatchObject({ name: 'Jane' });
  });

  it('is never taken for empty because it could not be read', async () => {
    refusal = new RolodialError('xmpp-unreachable', 'The server cannot be reached.');
    const profile = served();
    await expect(profile.open()).rejects.toMatchObject({
      code: 'service-import',
      message: expect.stringContaining('The server cannot be reached.'),
    });
    expect(await profile.representation(false)).toBeNull();
    refusal = null;
    put(jane);
    await profile.open();
    expect(document(profile)).toHaveProperty(['jane@example.com']);
  });

  it('is not asked for where the user wants none of it', async () => {
    refusal = new RolodialError('xmpp-unreachable', 'The server cannot be reached.');
    const roster = await served({ keepOthers: false }).open();
    await roster.requestRoster();
    expect(roster.roster.items).toEqual([]);
  });

  it('is read again after the server has kept the roster meanwhile, and loses nobody', async () => {
    put(jane);
    await served().open();
    restarted({ serve: false });
    live.delete(jane.jid);
    put(karim);
    const profile = restarted();
    await profile.open();
    expect(Object.keys(document(profile) ?? {})).toEqual([jane.jid, karim.jid]);
  });

  it('holds no member of a group that the user calls shared', async () => {
    put(jane, { ...karim, groups: ['Club'] });
    const profile = served({}, { marks: { Club: 'shared' } });
    await profile.open();
    expect(Object.keys(document(profile) ?? {})).toEqual([jane.jid]);
  });
});

describe('a document from a file', () => {
  it('adds and renames, and touches nothing that is Rolodial’s own', async () => {
    put(jane, ours);
    records.ledger.put([newEntry(ours.jid, ours)]);
    const profile = served();
    await profile.open();
    const text = JSON.stringify({
      [jane.jid]: { name: 'Jane Doe' },
      [ours.jid]: { name: 'Other' },
      'paul@example.com': { groups: { Work: true } },
      'ann@example.com': { groups: ['Work'] },
    });
    expect(await profile.import(text)).toMatchObject({
      ...{ added: 1, changed: 1, left: 1 },
      faults: [{ jid: 'ann@example.com', reason: 'groups-array' }],
    });
    expect(document(profile)).toEqual({
      [ours.jid]: { name: '[Home] Ann (cell)', groups: { Home: true } },
      [jane.jid]: { name: 'Jane Doe' },
      'paul@example.com': { groups: { Work: true } },
    });
    expect(profile.report().others.map(({ jid }) => jid)).toEqual([jane.jid, 'paul@example.com']);
  });

  it.each(['', '[]', 'null', '{"a":', '<html>'])('%j changes nothing', async (text) => {
    put(jane);
    const profile = served();
    await profile.open();
    await expect(profile.import(text)).rejects.toMatchObject({ code: 'bad-input' });
    expect(Object.keys(document(profile) ?? {})).toEqual([jane.jid]);
  });

  it('stands for what the roster held, where that cannot be read', async () => {
    refusal = new RolodialError('xmpp-stream', 'The service is down.');
    const profile = served();
    await profile.import(JSON.stringify({ [jane.jid]: {} }));
    await profile.open();
    expect(Object.keys(document(profile) ?? {})).toEqual([jane.jid]);
    expect(profile.report().imported).toMatchObject({ source: 'file', items: 1 });
  });

  it('is refused for a roster that Rolodial does not keep', async () => {
    await expect(served({ serve: false }).import('{}')).rejects.toMatchObject({
      code: 'settings-invalid',
    });
  });
});

describe('what is served', () => {
  it('is the last good document while a sync runs, and after one that was killed', async () => {
    put(jane);
    const session = await served().open();
    await session.requestRoster();
    await session.setItem(ours.jid, ours);
    // Rolodial is killed here.
    const profile = restarted();
    await profile.start();
    expect(Object.keys(document(profile) ?? {})).toEqual([jane.jid]);
    await profile.syncEnded();
    expect(Object.keys(document(profile) ?? {})).toEqual([ours.jid, jane.jid]);
  });

  it('is built once per change, and named by what it holds', async () => {
    put(jane);
    const profile = served();
    const session = await profile.open();
    const first = await profile.representation(false);
    await profile.syncEnded();
    expect((await profile.representation(false))?.body).toBe(first?.body);
    const zipped = await profile.representation(true);
    expect((await profile.representation(true))?.body).toBe(zipped?.body);
    expect(zipped?.etag).not.toBe(first?.etag);

    await session.requestRoster();
    await session.setItem(ours.jid, ours);
    await profile.syncEnded();
    expect((await profile.representation(false))?.etag).not.toBe(first?.etag);
    await session.removeItem(ours.jid);
    await profile.syncEnded();
    expect((await profile.representation(false))?.etag).toBe(first?.etag);
  });

  it('follows another process that has synced', async () => {
    put(jane);
    const profile = served();
    await profile.open();
    await profile.representation(true);
    const other = openRecords(folder.path, settings());
    other.servedRoster.publish({
      builtAt: new Date().toISOString(),
      tag: 't',
      text: '{}',
      items: 0,
    });
    other.close();
    expect((await profile.representation(false))?.body.toString()).toBe('{}');
    expect((await profile.representation(true))?.etag).toBe('"t-gzip"');
  });

  it('is without the user’s own from when the settings say so, and with them again', async () => {
    put(jane, ours);
    records.ledger.put([newEntry(ours.jid, ours)]);
    await served().open();
    const without = restarted({ keepOthers: false });
    await without.start();
    expect(Object.keys(document(without) ?? {})).toEqual([ours.jid]);
    const again = restarted();
    await again.start();
    expect(Object.keys(document(again) ?? {})).toEqual([ours.jid, jane.jid]);
  });

  it('loses items that are taken off by name, but none of Rolodial’s own', async () => {
    put(jane, karim, ours);
    records.ledger.put([newEntry(ours.jid, ours)]);
    const profile = served();
    await profile.open();
    await profile.removeOthers([jane.jid, ours.jid, 'nobody@example.com']);
    expect(Object.keys(document(profile) ?? {})).toEqual([ours.jid, karim.jid]);
  });

  it('takes odd names as a server would, and refuses what no server takes', async () => {
    const session = await served({ keepOthers: false }).open();
    await session.requestRoster();
    expect(
      await session.setItem('Odd@Example.com/x', {
        name: 'a\u0000\uD800b',
        groups: ['G', 'G', ''],
      }),
    ).toEqual({ ok: true });
    expect(session.roster.items).toEqual([
      { jid: 'odd@example.com', name: 'a\uFFFDb', groups: ['G'], subscription: 'none' },
    ]);
    const long = { name: 'ä'.repeat(10_000), groups: [] };
    expect(await session.setItem('a@example.com', long)).toMatchObject({
      ok: false,
      type: 'modify',
    });
    expect(await session.setItem('no address', long)).toMatchObject({ condition: 'jid-malformed' });
    expect(await session.removeItem('nobody@example.com')).toMatchObject({
      condition: 'item-not-found',
    });
    await expect(session.query(null, undefined as never)).rejects.toMatchObject({
      condition: 'service-unavailable',
    });
  });
});
