/** Undo and adoption as the window and the tray live through them: what is said, and what waits for the user. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Core, createCore } from '../../electron/core/core.ts';
import { headlessHost } from '../../electron/headless/host.ts';
import type { ProfileState } from '../../shared/contract/state.ts';
import { type ProsodyServer, startProsody } from '../servers/prosody.ts';
import { type RadicaleServer, startRadicale } from '../servers/radicale.ts';
import { logIn } from '../servers/second-client.ts';
import { people } from '../support/contact/cards.ts';
import { type CommandLine, johnsCommandLine } from '../support/headless/command-line.ts';

let prosody: ProsodyServer;
let radicale: RadicaleServer;
let line: CommandLine;
let core: Core;

const john = { profile: 'john' };

beforeAll(async () => {
  [prosody, radicale] = await Promise.all([startProsody(), startRadicale()]);
  await radicale.writeCards(people(10));
  line = johnsCommandLine(prosody, radicale);
  core = createCore(
    headlessHost({ config: line.settingsFile, data: line.dataFolder, log: () => undefined }),
  );
  core.start();
});

afterAll(async () => {
  await core?.stop();
  await Promise.all([prosody?.stop(), radicale?.stop(), line?.remove()]);
});

function state(): ProfileState {
  const [profile] = core.state().profiles;
  if (!profile) throw new Error('there is no profile');
  return profile;
}

const items = async () => (await prosody.storedRoster('john')).length;

describe('undo', () => {
  it('asks first where it would take most away, and then waits for the user with syncing', async () => {
    await expect.poll(() => state().lastSync?.applied.added, { timeout: 20_000 }).toBe(20);
    const startedAt = state().lastSync?.startedAt;
    expect(state().undoable).toBe(startedAt);
    const preview = await core.handlers.previewUndo(john);
    expect(preview).toMatchObject({
      undone: startedAt,
      plan: { add: 0, update: 0, remove: 20 },
      left: [],
    });
    expect(preview.items[0]).toMatchObject({ action: 'remove', name: '[Home] Person 0 (cell)' });
    expect(await items()).toBe(20);
    const stopped = await core.handlers.undoLastSync(john);
    expect(stopped).toMatchObject({ undone: startedAt, guard: { removals: 20, owned: 20 } });
    expect(state()).toMatchObject({ activity: { kind: 'asking' }, paused: false, undone: null });
    expect(await items()).toBe(20);

    await core.handlers.answerGuard({ ...john, answer: 'apply' });
    expect(await items()).toBe(0);
    expect(state().undoable).toBeNull();
    expect(await core.handlers.previewUndo(john)).toMatchObject({ undone: null, items: [] });
    expect(state()).toMatchObject({
      activity: { kind: 'idle' },
      ...{ paused: true, undone: startedAt, nextSyncAt: null, problem: null },
    });
    core.resumed();
    expect(state().activity.kind).toBe('idle');
  });

  it('is told again after a restart of the program', async () => {
    const again = createCore(
      headlessHost({ config: line.settingsFile, data: line.dataFolder, log: () => undefined }),
    );
    const [profile] = again.state().profiles;
    await again.stop();
    expect(profile).toMatchObject({ paused: true, undone: state().lastSync?.startedAt });
  });

  it('is over when the user resumes: the profile syncs again', async () => {
    await core.handlers.setPaused({ ...john, paused: false });
    expect(state()).toMatchObject({ paused: false, undone: null });
    await expect.poll(items, { timeout: 20_000 }).toBe(20);
  });

  it('of the command line is not done again by the program that runs beside it', async () => {
    const wouldDo = await line.run('undo', '--dry-run');
    expect(wouldDo.code, wouldDo.stderr).toBe(0);
    expect(wouldDo.stdout).toContain('john: would undo the sync of ');
    expect(wouldDo.stdout).toContain('  - "[Home] Person 0 (cell)"');
    const outcome = await line.run('undo', '--allow-mass-removal');
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(outcome.stdout).toContain('john: undid the sync of ');
    expect(outcome.stdout).toContain('no sync runs by itself now');
    // As after sleep: what is due is synced at once.
    core.resumed();
    await expect.poll(() => state().undone).not.toBeNull();
    expect(state()).toMatchObject({ paused: true, nextSyncAt: null, activity: { kind: 'idle' } });
    expect(await items()).toBe(0);
  });

  it('is over, too, when the user syncs', async () => {
    const report = await core.handlers.syncNow(john);
    expect(report.applied.added).toBe(20);
    expect(state()).toMatchObject({ paused: false, undone: null });
  });

  it('says where there is nothing to undo', async () => {
    for (let times = 0; times < 10; times += 1) {
      const outcome = await line.run('undo', '--json', '--allow-mass-removal');
      expect(outcome.code, outcome.stderr).toBe(0);
      if ((outcome.json() as { undone: string | null }).undone === null) break;
    }
    const outcome = await line.run('undo');
    expect(outcome.stdout).toBe('john: there is nothing to undo.\n');
    expect(outcome.code).toBe(0);
    await core.handlers.setPaused({ ...john, paused: false });
    await expect.poll(items, { timeout: 20_000 }).toBe(20);
  });
});

describe('items that look like ours and are not', () => {
  const jids = [0, 1].map((index) => `+1514555020${index}%+10345678901@sms.example.com`);
  const [adopted = '', other = ''] = jids;

  it('are listed, and removed by a sync only once the user has said that they are ours', async () => {
    const second = await logIn(prosody, 'john');
    for (const jid of jids) await second.setItem({ jid, name: 'From before', groups: ['Home'] });
    await second.setItem({ jid: 'bob@example.org', name: 'Bob', groups: [] });
    const { unclaimed, plan } = await core.handlers.previewSync(john);
    expect(unclaimed).toEqual(jids);
    expect(plan.remove).toBe(0);

    await core.handlers.adoptUnclaimed({ ...john, jids: [adopted, 'bob@example.org'] });
    const report = await core.handlers.syncNow(john);
    expect(report.applied).toEqual({ added: 0, updated: 0, removed: 1 });
    const left = (await second.roster()).map(({ jid }) => jid);
    expect(left).not.toContain(adopted);
    expect(left).toEqual(expect.arrayContaining([other, 'bob@example.org']));

    // Undoing brings it back, as ours.
    await core.handlers.undoLastSync(john);
    expect((await second.roster()).map(({ jid }) => jid)).toContain(adopted);
    await second.close();
  });
});
