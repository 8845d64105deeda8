/** The mirror of the roster: what it holds, and what it says of each change. */
import { xml } from '@xmpp/client';
import { describe, expect, it } from 'vitest';
import { RosterMirror } from '../../../electron/core/xmpp/roster.ts';

const query = (attrs: Record<string, string>, ...items: ReturnType<typeof xml>[]) =>
  xml('query', { xmlns: 'jabber:iq:roster', ...attrs }, ...items);
const item = (jid: string, attrs: Record<string, string> = {}) => xml('item', { jid, ...attrs });

const jane = { jid: 'jane@x', name: 'Jane', groups: [], subscription: 'none' };

describe('a push', () => {
  it('says how the item stood before and how it stands after', () => {
    const mirror = new RosterMirror();
    expect(mirror.readPush(query({}, item('Jane@x.', { name: 'Jane' })))).toEqual({
      ...{ jid: 'jane@x', before: undefined, after: jane },
    });
    expect(mirror.readPush(query({}, item('jane@x/phone', { name: 'J.' })))).toEqual({
      ...{ jid: 'jane@x', before: jane, after: { ...jane, name: 'J.' } },
    });
    expect(mirror.readPush(query({}, item('jane@x', { subscription: 'remove' })))).toEqual({
      ...{ jid: 'jane@x', before: { ...jane, name: 'J.' }, after: undefined },
    });
    expect(mirror.items).toEqual([]);
  });

  it('names an item as a result does, however the server writes its address', () => {
    const mirror = new RosterMirror();
    mirror.readResult(query({}, item('bob@stra\u00DFe.example', { name: 'Bob' })));
    mirror.readPush(query({}, item('BOB@strasse.example.', { name: 'Bob B' })));
    expect(mirror.items.map(({ jid, name }) => [jid, name])).toEqual([
      ['bob@strasse.example', 'Bob B'],
    ]);
  });
});

describe('a result', () => {
  it('without a version takes the version of an earlier one away: it is the sign of another keeper', () => {
    const mirror = new RosterMirror();
    mirror.readResult(query({ ver: 'v1' }, item('jane@x')));
    expect(mirror.evidence.version).toBe('v1');
    mirror.readResult(query({}));
    expect(mirror.evidence.version).toBeNull();
    expect(mirror.items).toEqual([]);
  });
});
