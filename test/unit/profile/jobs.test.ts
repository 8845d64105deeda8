/** The queue of a profile's jobs: one at a time, nothing dropped, the same thing done once. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JobKind, Jobs } from '../../../electron/core/profile/jobs.ts';
import { RolodialError } from '../../../shared/errors.ts';
import { FakeCore } from '../../support/core/fake-core.ts';
import { Gate } from '../../support/core/fake-servers.ts';
import { contact } from '../../support/roster/samples.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('two syncs of chosen items, asked for while a third runs', () => {
  it('both happen', async () => {
    const fake = new FakeCore({
      dids: [{ number: '+16135550100', alias: 'Home' }],
      takeover: 'ask',
    });
    const jids = [1, 2, 3].map((n) => `+1613555010${n}%+16135550100@sms.example.com`);
    fake.servers.contacts = jids.map((jid) =>
      contact(`Person ${jid}`, [jid.slice(0, jid.indexOf('%')) as `+${string}`, 'cell']),
    );
    for (const jid of jids) fake.servers.roster.set(jid, { name: 'Of the user', groups: [] });
    const read = new Gate();
    fake.servers.onRead = (signal) => read.pass(signal);
    const sync = (only?: string[]) =>
      fake.core.handlers.syncNow({ profile: 'john', ...(only && { only }) });
    const [first = '', second = '', third = ''] = jids;
    const syncs = [sync(), sync([first]), sync([second])];
    await read.reached;
    read.open();
    const updated = (await Promise.all(syncs)).map(({ applied }) => applied.updated);
    expect(updated).toEqual([0, 1, 1]);
    const names = [first, second, third].map((jid) => fake.servers.roster.items.get(jid)?.name);
    expect(names.map((name) => name === 'Of the user')).toEqual([false, false, true]);
    await fake.close();
  });
});

describe('the queue', () => {
  it('lets who wants the same join, whether it runs or waits', async () => {
    const jobs = new Jobs();
    const gate = new Gate();
    const work = async () => {
      await gate.pass();
      return {};
    };
    const running = [jobs.run('sync', 'a', work), jobs.run('sync', 'a', work)];
    const waiting = [jobs.run('sync', 'b', work), jobs.run('sync', 'b', work)];
    gate.open();
    const [one, other] = await Promise.all(running);
    const [third, fourth] = await Promise.all(waiting);
    expect(other).toBe(one);
    expect(fourth).toBe(third);
    expect(third).not.toBe(one);
  });

  it('lets nobody join what began with other settings, or is being cancelled', async () => {
    const jobs = new Jobs();
    const gate = new Gate();
    let runs = 0;
    const work = async (signal: AbortSignal) => {
      runs += 1;
      if (runs < 3) await gate.pass(signal);
    };
    const first = jobs.run('sync', '', work);
    jobs.settingsChanged();
    const second = jobs.run('sync', '', work);
    gate.open();
    await Promise.all([first, second]);
    expect(runs).toBe(2);

    const closed = new Gate();
    const cancelled = jobs.run('sync', '', (signal) => closed.pass(signal));
    jobs.cancel();
    const anew = jobs.run('sync', '', work);
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    await anew;
    expect(runs).toBe(3);
  });

  it('cancels what the user sees as one thing, and leaves the rest', async () => {
    const jobs = new Jobs();
    const gate = new Gate();
    const adopting = jobs.run('adopt', '', () => gate.pass());
    const sync = jobs.run('sync', '', async () => undefined);
    jobs.cancel();
    await expect(sync).rejects.toMatchObject({ code: 'cancelled' });
    gate.open();
    await adopting;
  });

  it('goes on after work that fails, and begins nothing once it is closed', async () => {
    const jobs = new Jobs();
    const failing = jobs.run('sync', '', async () => {
      throw new RolodialError('internal', 'broken');
    });
    const next = jobs.run('preview', '', async () => 'done');
    await expect(failing).rejects.toMatchObject({ code: 'internal' });
    expect(await next).toBe('done');
    jobs.close();
    await expect(jobs.run('sync', '', async () => 1)).rejects.toMatchObject({ code: 'cancelled' });
    await jobs.idle();
  });

  it('runs one at a time, in order, and answers everyone, whatever is asked and ended', async () => {
    const kinds: readonly JobKind[] = ['sync', 'undo', 'preview', 'adopt'];
    const step = fc.oneof(
      fc.record({
        ask: fc.constantFrom(...kinds),
        want: fc.constantFrom('a', 'b'),
        turns: fc.nat({ max: 3 }),
        fails: fc.boolean(),
      }),
      fc.constantFrom('cancel', 'settings', 'turn'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const jobs = new Jobs();
        let running = 0;
        const asked: Promise<unknown>[] = [];
        for (const each of steps) {
          if (each === 'cancel') jobs.cancel();
          else if (each === 'settings') jobs.settingsChanged();
          else if (each === 'turn') await turn();
          else {
            const job = jobs.run(each.ask, each.want, async (signal) => {
              running += 1;
              expect(running).toBe(1);
              for (let n = 0; n < each.turns && !signal.aborted; n += 1) await turn();
              running -= 1;
              if (signal.aborted) throw signal.reason;
              if (each.fails) throw new RolodialError('internal', 'broken');
              return `${each.ask}:${each.want}`;
            });
            asked.push(
              job.then(
                (answer) => expect(answer).toBe(`${each.ask}:${each.want}`),
                (error) => expect(['cancelled', 'internal']).toContain(error.code),
              ),
            );
          }
        }
        await Promise.all(asked);
        await jobs.idle();
        expect([running, jobs.isBusy]).toEqual([0, false]);
      }),
      { numRuns: 200 },
    );
  });
});
