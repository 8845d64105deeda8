import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../shared/settings/schema.ts';

function reading(xmpp: Record<string, unknown>) {
  const profile = {
    id: 'john',
    xmpp: { jid: 'john@example.com', password: { env: 'X' }, ...xmpp },
    carddav: { url: 'https://a.example/', username: 'j', password: { env: 'X' } },
    dids: [{ number: '+10345678901', alias: 'Home' }],
  };
  return readSettings({ profiles: [profile] });
}

describe('where to connect, in the settings', () => {
  it.each([
    [{ host: 'xmpp.example.com', directTls: true }],
    [{ host: 'xmpp.example.com', port: 443, directTls: true }],
    [{ host: 'wss://xmpp.example.com/xmpp-websocket' }],
    [{ host: 'wss://xmpp.example.com:5281/ws?x=1' }],
  ])('accepts %j', (xmpp) => {
    expect(reading(xmpp)).toMatchObject({ ok: true });
  });

  it.each([
    [{ host: 'ws://xmpp.example.com/ws' }, 'profiles[0].xmpp.host'],
    [{ host: 'https://xmpp.example.com/ws' }, 'profiles[0].xmpp.host'],
    [{ host: 'wss://' }, 'profiles[0].xmpp.host'],
    [{ host: 'wss://xmpp.example.com/ws', port: 5281 }, 'profiles[0].xmpp.port'],
    [{ host: 'xmpp.example.com', directTls: 'yes' }, 'profiles[0].xmpp.directTls'],
  ])('does not accept %j, and names %s', (xmpp, field) => {
    const result = reading(xmpp);
    expect(result.ok).toBe(false);
    if (!result.ok) expect(result.issues.map((issue) => issue.field)).toContain(field);
  });
});
