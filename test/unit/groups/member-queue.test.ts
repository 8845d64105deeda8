import { xml } from '@xmpp/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MemberQueue } from '../../../electron/core/groups/member-queue.ts';
import { openfireGroups } from '../../../electron/core/groups/openfire.ts';
import { openDatabase } from '../../../electron/core/store/database.ts';
import {
  type MemberProfiles,
  memberProfilesOf,
} from '../../../electron/core/store/member-profiles.ts';
import type { XmlElement } from '../../../electron/core/xmpp/element.ts';
import { StanzaError } from '../../../electron/core/xmpp/requests.ts';
import { type TemporaryFolder, temporaryFolder } from '../../servers/temporary-folders.ts';

type Answer = XmlElement | Error;

let folder: TemporaryFolder;
let database: ReturnType<typeof openDatabase>;
let profiles: MemberProfiles;
let asked: string[];
let answers: Record<string, Answer>;
let outstanding: number;
let most: number;

const nobody = () => new StanzaError('item-not-found', 'cancel', '');
const png = Buffer.from('\u0089PNG\r\n\u001A\nrest', 'latin1').toString('base64');

/** Answers by the payload's name, after a moment. */
const session = {
  query: async (to: string | null, payload: XmlElement) => {
    asked.push(`${to} ${payload.name}`);
    outstanding += 1;
    most = Math.max(most, outstanding);
    await new Promise((resolve) => setTimeout(resolve, 10));
    outstanding -= 1;
    const answer = answers[payload.name] ?? nobody();
    if (answer instanceof Error) throw answer;
    return xml('iq', { type: 'result' }, answer);
  },
};

beforeEach(() => {
  vi.useFakeTimers();
  folder = temporaryFolder('names');
  database = openDatabase(folder.path, 'john');
  profiles = memberProfilesOf(database, 'john@example.com');
  [asked, answers, outstanding, most] = [[], {}, 0, 0];
});
afterEach(() => {
  vi.useRealTimers();
  database.close();
  return folder.remove();
});

async function lookUp(jids: string[], signal = new AbortController().signal) {
  const names = new MemberQueue(profiles);
  const found = vi.fn();
  const looking = names.lookUp(jids, session, signal, found);
  await vi.runAllTimersAsync();
  await looking;
  return found;
}

const vcard4 = (...children: XmlElement[]) =>
  xml('vcard', { xmlns: 'urn:ietf:params:xml:ns:vcard-4.0' }, ...children);
const text = (name: string, value: string) => xml(name, {}, xml('text', {}, value));
const vcard = (...children: XmlElement[]) => xml('vCard', { xmlns: 'vcard-temp' }, ...children);
const nick = (name: string) =>
  xml(
    'pubsub',
    { xmlns: 'http://jabber.org/protocol/pubsub' },
    xml(
      'items',
      { node: 'http://jabber.org/protocol/nick' },
      xml('item', {}, xml('nick', { xmlns: 'http://jabber.org/protocol/nick' }, name)),
    ),
  );

describe('a member without a name', () => {
  it.each<[string, Record<string, Answer>, string | null, string | null]>([
    [
      'has the nickname of a new vCard',
      { vcard: vcard4(text('fn', 'Jane Public'), text('nickname', 'Janey')) },
      'Janey',
      'vcard4',
    ],
    [
      'has the full name of a new vCard',
      { vcard: vcard4(text('fn', 'Jane Public')) },
      'Jane Public',
      'vcard4',
    ],
    [
      'has the nickname of an old vCard',
      { vCard: vcard(xml('FN', {}, 'Jane Public'), xml('NICKNAME', {}, 'Janey')) },
      'Janey',
      'vcard',
    ],
    ['has the full name of an old vCard', { vCard: vcard(xml('FN', {}, 'Jane')) }, 'Jane', 'vcard'],
    ['has the nickname that it publishes', { pubsub: nick('Janey') }, 'Janey', 'nickname'],
    [
      'has the nickname where the vCards are empty',
      { vcard: vcard4(), vCard: vcard(xml('FN', {}, ' ')), pubsub: nick('Janey') },
      'Janey',
      'nickname',
    ],
    ['has none where nothing is said', {}, null, null],
    [
      'has none of another kind of answer',
      { vcard: xml('html', {}), vCard: xml('vCard', {}) },
      null,
      null,
    ],
    [
      'has no name that turns the text around it',
      { vcard: vcard4(text('fn', '\u202Eenaj\u202C\n\u0007 x')) },
      'enaj x',
      'vcard4',
    ],
  ])('%s', async (_, given, name, nameFrom) => {
    answers = given;
    await lookUp(['jane@x']);
    expect(profiles.find('jane@x')).toMatchObject({ name, nameFrom });
  });

  it('has the picture of its vCard, if it is one', async () => {
    const photo = (base64: string) =>
      vcard(
        xml('FN', {}, 'Jane'),
        xml('PHOTO', {}, xml('TYPE', {}, 'text/html'), xml('BINVAL', {}, base64)),
      );
    answers = { vCard: photo(`${png.slice(0, 8)}\n  ${png.slice(8)}`) };
    await lookUp(['jane@x']);
    expect(profiles.find('jane@x')?.avatar).toEqual({ type: 'image/png', base64: png });
    for (const [jid, base64] of [
      ['html@x', Buffer.from('<script>').toString('base64')],
      [
        'huge@x',
        Buffer.concat([Buffer.from(png, 'base64'), Buffer.alloc(300_000)]).toString('base64'),
      ],
      ['none@x', '%%%'],
    ] as const) {
      answers = { vCard: photo(base64) };
      await lookUp([jid]);
      expect(profiles.find(jid)).toMatchObject({ name: 'Jane', avatar: null });
    }
    answers = {
      vcard: vcard4(
        text('fn', 'Jane'),
        xml('photo', {}, xml('uri', {}, `data:image/png;base64,${png}`)),
      ),
    };
    await lookUp(['new@x']);
    expect(profiles.find('new@x')?.avatar?.type).toBe('image/png');
    answers = {
      vcard: vcard4(
        text('fn', 'Jane'),
        xml('photo', {}, xml('uri', {}, 'https://tracker.example/')),
      ),
    };
    await lookUp(['far@x']);
    expect(profiles.find('far@x')?.avatar).toBeNull();
  });
});

describe('looking up members', () => {
  it('asks few at a time, each once, whatever it found, until that has aged', async () => {
    const jids = Array.from({ length: 20 }, (_, index) => `member-${index}@x`);
    const found = await lookUp([...jids, ...jids]);
    expect(most).toBeLessThanOrEqual(3);
    expect(found).toHaveBeenCalledTimes(20);
    expect(asked).toHaveLength(60);
    await lookUp(jids);
    expect(asked).toHaveLength(60);
    vi.setSystemTime(Date.now() + 8 * 86_400_000);
    await lookUp(['member-0@x']);
    expect(asked).toHaveLength(63);
  });

  it('asks the next day whose server could not be reached, and keeps the name until then', async () => {
    answers = { vcard: vcard4(text('fn', 'Jane')) };
    await lookUp(['jane@x']);
    vi.setSystemTime(Date.now() + 8 * 86_400_000);
    answers = { vcard: new StanzaError('remote-server-timeout', 'wait', '') };
    await lookUp(['jane@x']);
    expect(profiles.find('jane@x')?.name).toBe('Jane');
    const before = asked.length;
    await lookUp(['jane@x']);
    expect(asked).toHaveLength(before);
    vi.setSystemTime(Date.now() + 2 * 86_400_000);
    await lookUp(['jane@x']);
    expect(asked.length).toBeGreaterThan(before);
  });

  it('ends with the session, and forgets nothing that it found', async () => {
    answers = { vcard: new Error('the stream has ended') };
    const found = await lookUp(['a@x', 'b@x', 'c@x', 'd@x', 'e@x', 'f@x']);
    expect(found).not.toHaveBeenCalled();
    expect(asked.length).toBeLessThanOrEqual(3);
    expect(profiles.find('a@x')).toBeUndefined();
  });

  it('ends when it is told to', async () => {
    const abort = new AbortController();
    abort.abort();
    await lookUp(['a@x'], abort.signal);
    expect(asked).toEqual([]);
  });

  it('shows no one what another account was shown', async () => {
    answers = { vcard: vcard4(text('fn', 'Jane')) };
    await lookUp(['jane@x']);
    expect(memberProfilesOf(database, 'mary@example.com').find('jane@x')).toBeUndefined();
  });
});

/** There is no Openfire to be had here: its answer is written from its documentation. */
describe('an Openfire', () => {
  const namespace = 'http://www.jivesoftware.org/protocol/sharedgroup';

  it('names its shared groups', async () => {
    vi.useRealTimers();
    answers = {
      sharedgroup: xml(
        'sharedgroup',
        { xmlns: namespace },
        xml('group', {}, 'Team'),
        xml('group', {}, 'Équipe <1>'),
      ),
    };
    expect(await openfireGroups(session)).toEqual(['Team', 'Équipe <1>']);
    expect(asked).toEqual(['null sharedgroup']);
    answers = { sharedgroup: xml('sharedgroup', { xmlns: namespace }) };
    expect(await openfireGroups(session)).toEqual([]);
  });

  it('is not what answers an error, or something else', async () => {
    vi.useRealTimers();
    expect(await openfireGroups(session)).toBeNull();
    answers = { sharedgroup: xml('query', {}) };
    expect(await openfireGroups(session)).toBeNull();
    answers = { sharedgroup: new Error('no answer in time') };
    await expect(openfireGroups(session)).rejects.toThrow('no answer');
  });
});
