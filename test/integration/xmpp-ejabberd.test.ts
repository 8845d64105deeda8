/** Rolodial's session with a real ejabberd, which pushes with a `from` and keeps shared groups of its own. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trustAuthorities } from '../../electron/core/settings/trust.ts';
import { openSession, type Session } from '../../electron/core/xmpp/session.ts';
import { type EjabberdServer, startEjabberd } from '../servers/ejabberd.ts';
import { logIn, type SecondClient } from '../servers/second-client.ts';
import { namesOfTheWorld, oddNames } from '../support/xmpp/names.ts';

let ejabberd: EjabberdServer;
let session: Session;
let second: SecondClient;
const log: string[] = [];

beforeAll(async () => {
  ejabberd = await startEjabberd();
  trustAuthorities(ejabberd.caFile, 'xmpp.tls.ca');
  await ejabberd.createSharedGroup('team', 'Team');
  await ejabberd.addToSharedGroup('john', 'team');
  await ejabberd.addToSharedGroup('jane', 'team');
  second = await logIn(ejabberd, 'john');
  await second.roster();
  session = await openSession(
    {
      jid: `John@${ejabberd.domain}`,
      password: ejabberd.users['john'] ?? '',
      host: ejabberd.host,
      port: ejabberd.port,
      allowUnencrypted: false,
    },
    new AbortController().signal,
    undefined,
    { log: (line) => log.push(line) },
  );
  await session.requestRoster();
});

afterAll(async () => {
  await session?.close();
  await second?.close();
  await ejabberd?.stop();
});

const item = (jid: string) => session.roster.items.find((each) => each.jid === jid);

describe('with ejabberd', () => {
  it('members of shared groups are on the roster, without a name', () => {
    expect(item('jane@localhost')).toEqual({
      jid: 'jane@localhost',
      name: '',
      groups: ['Team'],
      subscription: 'both',
    });
    expect(session.roster.evidence.versioningAdvertised).toBe(true);
  });

  it('what is set here is seen there, and comes back as a push', async () => {
    const naming = { name: 'Zoë <&>"\' 👨‍👩‍👧', groups: ['Home', 'Travail'] };
    expect(await session.setItem('+16135550101%+10345678901@sms.example.com', naming)).toEqual({
      ok: true,
    });
    const jid = '+16135550101%+10345678901@sms.example.com';
    await expect.poll(() => item(jid)).toEqual({ jid, subscription: 'none', ...naming });
    expect(await second.nextPush()).toEqual({ jid, subscription: 'none', ...naming });
    const stored = await ejabberd.storedRoster('john');
    expect(stored.find((each) => each.jid === jid)).toEqual({
      jid,
      subscription: 'none',
      ...naming,
    });
  });

  it('what another client changes and removes arrives', async () => {
    await second.setItem({ jid: 'bob@localhost', name: 'Bob', groups: ['Friends'] });
    await expect.poll(() => item('bob@localhost')?.name).toBe('Bob');
    await second.removeItem('bob@localhost');
    await expect.poll(() => item('bob@localhost')).toBeUndefined();
  });

  it('no push of the server was taken for a stranger’s', () => {
    expect(log).toEqual([]);
  });

  it('who shows presence sees the members of shared groups, and is seen by them; others are not', async () => {
    const visible = async (user: string) => {
      const opened = await openSession(
        {
          jid: `${user}@${ejabberd.domain}`,
          password: ejabberd.users[user] ?? '',
          host: ejabberd.host,
          port: ejabberd.port,
          allowUnencrypted: false,
          presence: true,
        },
        new AbortController().signal,
      );
      await opened.requestRoster();
      return opened;
    };
    const john = await visible('john');
    const jane = await visible('jane');
    const available = { show: 'available', status: '', priority: -1 };
    await expect.poll(() => john.presences?.get('jane@localhost')).toEqual(available);
    await expect.poll(() => jane.presences?.get('john@localhost')).toEqual(available);
    expect([...(session.presences ?? [])]).toEqual([]);
    await jane.close();
    await expect.poll(() => john.presences?.has('jane@localhost')).toBe(false);
    await john.close();
  });

  it('removing what is not there is answered', async () => {
    const result = await session.removeItem('nobody@localhost');
    expect(result.ok || result.condition === 'item-not-found').toBe(true);
  });

  it('500 names in many scripts are kept to the letter, and so are as many groups', async () => {
    const names = namesOfTheWorld(500);
    const jidOf = (index: number) => `+1613${5550000 + index}@sms.example.com`;
    const groupsOf = (index: number) => [names.at(-1 - index) ?? ''];
    const rest = names.entries();
    const worker = async () => {
      for (const [index, name] of rest) {
        const naming = { name, groups: groupsOf(index) };
        expect(await session.setItem(jidOf(index), naming)).toEqual({ ok: true });
      }
    };
    await Promise.all(Array.from({ length: 16 }, worker));
    const found = new Map((await second.roster()).map((each) => [each.jid, each]));
    for (const [index, name] of names.entries()) {
      const kept = found.get(jidOf(index));
      expect([kept?.name, kept?.groups]).toEqual([name, groupsOf(index)]);
    }
  });

  it.each(
    oddNames,
  )('a name that no stream may hold (%s) leaves it whole', async (_, name, kept) => {
    const result = await session.setItem('Odd@Example.com/x', {
      name,
      groups: [name, '', 'G', 'G'],
    });
    if (kept === undefined) expect(result).toMatchObject({ ok: false, type: 'modify' });
    else {
      expect(result).toEqual({ ok: true });
      expect((await second.roster()).find(({ jid }) => jid === 'odd@example.com')).toEqual({
        ...{ jid: 'odd@example.com', name: kept, subscription: 'none' },
        groups: [kept, 'G'].sort(),
      });
    }
    await session.requestRoster();
    expect(session.link?.up).toBe(true);
    await session.removeItem('odd@example.com');
  });
});
