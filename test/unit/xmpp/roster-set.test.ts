/** Whatever a roster set holds, it cannot break the stream. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rosterSet } from '../../../electron/core/xmpp/roster-set.ts';
import { type Stage, stage } from '../../support/xmpp/scripted-login.ts';

const anything = [
  ['control characters', 'a\u0000\u0001\u0008\u000B\u001Fb', 'ab'],
  ['what XML 1.0 forbids', 'a\uFFFE\uFFFFb', 'ab'],
  ['a lone high surrogate', 'a\uD800b', 'a\uFFFDb'],
  ['a lone low surrogate', 'a\uDC00b', 'a\uFFFDb'],
  ['markup', `<a href="x">&amp;'</a>`, `<a href="x">&amp;'</a>`],
  ['an end of the stream', '</stream:stream>', '</stream:stream>'],
  ['CDATA', ']]><![CDATA[', ']]><![CDATA['],
  ['right-to-left marks', '\u202Eabc\u202C \u200Fشركة', '\u202Eabc\u202C \u200Fشركة'],
  ['line breaks and tabs', 'a\r\nb\tc', 'a b c'],
  ['emoji of several characters', '👨‍👩‍👧🏳️‍🌈', '👨‍👩‍👧🏳️‍🌈'],
  ['nothing', '', undefined],
] as const;

describe('a roster set', () => {
  let current: Stage;

  beforeAll(async () => {
    current = await stage();
  });
  afterAll(() => current.leave());

  let sets = 0;

  it.each(anything)('with %s in name and group arrives', async (_, text, expected) => {
    const { session, wire } = current;
    sets += 1;
    const jid = `a${sets}@example.com`;
    expect(await session.setItem(jid, { name: text, groups: [text, 'Home'] })).toEqual({
      ok: true,
    });
    const sent = await wire.expect((each) => each.toString().includes(jid));
    const item = sent.getChild('query')?.getChild('item');
    expect(item?.attrs['name'] || undefined).toBe(expected);
    const groups = item?.getChildren('group').map((group) => group.text());
    expect(groups).toEqual(expected === undefined ? ['Home'] : [expected, 'Home']);
  });

  it('with groups that are empty, the same or of several lines holds each once, in one line', async () => {
    const { session, wire } = current;
    const groups = ['', '  ', 'Home', 'Home ', 'Ho\nme', 'Ho me', '\t'];
    await session.setItem('groups@example.com', { name: 'x', groups });
    const sent = await wire.expect((each) => each.toString().includes('groups@'));
    const item = sent.getChild('query')?.getChild('item');
    expect(item?.getChildren('group').map((group) => group.text())).toEqual(['Home', 'Ho me']);
  });

  it('for a JID with a resource or in capitals is for the bare JID', async () => {
    const { session, wire } = current;
    await session.setItem('Jane.Doe@Example.COM/Phone', { name: 'x', groups: [] });
    const sent = await wire.expect((each) => each.toString().includes('jane.doe@'));
    expect(sent.getChild('query')?.getChild('item')?.attrs['jid']).toBe('jane.doe@example.com');
    await session.removeItem('+1613@EXAMPLE.com/x');
    const removal = await wire.expect((each) => each.toString().includes('+1613'));
    expect(removal.getChild('query')?.getChild('item')?.attrs['jid']).toBe('+1613@example.com');
  });

  it.each([
    '',
    '@example.com',
    'a@',
    'a@b@c',
    'a b@example.com',
    'a\u0001@example.com',
    'a\uD800@example.com',
    'a"b@example.com',
    '<a>@example.com',
    `${'a'.repeat(1024)}@example.com`,
    'a@b\u00A0c',
  ])('for %j, which is no address, is refused without being sent', async (jid) => {
    const { session, wire } = current;
    const before = wire.received.length;
    const refused = { ok: false, condition: 'jid-malformed', type: 'modify' };
    expect(await session.setItem(jid, { name: 'x', groups: [] })).toMatchObject(refused);
    expect(await session.removeItem(jid)).toMatchObject(refused);
    expect(wire.received).toHaveLength(before);
  });

  it.each([
    ['a name of 10,000 characters', 'ä'.repeat(10_000), []],
    ['ten thousand groups', 'x', Array.from({ length: 10_000 }, (_, at) => `Group ${at}`)],
    ['a name that grows with its escapes', '&'.repeat(2_500), []],
  ])('of more than every server must take (%s) is refused without being sent', async (_, name, groups) => {
    const { session, wire } = current;
    const before = wire.received.length;
    expect(await session.setItem('a@example.com', { name, groups })).toMatchObject({
      ok: false,
      condition: 'not-acceptable',
      type: 'modify',
    });
    expect(wire.received).toHaveLength(before);
  });

  it('goes on working after all of that', async () => {
    await current.session.requestRoster();
    expect(current.session.link?.up).toBe(true);
  });
});

it('takes the gateway form of a JID as it is', () => {
  const made = rosterSet('+16135550101%+10345678901@sms.example.com', { name: 'x', groups: [] });
  expect(made.ok && made.stanza.toString()).toContain(
    'jid="+16135550101%+10345678901@sms.example.com"',
  );
});
