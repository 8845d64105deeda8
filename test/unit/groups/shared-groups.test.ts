import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { xml } from '@xmpp/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SharedGroups } from '../../../electron/core/groups/shared-groups.ts';
import { Sharing } from '../../../electron/core/groups/sharing.ts';
import { openRecords, type Records } from '../../../electron/core/store/records.ts';
import type { XmlElement } from '../../../electron/core/xmpp/element.ts';
import { StanzaError } from '../../../electron/core/xmpp/requests.ts';
import type { Session } from '../../../electron/core/xmpp/session.ts';
import type { RosterItem } from '../../../shared/roster/item.ts';
import type { Profile } from '../../../shared/settings/schema.ts';
import { type TemporaryFolder, temporaryFolder } from '../../servers/temporary-folders.ts';
import { sampleProfile } from '../../support/core-double/sample-profile.ts';

const jane = { jid: 'jane@example.com', name: '', groups: ['Team'], subscription: 'both' };
const bob = { jid: 'bob@example.com', name: 'Bob', groups: ['Team'], subscription: 'from' };
const mum = { jid: 'mum@example.com', name: 'Mum', groups: ['Family'], subscription: 'to' };

let folder: TemporaryFolder;
let records: Records;
let sharing: Sharing;
let groups: SharedGroups;
let asked: string[];
/** Answers by the payload's name; without one, the server does not know the question. */
let answers: Record<string, XmlElement | Error>;

beforeEach(() => {
  folder = temporaryFolder('shared-groups');
  records = openRecords(folder.path, sampleProfile);
  open(sampleProfile);
  [asked, answers] = [[], {}];
});
afterEach(() => {
  vi.useRealTimers();
  groups.stop();
  records.close();
  return folder.remove();
});

function open(profile: Profile): void {
  sharing = new Sharing(
    () => profile,
    records.evidence,
    () => false,
  );
  const options = { profile: () => profile, records, sharing, settingsFolder: folder.path };
  groups = new SharedGroups(options, () => undefined);
}

function session(items: readonly RosterItem[]): Session {
  return {
    roster: { items: [...items], evidence: { versioningAdvertised: false, version: null } },
    query: async (to: string | null, payload: XmlElement) => {
      asked.push(`${to ?? 'server'} ${payload.name}`);
      const answer = answers[payload.name] ?? new StanzaError('service-unavailable', 'cancel', '');
      if (answer instanceof Error) throw answer;
      return xml('iq', { type: 'result' }, answer);
    },
  } as unknown as Session;
}

async function loggedIn(items: readonly RosterItem[] = [jane, bob, mum]) {
  const made = session(items);
  await groups.loggedIn(made);
  await groups.named();
  return made;
}

function verdicts(of: Session) {
  return groups
    .report(of)
    .groups.map(({ name, verdict, evidence }) => [name, verdict, evidence.map(({ kind }) => kind)]);
}

/** There is no Openfire to be had here: its answer is written from its documentation. */
describe('at an Openfire', () => {
  const namespace = 'http://www.jivesoftware.org/protocol/sharedgroup';
  const openfire = xml('sharedgroup', { xmlns: namespace }, xml('group', {}, 'Team'));

  it('the groups that it names are shared, with all their members, and no others', async () => {
    answers = { sharedgroup: openfire };
    const made = await loggedIn();
    expect(verdicts(made)).toEqual([
      ['Team', 'shared', ['openfire', 'both']],
      ['Family', 'personal', []],
    ]);
    const { shared } = sharing.classify(made.roster, records.ledger.entries());
    expect([...shared].sort()).toEqual(['bob@example.com', 'jane@example.com']);
  });

  it('what it said still holds where it keeps silent once', async () => {
    answers = { sharedgroup: openfire };
    await loggedIn();
    answers = { sharedgroup: new Error('no answer in time') };
    expect(verdicts(await loggedIn())[0]).toEqual(['Team', 'shared', ['openfire', 'both']]);
  });

  it('what it said is forgotten where it is none any more', async () => {
    answers = { sharedgroup: openfire };
    await loggedIn();
    answers = {};
    expect(verdicts(await loggedIn())[0]).toEqual(['Team', 'perhaps', ['both']]);
  });
});

describe('the file of the settings', () => {
  function withFile(text: string | null, jid = sampleProfile.xmpp.jid) {
    const file = path.join(folder.path, 'sharedgroups.txt');
    if (text !== null) writeFileSync(file, text);
    const xmpp = { ...sampleProfile.xmpp, jid };
    open({ ...sampleProfile, xmpp, sharedGroups: { marks: {}, file } });
  }

  it('decides about the groups that it gives to the account', async () => {
    withFile('[Team]\njohn@example.com\nbob@example.com\n');
    const made = await loggedIn();
    expect(verdicts(made)[0]).toEqual(['Team', 'shared', ['file', 'both']]);
  });

  it('knows the account as Prosody does, whatever letters it is written in', async () => {
    withFile('[Team]\nStraße@example.com\nbob@example.com\n', 'STRASSE@Example.com.');
    expect(verdicts(await loggedIn())[0]).toEqual(['Team', 'shared', ['file', 'both']]);
  });

  it('that cannot be read is a problem that is told, and the rest goes on', async () => {
    withFile(null);
    const made = await loggedIn();
    expect(groups.report(made).file?.problem?.message).toContain('there is no such file');
    expect(verdicts(made)[0]).toEqual(['Team', 'perhaps', ['both']]);
  });
});

describe('the members', () => {
  const vcard4 = xml(
    'vcard',
    { xmlns: 'urn:ietf:params:xml:ns:vcard-4.0' },
    xml('fn', {}, xml('text', {}, 'From the vCard')),
    xml('photo', {}, xml('uri', {}, `data:image/gif;base64,${btoa('GIF89a')}`)),
  );

  it('whom the roster names keep that name, and get the picture of their vCard', async () => {
    answers = { vcard: vcard4 };
    const made = await loggedIn([jane, { ...bob, subscription: 'both' }]);
    const shown = () =>
      groups.report(made).groups[0]?.members.map(({ name, avatar }) => [name, avatar !== null]);
    await expect.poll(shown, { timeout: 20_000 }).toEqual([
      ['Bob', true],
      ['From the vCard', true],
    ]);
  });

  it('of the user’s own groups are nobody’s to be looked up', async () => {
    await loggedIn([mum]);
    expect(asked).toEqual(['server sharedgroup']);
  });

  it('who come by a push are looked up, too, and once', async () => {
    const made = await loggedIn([]);
    answers = { vcard: vcard4 };
    const came = ['zoe@example.com', 'noah@example.com'].map((jid) => ({ ...jane, jid }));
    made.roster.items.push(...came);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    for (const after of came) groups.pushed({ jid: after.jid, before: undefined, after });
    // By then it is clear that no more pushes come.
    vi.advanceTimersByTime(1_000);
    vi.useRealTimers();
    await expect
      .poll(() => groups.report(made).groups[0]?.members.map(({ name }) => name), {
        timeout: 20_000,
      })
      .toEqual(['From the vCard', 'From the vCard']);
    expect(asked.filter((question) => question.endsWith(' vcard'))).toHaveLength(2);
  });

  it('who answered nothing are left in peace at a refresh, and the others are not', async () => {
    await loggedIn([jane]);
    answers = { vcard: vcard4 };
    await loggedIn([{ ...jane, jid: 'zoe@example.com' }]);
    asked = [];
    groups.forgetNames();
    await loggedIn([jane, { ...jane, jid: 'zoe@example.com' }]);
    expect(asked.filter((question) => question.endsWith(' vcard'))).toEqual([
      'zoe@example.com vcard',
    ]);
  });
});
