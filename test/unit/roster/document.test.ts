import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentText, parseDocument } from '../../../shared/roster/document.ts';
import { threeWay } from '../../../shared/roster/three-way.ts';

describe('the document of a remote roster', () => {
  it('holds items by JID, with names and groups if they like', () => {
    const text = JSON.stringify({
      'Zoe@Example.com': { name: 'Zoë', groups: { Work: true, Home: true }, other: 1 },
      'bob@example.com': {},
      'gateway.example.com': { name: 'Gateway' },
    });
    expect(parseDocument(text)).toEqual({
      items: [
        { jid: 'bob@example.com', name: '', groups: [] },
        { jid: 'gateway.example.com', name: 'Gateway', groups: [] },
        { jid: 'zoe@example.com', name: 'Zoë', groups: ['Home', 'Work'] },
      ],
      faults: [],
    });
  });

  it.each([
    ['no JSON', '{"a@x": {', 'not-json', null],
    ['nothing', '', 'not-json', null],
    ['an array', '[]', 'not-an-object', null],
    ['null', 'null', 'not-an-object', null],
    ['a web page', '<html>', 'not-json', null],
    [
      'an array of groups, on which the server crashes',
      '{"a@x": {"groups": ["Home"]}}',
      'groups-array',
      'a@x',
    ],
    ['groups in one text', '{"a@x": {"groups": "Home"}}', 'invalid-groups', 'a@x'],
    ['an item that is a text', '{"a@x": "Jane"}', 'not-an-item', 'a@x'],
    ['an item that is null', '{"a@x": null}', 'not-an-item', 'a@x'],
    ['a name that is a number', '{"a@x": {"name": 5}}', 'invalid-name', 'a@x'],
    ['a name of two lines', '{"a@x": {"name": "a\\nb"}}', 'invalid-name', 'a@x'],
    ['a JID with a resource', '{"a@x/home": {}}', 'invalid-jid', 'a@x/home'],
    ['no JID', '{"": {}}', 'invalid-jid', ''],
    ['the same JID twice', '{"a@x": {}, "A@X": {}}', 'duplicate', 'A@X'],
  ])('that is or has %s is faulted for it', (_, text, reason, jid) => {
    expect(parseDocument(text).faults).toEqual([{ jid, reason, detail: expect.any(String) }]);
  });

  it('keeps its sound items beside a faulty one', () => {
    const { items, faults } = parseDocument('{"a@x": {"groups": []}, "b@x": {"name": "B"}}');
    expect(items).toEqual([{ jid: 'b@x', name: 'B', groups: [] }]);
    expect(faults).toHaveLength(1);
  });

  it('is read without throwing, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const { items, faults } = parseDocument(text);
        expect(items.length + faults.length).toBeGreaterThanOrEqual(0);
        for (const { jid } of items) expect(jid).toBe(jid.toLowerCase());
      }),
    );
    expect(parseDocument('{"__proto__": {"name": "x"}}').items).toEqual([
      { jid: '__proto__', name: 'x', groups: [] },
    ]);
  });
});

describe('a document of ours', () => {
  const jid = fc
    .tuple(fc.stringMatching(/^[a-z0-9+%.-]{1,20}$/), fc.constantFrom('example.com', 'sms.example'))
    .map(([local, domain]) => `${local}@${domain}`);
  const name = fc.string({ unit: 'grapheme' }).filter((text) => /^\P{Cc}*$/u.test(text));
  const items = fc.uniqueArray(fc.record({ jid, name, groups: fc.uniqueArray(name) }), {
    selector: (item) => item.jid,
  });

  it('says of any items what they are, and a reader finds no fault', () => {
    fc.assert(
      fc.property(items, (given) => {
        const { items: read, faults } = parseDocument(documentText(given));
        expect(faults).toEqual([]);
        const sorted = given
          .map((item) => ({ ...item, groups: [...item.groups].sort() }))
          .sort((one, other) => (one.jid < other.jid ? -1 : 1));
        expect(read).toEqual(sorted);
      }),
    );
  });

  it('never gives groups as an array, and holds names that are words of JavaScript', () => {
    const odd = {
      jid: 'a@example.com',
      name: '__proto__',
      groups: ['__proto__', 'constructor', '1'],
    };
    const text = documentText([odd]);
    expect(text).not.toContain('[');
    expect(parseDocument(text).items).toEqual([{ ...odd, groups: [...odd.groups].sort() }]);
    expect(JSON.parse(documentText([]))).toEqual({});
  });
});

describe('document, live roster and address book', () => {
  const item = (jid: string, name = jid, ...groups: string[]) => ({ jid, name, groups });
  const verdicts = (...sides: Parameters<typeof threeWay>) =>
    Object.fromEntries(threeWay(...sides).map(({ jid, verdict }) => [jid, verdict]));

  it('differ in every way that they can', () => {
    expect(
      verdicts(
        [item('same'), item('new'), item('renamed', 'Now'), item('old-book'), item('own')],
        [item('same'), item('gone'), item('renamed', 'Before'), item('old-book'), item('own')],
        [item('same'), item('wanted'), item('old-book', 'Better')],
      ),
    ).toEqual({
      same: 'same',
      new: 'not-live',
      renamed: 'other-live',
      'old-book': 'other-in-book',
      own: 'same',
      gone: 'gone-from-document',
      wanted: 'not-in-document',
    });
  });

  it('are compared as a server compares: spaces and the order of groups do not count', () => {
    expect(
      verdicts(
        [item('a', 'A  B', 'x', 'y')],
        [item('a', 'A B', 'y', 'x')],
        [item('a', ' A B ', 'y', 'x')],
      ),
    ).toEqual({ a: 'same' });
  });

  it('say nothing of an address book that was not read', () => {
    expect(verdicts([item('a')], [item('a')], null)).toEqual({ a: 'same' });
  });
});
