import { xml } from '@xmpp/client';
import { describe, expect, it } from 'vitest';
import { Presences } from '../../../electron/core/xmpp/presence.ts';

function presence(from: string, type?: string, more: Record<string, string> = {}) {
  const children = Object.entries(more).map(([name, text]) => xml(name, {}, text));
  return xml('presence', { from, ...(type && { type }) }, ...children);
}

function availableOnce(...stanzas: ReturnType<typeof presence>[]) {
  const presences = new Presences();
  for (const stanza of stanzas) presences.read(stanza);
  return Object.fromEntries(presences.contacts);
}

describe('who is available', () => {
  it('is whoever said so, as its most important device says', () => {
    expect(
      availableOnce(
        presence('jane@x/phone', undefined, { show: 'away', priority: '5' }),
        presence('jane@x/desk', undefined, { show: 'dnd', priority: '-1' }),
        presence('BOB@x/a', undefined, { status: 'Hello' }),
      ),
    ).toEqual({
      'jane@x': { show: 'away', status: '', priority: 5 },
      'bob@x': { show: 'available', status: 'Hello', priority: 0 },
    });
  });

  it('is nobody who has gone, and one device going leaves the other', () => {
    expect(
      availableOnce(
        presence('jane@x/phone', undefined, { priority: '5' }),
        presence('jane@x/desk', undefined, { show: 'xa' }),
        presence('jane@x/phone', 'unavailable'),
        presence('bob@x/a'),
        presence('bob@x', 'unavailable'),
        presence('eve@x/a'),
        presence('eve@x', 'error'),
      ),
    ).toEqual({ 'jane@x': { show: 'xa', status: '', priority: 0 } });
  });

  it('is the same person, however a server writes the address', () => {
    expect(
      availableOnce(
        presence('jane@straße.example/desk'),
        presence('jane@strasse.example/desk', 'unavailable'),
        presence('bob@x/a'),
        presence('bob@X.', 'unavailable'),
        presence('eve@x./a', undefined, { show: 'away' }),
        presence('eve@x/a', undefined, { show: 'dnd' }),
      ),
    ).toEqual({ 'eve@x': { show: 'dnd', status: '', priority: 0 } });
  });

  it('takes requests for subscription, odd words and strangers for nothing', () => {
    expect(
      availableOnce(
        presence('jane@x', 'subscribe'),
        presence('', undefined),
        presence('bob@x/a', undefined, { show: 'dancing', priority: 'high' }),
      ),
    ).toEqual({ 'bob@x': { show: 'available', status: '', priority: 0 } });
  });
});
