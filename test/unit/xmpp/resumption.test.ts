/** A stream that is interrupted (XEP-0198 §5): when it comes back, when at once, and when no more. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ScriptedConnection } from '../../servers/scripted-xmpp.ts';
import { type Stage, stage } from '../../support/xmpp/scripted-login.ts';

const namespace = 'urn:xmpp:sm:3';

let current: Stage;
/** What the server does when it is asked to take the stream up again, each time. */
let onResume: (wire: ScriptedConnection) => void;
let resumes: number;

const takeUp = (wire: ScriptedConnection) =>
  wire.send(`<resumed xmlns='${namespace}' previd='stream-1' h='0'/>`);

beforeEach(() => {
  onResume = takeUp;
  resumes = 0;
});

afterEach(async () => {
  vi.useRealTimers();
  await current.leave();
});

/** A session on a server that keeps the stream for so many seconds; whatever is slow hangs. */
async function begin(keptSeconds: number): Promise<Stage> {
  const slow = 600_000;
  current = await stage(
    {
      domain: 'strasse.example',
      features: `<sm xmlns='${namespace}'/>`,
      onElement(element, wire) {
        if (element.name === 'enable') {
          const attributes = `id='stream-1' resume='true' max='${keptSeconds}'`;
          wire.send(`<enabled xmlns='${namespace}' ${attributes}/>`);
        } else if (element.name === 'resume') {
          resumes += 1;
          onResume(wire);
        }
        return element.name === 'enable' || element.name === 'resume';
      },
    },
    { jid: 'john@stra\u00DFe.example' },
    { timing: { stepMs: slow, loginMs: slow, resumeMs: slow, idleMs: slow } },
  );
  await current.wire.expect((element) => element.name === 'enable');
  return current;
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Waits without a timer, for they may be faked. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await turn();
}

describe('a stream that was interrupted', () => {
  it('ends when the server keeps it no longer, however long it would try', async () => {
    const { session, wire } = await begin(1);
    onResume = () => undefined;
    wire.cut();
    expect(await session.ended).toMatchObject({ code: 'xmpp-unreachable' });
    expect(resumes).toBe(1);
  });

  it('ends when the machine has slept for longer than it would try', async () => {
    const { session, wire } = await begin(300);
    onResume = (again) => again.cut();
    wire.cut();
    await until(() => resumes > 0);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
    expect(await session.ended).toMatchObject({ code: 'xmpp-unreachable' });
  });

  it('comes back at once when the network is back, without waiting for its turn', async () => {
    const { session, wire } = await begin(300);
    // No pause between two tries ever ends by itself.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onResume = (again) => again.cut();
    wire.cut();
    await until(() => resumes === 1);
    onResume = takeUp;
    // The try that failed has to be over, and the pause begun.
    for (let turns = 0; turns < 200; turns += 1) await turn();
    session.link?.retryNow();
    await until(() => session.link?.up === true);
    expect(resumes).toBe(2);
  });

  it('knows its own account still, as the server writes it', async () => {
    const { session, wire, server } = await begin(300);
    wire.cut();
    await until(() => resumes === 1 && session.link?.up === true);
    const push = `<query xmlns='jabber:iq:roster'><item jid='bob@example.com'/></query>`;
    server.connections
      .at(-1)
      ?.send(`<iq type='set' id='p1' from='john@strasse.example'>${push}</iq>`);
    await until(() => session.roster.items.length === 1);
  });

  it('can be logged out of, and what waits is told', async () => {
    const { session, wire } = await begin(300);
    onResume = () => undefined;
    wire.cut();
    await until(() => resumes === 1);
    const waiting = session.setItem('a@b', { name: 'A', groups: [] });
    await session.close();
    expect(await session.ended).toMatchObject({ params: { detail: 'logged out' } });
    expect(await waiting).toMatchObject({ condition: 'disconnected' });
  });

  it('does not wait for a try over the old network when there is a new one', async () => {
    const { session, wire } = await begin(300);
    onResume = () => undefined;
    wire.cut();
    await until(() => resumes === 1);
    onResume = takeUp;
    session.link?.retryNow();
    await until(() => session.link?.up === true);
    expect(resumes).toBe(2);
    expect(await session.setItem('a@b', { name: 'A', groups: [] })).toEqual({ ok: true });
  });
});
