/** How a session ends, and that nothing that waits is left waiting, against a scripted server. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openSession } from '../../../electron/core/xmpp/session.ts';
import { sessionTiming } from '../../../electron/core/xmpp/timing.ts';
import { type ScriptedConnection, startScriptedXmpp } from '../../servers/scripted-xmpp.ts';
import { accountOf, type Stage, stage } from '../../support/xmpp/scripted-login.ts';

let current: Stage | undefined;

afterEach(async () => {
  await current?.leave();
  current = undefined;
});

const naming = { name: 'Jane', groups: ['Home'] };

/** Answers no roster set. */
function deaf(element: { attrs: Record<string, string> }): boolean {
  return element.attrs['type'] === 'set';
}

async function waitingSets(count: number): Promise<ReturnType<Stage['session']['setItem']>[]> {
  if (!current) throw new Error('there is no stage');
  const { session, wire } = current;
  const sets = Array.from({ length: count }, (_, at) => session.setItem(`a${at}@b`, naming));
  for (let at = 0; at < count; at += 1) {
    await wire.expect((each) => each.toString().includes(`a${at}@b`));
  }
  return sets;
}

const streamError = (condition: string) =>
  `<stream:error><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>`;

describe('when the stream ends, what waits is answered with "disconnected"', () => {
  it.each<[string, (wire: ScriptedConnection) => void, Record<string, unknown>]>([
    ['the connection is cut', (wire) => wire.cut(), { code: 'xmpp-unreachable' }],
    ['the server says goodbye', (wire) => wire.send('</stream:stream>'), { code: 'xmpp-stream' }],
    [
      'the server shuts down',
      (wire) => wire.send(streamError('system-shutdown')),
      { code: 'xmpp-stream', params: expect.objectContaining({ detail: 'system-shutdown' }) },
    ],
    [
      'another login takes the place',
      (wire) => wire.send(streamError('conflict')),
      { code: 'xmpp-conflict', message: expect.stringContaining('before you sync') },
    ],
    [
      'the server wants to send it elsewhere',
      (wire) => wire.send(streamError('see-other-host')),
      { code: 'xmpp-stream', params: expect.objectContaining({ detail: 'see-other-host' }) },
    ],
    ['the server sends what is no XML', (wire) => wire.send('<iq>&nbsp;</iq>'), {}],
    ['the server closes what it did not open', (wire) => wire.send('<iq></message>'), {}],
  ])('as %s', async (_, end, reason) => {
    current = await stage({ onElement: deaf });
    const sets = await waitingSets(3);
    end(current.wire);
    expect(await current.session.ended).toMatchObject(reason);
    for (const result of await Promise.all(sets)) {
      expect(result).toMatchObject({ ok: false, condition: 'disconnected', type: '' });
    }
    // And what is asked for afterwards does not wait at all.
    expect(await current.session.setItem('late@b', naming)).toMatchObject({
      condition: 'disconnected',
    });
    await expect(current.session.requestRoster()).rejects.toMatchObject({
      code: expect.stringMatching(/^xmpp-/),
    });
  });

  it('as it logs out', async () => {
    current = await stage({ onElement: deaf });
    const [set] = await waitingSets(1);
    await current.session.close();
    expect(await set).toMatchObject({ condition: 'disconnected' });
    expect(await current.session.ended).toMatchObject({ params: { detail: 'logged out' } });
  });
});

describe('an answer that does not come', () => {
  it('is a time-out for this set alone, and a late answer harms nothing', async () => {
    const late: string[] = [];
    current = await stage(
      {
        onElement(element) {
          const isDeaf = element.toString().includes('deaf@b');
          if (isDeaf) late.push(element.attrs['id']);
          return isDeaf;
        },
      },
      {},
      { timing: { requestMs: 80 } },
    );
    const { session, wire } = current;
    expect(await session.setItem('deaf@b', naming)).toMatchObject({ condition: 'timeout' });
    wire.send(`<iq type='result' id='${late[0]}'/>`);
    expect(await session.setItem('other@b', naming)).toEqual({ ok: true });
  });

  it('cannot be given by somebody who does not know what was asked', async () => {
    current = await stage({ onElement: deaf }, {}, { timing: { requestMs: 150 } });
    const [set] = await waitingSets(1);
    current.wire.send(`<iq type='result' id='1' from='mallory@evil.example'/>`);
    expect(await set).toMatchObject({ condition: 'timeout' });
  });
});

describe('a dead link', () => {
  const timing = { idleMs: 30, answerMs: 400 };

  it('is noticed by a ping that nobody answers', async () => {
    current = await stage({ onElement: () => true }, {}, { timing });
    expect(await current.session.ended).toMatchObject({ code: 'xmpp-timeout' });
    const [ping] = current.wire.received;
    expect(ping?.getChild('ping', 'urn:xmpp:ping')).toBeDefined();
    expect(ping?.attrs['to']).toBe('example.com');
  });

  it('is not seen in a server that knows no pings: its error is a sign of life', async () => {
    current = await stage(
      {
        onElement(element, wire) {
          const error = `<error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>`;
          wire.send(`<iq type='error' id='${element.attrs['id']}'>${error}</iq>`);
          return true;
        },
      },
      {},
      { timing },
    );
    const { session, wire } = current;
    await vi.waitFor(() => expect(wire.received.length).toBeGreaterThan(2), { timeout: 5_000 });
    expect(session.link?.up).toBe(true);
  });

  it('is asked about at once when the network is back', async () => {
    current = await stage(
      { onElement: () => true },
      {},
      { timing: { idleMs: 60_000, answerMs: 60 } },
    );
    current.session.link?.retryNow();
    expect(await current.session.ended).toMatchObject({ code: 'xmpp-timeout' });
  });

  it('is noticed within a minute with the real times', () => {
    expect(sessionTiming.idleMs + sessionTiming.answerMs).toBeLessThan(60_000);
  });
});

describe('Stream Management with a server that lies', () => {
  const features = `<sm xmlns='urn:xmpp:sm:3'/>`;
  const enable = (element: { name: string }, wire: ScriptedConnection) => {
    if (element.name !== 'enable') return undefined;
    wire.send(`<enabled xmlns='urn:xmpp:sm:3' id='stream-1' resume='true' max='60'/>`);
    return true;
  };

  it('by acknowledging what was never sent: the stream ends', async () => {
    current = await stage({ features, onElement: enable });
    await current.session.requestRoster();
    current.wire.send(`<a xmlns='urn:xmpp:sm:3' h='1000'/>`);
    expect(await current.session.ended).toMatchObject({
      message: expect.stringContaining('claims to have handled more'),
    });
  });

  it('by claiming at the resumption to have handled more: the stream ends, and with it what waits', async () => {
    current = await stage({
      features,
      onElement(element, wire) {
        if (element.name === 'resume') {
          wire.send(`<resumed xmlns='urn:xmpp:sm:3' previd='stream-1' h='1000'/>`);
          return true;
        }
        return enable(element, wire) ?? deaf(element);
      },
    });
    const [set] = await waitingSets(1);
    current.wire.cut();
    expect(await current.session.ended).toMatchObject({
      message: expect.stringContaining('claims to have handled more'),
    });
    expect(await set).toMatchObject({ condition: 'disconnected' });
  });

  it('counts every stanza that came, answers as well', async () => {
    current = await stage({ features, onElement: enable });
    const { session, wire } = current;
    await wire.expect((element) => element.name === 'enable');
    await session.requestRoster();
    await session.setItem('a@b', naming);
    wire.send(`<message from='example.com'/><presence from='a@b'/>`);
    wire.send(`<r xmlns='urn:xmpp:sm:3'/>`);
    const acknowledgement = await wire.expect((element) => element.name === 'a');
    expect(acknowledgement.attrs['h']).toBe('4');
  });

  it('a stream that was lost while the machine slept is not taken up again: others have changed the roster since', async () => {
    current = await stage({ features, onElement: enable });
    await current.session.requestRoster();
    await current.wire.expect((element) => element.name === 'enable');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 600_000 });
    try {
      current.wire.cut();
      expect(await current.session.ended).toMatchObject({ code: 'xmpp-unreachable' });
      expect(current.server.attempts).toHaveLength(1);
    } finally {
      vi.useRealTimers();
    }
  });

  it.each([
    '',
    `id='stream-1'`,
    `id='stream-1' resume='false' max='60'`,
  ])('a stream that the server does not keep (enabled %s) ends with its connection', async (attributes) => {
    current = await stage({
      features,
      onElement(element, wire) {
        if (element.name !== 'enable') return undefined;
        wire.send(`<enabled xmlns='urn:xmpp:sm:3' ${attributes}/>`);
        return true;
      },
    });
    await current.session.requestRoster();
    await current.wire.expect((element) => element.name === 'enable');
    current.wire.cut();
    expect(await current.session.ended).toMatchObject({ code: 'xmpp-unreachable' });
    expect(current.server.connections).toHaveLength(1);
  });
});

describe('a session that has ended', () => {
  it('is not opened again by the library, behind the back of whoever held it', async () => {
    current = await stage();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      current.wire.cut();
      await current.session.ended;
      for (let seconds = 0; seconds < 10; seconds += 1) {
        await vi.advanceTimersByTimeAsync(1_000);
        for (let turns = 0; turns < 50; turns += 1) {
          await new Promise((resolve) => setImmediate(resolve));
        }
      }
      expect(current.server.attempts).toHaveLength(1);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('the end of the program', () => {
  it('is not held up by a server that does not say goodbye', async () => {
    const server = await startScriptedXmpp({ onElement: () => true });
    const session = await openSession(accountOf(server), new AbortController().signal, undefined, {
      // Whoever waited for a step of the library's would wait for longer than the test may take.
      timing: { closeMs: 100, stepMs: 600_000 },
    });
    await Promise.all([session.close(), session.close()]);
    expect(await session.ended).toMatchObject({ params: { detail: 'logged out' } });
    await server.stop();
  });
});
