/** Real servers tell of every roster set by a push, so that the roster need not be read again after a sync. */
import { xml } from '@xmpp/client';
import { describe, expect, it } from 'vitest';
import { trustAuthorities } from '../../electron/core/settings/trust.ts';
import { openSession } from '../../electron/core/xmpp/session.ts';
import { startEjabberd } from '../servers/ejabberd.ts';
import { startProsody } from '../servers/prosody.ts';

describe.each([
  ['Prosody', startProsody],
  ['ejabberd', startEjabberd],
])('%s', (_, start) => {
  it('has told of every set when it answers a ping, and kept each as it was sent', async () => {
    const server = await start();
    trustAuthorities(server.caFile, 'xmpp.tls.ca');
    const { domain, host, port, users } = server;
    const account = { jid: `john@${domain}`, password: users['john'] ?? '', host, port };
    const { signal } = new AbortController();
    const session = await openSession({ ...account, allowUnencrypted: false }, signal);
    await session.requestRoster();
    const before = session.roster.items.length;
    const jids = Array.from(
      { length: 40 },
      (_, index) => `+161355501${10 + index}@sms.example.com`,
    );
    const naming = { name: '[Home] Zoë 😀', groups: ['Home'] };
    await Promise.all(jids.map((jid) => session.setItem(jid, naming)));
    await session.query(null, xml('ping', { xmlns: 'urn:xmpp:ping' }));
    expect(session.roster.assumed?.size).toBe(0);
    expect(session.roster.items).toHaveLength(before + 40);
    for (const jid of jids) expect(session.roster.shown?.get(jid)).toMatchObject(naming);

    await Promise.all(jids.map((jid) => session.removeItem(jid)));
    await session.query(null, xml('ping', { xmlns: 'urn:xmpp:ping' }));
    expect(session.roster.assumed?.size).toBe(0);
    expect(session.roster.items).toHaveLength(before);
    await session.close();
    await server.stop();
  });
});
