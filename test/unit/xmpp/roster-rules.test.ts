/** RFC 6121 §2, rule by rule, against a scripted server. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SessionOptions } from '../../../electron/core/xmpp/session.ts';
import type { ScriptedOptions } from '../../servers/scripted-xmpp.ts';
import { type Stage, stage } from '../../support/xmpp/scripted-login.ts';

let current: Stage | undefined;

async function begin(
  script: ScriptedOptions = {},
  account = {},
  options: SessionOptions = {},
): Promise<Stage> {
  current = await stage(script, account, options);
  return current;
}

afterEach(async () => {
  await current?.leave();
  current = undefined;
});

const standing = `<item jid='jane@example.com' name='Jane' subscription='both'><group>Friends</group></item>`;

function push(attributes: string, items: string): string {
  return `<iq type='set' id='p1' ${attributes}><query xmlns='jabber:iq:roster' ver='v2'>${items}</query></iq>`;
}

function isRosterGet(element: { attrs: Record<string, string>; getChild(name: string): unknown }) {
  return element.attrs['type'] === 'get' && element.getChild('query') !== undefined;
}

describe('§2.1.1 versions', () => {
  it('asks for the whole roster without one, each time, whatever the server offers', async () => {
    const { session, wire } = await begin({
      features: `<ver xmlns='urn:xmpp:features:rosterver'/>`,
      roster: standing,
    });
    await session.requestRoster();
    await session.requestRoster();
    const gets = wire.received.filter(isRosterGet);
    expect(gets).toHaveLength(2);
    for (const get of gets) expect(get.getChild('query')?.attrs['ver']).toBeUndefined();
    expect(session.roster.evidence.versioningAdvertised).toBe(true);
  });
});

describe('§2.6 versions that cannot be trusted', () => {
  it('§2.6.3 what pushes say of the version changes nothing: with mod_groups Prosody says "1" each time', async () => {
    const { session, wire } = await begin({ roster: standing });
    await session.requestRoster();
    for (const id of ['p1', 'p2']) {
      wire.send(push('', `<item jid='bob@example.com' name='${id}'/>`).replace('p1', id));
      await wire.expect((element) => element.attrs['id'] === id);
      expect(session.roster.items.find((item) => item.jid === 'bob@example.com')?.name).toBe(id);
    }
    expect(session.roster.evidence.version).toBeNull();
    await session.requestRoster();
    const gets = wire.received.filter(isRosterGet);
    expect(gets.at(-1)?.getChild('query')?.attrs['ver']).toBeUndefined();
    expect(session.roster.items.map((item) => item.jid)).toEqual(['jane@example.com']);
  });

  it('§2.6.2 the version of a result is kept as a sign of who keeps the roster, and for nothing else', async () => {
    const { session, wire } = await begin({
      onElement(element, at) {
        if (!isRosterGet(element)) return undefined;
        const query = `<query xmlns='jabber:iq:roster' ver='v7'>${standing}</query>`;
        at.send(`<iq type='result' id='${element.attrs['id']}'>${query}</iq>`);
        return true;
      },
    });
    await session.requestRoster();
    expect(session.roster.evidence.version).toBe('v7');
    await session.requestRoster();
    for (const get of wire.received.filter(isRosterGet)) {
      expect(get.getChild('query')?.attrs['ver']).toBeUndefined();
    }
  });
});

describe('§2.1.2 the items', () => {
  it.each([
    ['§2.1.2.3 lower-cases the JID', `<item jid='Jane@Example.COM'/>`, { jid: 'jane@example.com' }],
    ['§2.1.2.3 a JID with a resource', `<item jid='a@b/c'/>`, { jid: 'a@b' }],
    ['§2.1.2.4 no name', `<item jid='a@b'/>`, { name: '' }],
    ['§2.1.2.4 an empty name', `<item jid='a@b' name=''/>`, { name: '' }],
    [
      '§2.1.2.4 escaped characters in the name',
      `<item jid='a@b' name='&lt;&amp;&gt;&quot;&apos;&#233;'/>`,
      { name: `<&>"'é` },
    ],
    ['§2.1.2.5 no subscription', `<item jid='a@b'/>`, { subscription: 'none' }],
    [
      '§2.1.2.5 subscription both',
      `<item jid='a@b' subscription='both'/>`,
      { subscription: 'both' },
    ],
    ['§2.1.2.5 a subscription that nobody knows', `<item jid='a@b' subscription='bogus'/>`, {}],
    ['§2.1.2.5 "remove", which only a push may say', `<item jid='a@b' subscription='remove'/>`, {}],
    ['§2.1.2.6 an empty group', `<item jid='a@b'><group/></item>`, { groups: [''] }],
    [
      '§2.1.2.2 and §2.1.2.1: ask and approved change nothing',
      `<item jid='a@b' ask='subscribe' approved='true'/>`,
      { subscription: 'none' },
    ],
    [
      '§2.1.2.6 several groups',
      `<item jid='a@b'><group>One</group><group>Two</group></item>`,
      { groups: ['One', 'Two'] },
    ],
  ])('%s', async (_, item, expected) => {
    const { session } = await begin({ roster: item });
    await session.requestRoster();
    expect(session.roster.items).toEqual([
      { jid: 'a@b', name: '', groups: [], subscription: 'none', ...expected },
    ]);
  });

  it('§2.1.2.3 an item without a JID is left out, the others stay', async () => {
    const { session } = await begin({ roster: `<item name='Nobody'/>${standing}` });
    await session.requestRoster();
    expect(session.roster.items.map((item) => item.jid)).toEqual(['jane@example.com']);
  });
});

describe('§2.1.3 and §2.1.4 roster get and result', () => {
  it('the get holds no item and is addressed to nobody but the account', async () => {
    const { session, wire } = await begin();
    await session.requestRoster();
    const [get] = wire.received.filter(isRosterGet);
    expect(get?.attrs['to']).toBeUndefined();
    expect(get?.getChild('query')?.getChildElements()).toEqual([]);
  });

  it('a result replaces all that was known', async () => {
    const rosters = [standing, `<item jid='bob@example.com'/>`];
    const { session } = await begin({
      onElement(element, wire) {
        if (!isRosterGet(element)) return undefined;
        wire.send(
          `<iq type='result' id='${element.attrs['id']}'><query xmlns='jabber:iq:roster'>${rosters.shift()}</query></iq>`,
        );
        return true;
      },
    });
    await session.requestRoster();
    await session.requestRoster();
    expect(session.roster.items.map((item) => item.jid)).toEqual(['bob@example.com']);
  });

  it('§2.6.3 a result without content is no empty roster: what was known stays, and the read has failed', async () => {
    let empty = false;
    const { session } = await begin({
      roster: standing,
      onElement(element, wire) {
        if (!empty || !isRosterGet(element)) return undefined;
        wire.send(`<iq type='result' id='${element.attrs['id']}'/>`);
        return true;
      },
    });
    await session.requestRoster();
    empty = true;
    await expect(session.requestRoster()).rejects.toMatchObject({ code: 'xmpp-stream' });
    expect(session.roster.items).toHaveLength(1);
  });

  it('an error says that the roster was not given, and why', async () => {
    const { session } = await begin({
      onElement(element, wire) {
        if (!isRosterGet(element)) return undefined;
        wire.send(
          `<iq type='error' id='${element.attrs['id']}'><error type='wait'><internal-server-error xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>`,
        );
        return true;
      },
    });
    await expect(session.requestRoster()).rejects.toMatchObject({
      code: 'xmpp-stream',
      message: expect.stringContaining('internal-server-error'),
    });
  });
});

describe('§2.1.5 and §2.3 to §2.5 roster sets', () => {
  it('§2.3.1 an addition is one item with its name and groups', async () => {
    const { session, wire } = await begin();
    const naming = { name: 'Jane', groups: ['Home', 'Work'] };
    expect(await session.setItem('jane@example.com', naming)).toEqual({ ok: true });
    const sent = await wire.expect((element) => element.attrs['type'] === 'set');
    expect(sent.attrs['to']).toBeUndefined();
    const items = sent.getChild('query', 'jabber:iq:roster')?.getChildren('item') ?? [];
    expect(items).toHaveLength(1);
    expect(items[0]?.attrs).toEqual({ jid: 'jane@example.com', name: 'Jane' });
    expect(items[0]?.getChildren('group').map((group) => group.text())).toEqual(['Home', 'Work']);
  });

  it('§2.4.1 an update is the item with all its groups, and says nothing of the subscription', async () => {
    const { session, wire } = await begin({ roster: standing });
    await session.requestRoster();
    const naming = { name: 'Jane Doe', groups: ['Friends', 'Home'] };
    expect(await session.setItem('jane@example.com', naming)).toEqual({ ok: true });
    const sent = await wire.expect((element) => element.attrs['type'] === 'set');
    const items = sent.getChild('query', 'jabber:iq:roster')?.getChildren('item') ?? [];
    expect(items).toHaveLength(1);
    expect(items[0]?.attrs).toEqual({ jid: 'jane@example.com', name: 'Jane Doe' });
    expect(items[0]?.getChildren('group').map((group) => group.text())).toEqual(naming.groups);
  });

  it('§2.4.2 an update shows when the server pushes it, whichever comes first: the push or the answer', async () => {
    for (const pushFirst of [true, false]) {
      const changed = push(
        '',
        `<item jid='jane@example.com' name='Jane Doe' subscription='both'/>`,
      );
      const { session, wire, leave } = await begin({
        roster: standing,
        onElement(element, at) {
          if (element.attrs['type'] !== 'set') return undefined;
          const answer = `<iq type='result' id='${element.attrs['id']}'/>`;
          at.send(pushFirst ? changed + answer : answer + changed);
          return true;
        },
      });
      await session.requestRoster();
      await session.setItem('jane@example.com', { name: 'Jane Doe', groups: [] });
      await wire.expect((element) => element.attrs['id'] === 'p1');
      expect(session.roster.items.map((item) => item.name)).toEqual(['Jane Doe']);
      await leave();
    }
    current = undefined;
  });

  it('§2.5.1 a removal says so, and nothing else', async () => {
    const { session, wire } = await begin();
    expect(await session.removeItem('jane@example.com')).toEqual({ ok: true });
    const sent = await wire.expect((element) => element.attrs['type'] === 'set');
    const item = sent.getChild('query')?.getChild('item');
    expect(item?.attrs).toEqual({ jid: 'jane@example.com', subscription: 'remove' });
    expect(item?.children).toEqual([]);
  });

  it.each([
    ['§2.3.3 forbidden', 'auth', 'forbidden'],
    ['§2.3.3 bad-request', 'modify', 'bad-request'],
    ['§2.3.3 not-acceptable', 'modify', 'not-acceptable'],
    ['§2.5.3 item-not-found', 'modify', 'item-not-found'],
    ['§2.5.3 forbidden', 'cancel', 'forbidden'],
    ['RFC 6120 §8.3.3.10 not-allowed (ejabberd’s policy)', 'cancel', 'not-allowed'],
    ['RFC 6120 §8.3.3.6 internal-server-error', 'wait', 'internal-server-error'],
    ['RFC 6120 §8.3.3.8 jid-malformed', 'modify', 'jid-malformed'],
    ['RFC 6120 §8.3.3.11 not-authorized', 'auth', 'not-authorized'],
    ['RFC 6120 §8.3.3.12 policy-violation', 'modify', 'policy-violation'],
    ['RFC 6120 §8.3.3.21 a condition of the server’s own', 'cancel', 'undefined-condition'],
    ['RFC 6120 §8.3.3.19 service-unavailable', 'cancel', 'service-unavailable'],
    ['RFC 6120 §8.3.3.18 resource-constraint', 'wait', 'resource-constraint'],
  ])('%s is reported with its type and the words of the server', async (_, type, condition) => {
    const { session } = await begin({
      onElement(element, wire) {
        if (element.attrs['type'] !== 'set') return undefined;
        wire.send(
          `<iq type='error' id='${element.attrs['id']}'><error type='${type}'><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/><text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>No</text></error></iq>`,
        );
        return true;
      },
    });
    const result = await session.setItem('jane@example.com', { name: 'Jane', groups: [] });
    expect(result).toEqual({ ok: false, condition, type, text: 'No' });
  });

  it('that are answered count as made where no push tells of them, until one does', async () => {
    const { session, wire } = await begin();
    await session.requestRoster();
    const jane = { jid: 'jane@example.com', subscription: 'none' };
    await session.setItem('Jane@example.com', { name: ' Jane\t', groups: ['Friends', 'Friends'] });
    expect(session.roster.items).toEqual([{ ...jane, name: 'Jane', groups: ['Friends'] }]);
    expect([...(session.roster.assumed ?? [])]).toEqual([jane.jid]);

    wire.send(push('', `<item jid='jane@example.com' name='Jan'/>`));
    await wire.expect((element) => element.attrs['id'] === 'p1');
    expect(session.roster.items).toEqual([{ ...jane, name: 'Jan', groups: [] }]);
    expect(session.roster.assumed?.size).toBe(0);
    expect(session.roster.shown?.get(jane.jid)?.name).toBe('Jan');
  });

  it('that are answered behind their push stand as the push has told', async () => {
    const { session } = await begin({
      onElement({ attrs }, { send }) {
        if (attrs['type'] !== 'set') return false;
        send(push('', `<item jid='jane@example.com' name='Jan'/>`));
        send(`<iq type='result' id='${attrs['id']}'/>`);
        return true;
      },
    });
    await session.setItem('jane@example.com', { name: 'Jane', groups: [] });
    expect(session.roster.items.map(({ name }) => name)).toEqual(['Jan']);
    expect(session.roster.assumed?.size).toBe(0);
  });

  it('that are refused, or never answered, change nothing', async () => {
    const { session } = await begin(
      {
        roster: standing,
        onElement({ attrs }, { send }) {
          if (attrs['type'] !== 'set') return false;
          const condition = `<not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>`;
          const error = `<error type='modify'>${condition}</error>`;
          send(`<iq type='error' id='${attrs['id']}'>${error}</iq>`);
          return true;
        },
      },
      {},
    );
    await session.requestRoster();
    await session.setItem('jane@example.com', { name: 'Other', groups: [] });
    await session.removeItem('jane@example.com');
    expect(session.roster.items.map(({ name }) => name)).toEqual(['Jane']);
    expect(session.roster.assumed?.size).toBe(0);
  });

  it('take an item away that is not there any more, whether a push tells or not', async () => {
    const { session } = await begin({
      roster: standing,
      onElement({ attrs }, { send }) {
        if (attrs['type'] !== 'set') return false;
        const condition = `<item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>`;
        send(`<iq type='error' id='${attrs['id']}'><error type='cancel'>${condition}</error></iq>`);
        return true;
      },
    });
    await session.requestRoster();
    await session.removeItem('jane@example.com');
    expect(session.roster.items).toEqual([]);
  });
});

describe('§2.1.6 roster pushes', () => {
  it.each([
    ['without a from', ''],
    ['from the account itself', `from='john@example.com'`],
    ['from the account itself, in other letters', `from='JOHN@Example.com'`],
    ['to the full JID', `from='john@example.com' to='john@example.com/rolodial'`],
  ])('%s: taken in, and answered', async (_, attributes) => {
    const { session, wire, pushes } = await begin();
    await session.requestRoster();
    wire.send(push(attributes, standing));
    const answer = await wire.expect((element) => element.attrs['id'] === 'p1');
    expect(answer.attrs['type']).toBe('result');
    expect(answer.children).toEqual([]);
    expect(pushes()).toBe(1);
    expect(session.roster.items).toEqual([
      { jid: 'jane@example.com', name: 'Jane', groups: ['Friends'], subscription: 'both' },
    ]);
  });

  it.each([
    'john@strasse.example',
    'john@stra\u00DFe.example',
  ])('from the account itself as the server writes it, and as the settings do: %s', async (from) => {
    const script = { domain: 'strasse.example' };
    const { session, wire, log } = await begin(script, { jid: 'john@stra\u00DFe.example' });
    await session.requestRoster();
    wire.send(push(`from='${from}'`, standing));
    await wire.expect((element) => element.attrs['id'] === 'p1');
    expect(session.roster.items).toHaveLength(1);
    expect(log).toEqual([]);
  });

  it('a changed item replaces the old one, a removed one is gone', async () => {
    const { session, wire } = await begin({ roster: standing });
    await session.requestRoster();
    wire.send(push('', `<item jid='JANE@example.com' name='Jane Doe' subscription='to'/>`));
    await wire.expect((element) => element.attrs['id'] === 'p1');
    expect(session.roster.items).toEqual([
      { jid: 'jane@example.com', name: 'Jane Doe', groups: [], subscription: 'to' },
    ]);
    wire.send(push('', `<item jid='jane@example.com' subscription='remove'/>`).replace('p1', 'p2'));
    await wire.expect((element) => element.attrs['id'] === 'p2');
    expect(session.roster.items).toEqual([]);
  });

  it.each([
    ['a stranger', 'mallory@evil.example'],
    ['a stranger with our name', 'john@evil.example'],
    ['the server itself, where it is not the account', 'example.com'],
    ['another resource of the account', 'john@example.com/phone'],
    ['nobody that can be', ''],
  ])('from %s: ignored without a word to him, and logged', async (_, from) => {
    const { session, wire, log, pushes } = await begin({ roster: standing });
    await session.requestRoster();
    wire.send(push(`from='${from}'`, `<item jid='jane@example.com' subscription='remove'/>`));
    // The answer to what comes afterwards: nothing came in between.
    wire.send(push('', `<item jid='bob@example.com'/>`).replace('p1', 'p2'));
    await wire.expect((element) => element.attrs['id'] === 'p2');
    expect(wire.received.some((element) => element.attrs['id'] === 'p1')).toBe(false);
    expect(session.roster.items.map((item) => item.jid)).toEqual([
      'jane@example.com',
      'bob@example.com',
    ]);
    expect(pushes()).toBe(1);
    expect(log.join()).toContain(from);
    expect(log).toHaveLength(1);
  });

  it.each([
    ['two items', `${standing}<item jid='bob@example.com'/>`],
    ['no item', ''],
    ['an item without a JID', `<item name='Nobody'/>`],
  ])('with %s: changes nothing, and the server is told', async (_, items) => {
    const { session, wire, log, pushes } = await begin();
    await session.requestRoster();
    wire.send(push('', items));
    const answer = await wire.expect((element) => element.attrs['id'] === 'p1');
    expect(answer.attrs['type']).toBe('error');
    expect(answer.getChild('error')?.getChild('bad-request')).toBeDefined();
    expect(session.roster.items).toEqual([]);
    expect(pushes()).toBe(0);
    expect(log).toHaveLength(1);
  });

  it('before the roster was read, is not lost', async () => {
    const { session, wire } = await begin();
    wire.send(push('', standing));
    await wire.expect((element) => element.attrs['id'] === 'p1');
    expect(session.roster.items).toHaveLength(1);
  });
});

describe('§2.2 at the beginning of a session', () => {
  it('no presence is sent: the account stays invisible', async () => {
    const { session, wire } = await begin({ roster: standing });
    await session.requestRoster();
    await session.setItem('jane@example.com', { name: 'Jane', groups: [] });
    expect(wire.received.map((element) => element.name)).toEqual(['iq', 'iq']);
    wire.send(`<presence from='jane@example.com/phone'><show>away</show></presence>`);
    await session.requestRoster();
    expect(wire.received.every((element) => element.name === 'iq')).toBe(true);
  });

  it('where the user wants presence, it is sent after the roster get, once, with a negative priority', async () => {
    const onPresence = vi.fn();
    const { session, wire } = await begin({ roster: standing }, { presence: true }, { onPresence });
    await session.requestRoster();
    await session.requestRoster();
    await session.requestRoster();
    const presence = await wire.expect((element) => element.name === 'presence');
    expect(presence.getChildText('priority')).toBe('-1');
    expect(wire.received.map((element) => element.name)).toEqual([
      ...['iq', 'presence', 'iq', 'iq'],
    ]);
    wire.send(`<presence from='Jane@example.com/phone'><show>away</show></presence>`);
    await session.requestRoster();
    expect(session.presences?.get('jane@example.com')).toEqual({
      show: 'away',
      status: '',
      priority: 0,
    });
    expect(onPresence).toHaveBeenCalledTimes(1);
  });
});

describe('other requests', () => {
  it('RFC 6120 §8.4: what is not known is refused, a ping is answered (XEP-0199)', async () => {
    const { wire } = await begin();
    wire.send(`<iq type='get' id='ping' from='example.com'><ping xmlns='urn:xmpp:ping'/></iq>`);
    wire.send(`<iq type='get' id='what' from='example.com'><what xmlns='x'/></iq>`);
    wire.send(`<iq type='set' id='set' from='example.com'><what xmlns='x'/></iq>`);
    const answer = (id: string) => wire.expect((element) => element.attrs['id'] === id);
    expect((await answer('ping')).attrs).toMatchObject({ type: 'result', to: 'example.com' });
    for (const id of ['what', 'set']) {
      expect((await answer(id)).attrs['type']).toBe('error');
      expect((await answer(id)).getChild('error')?.getChild('service-unavailable')).toBeDefined();
    }
  });
});
