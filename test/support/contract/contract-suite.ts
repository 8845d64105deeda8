/**
 * What every core must do by the contract, whether it is the real one or the double that the window's tests use:
 * the same suite runs against both, so that the double cannot drift.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Core } from '../../../electron/core/core.ts';
import { createCoreStore } from '../../../renderer/bridge/core-store.ts';
import { answer } from '../../../shared/contract/answer.ts';
import {
  type CommandInput,
  type CommandName,
  type CommandOutput,
  type CoreEvent,
  commands,
  eventSchema,
} from '../../../shared/contract/contract.ts';
import {
  type AppState,
  appStateSchema,
  type ProfileState,
} from '../../../shared/contract/state.ts';
import { profileStatus } from '../../../shared/contract/status.ts';
import { RolodialError } from '../../../shared/errors.ts';
import { sampleProfile } from '../core-double/sample-profile.ts';

/** A core with one profile, john, whose roster lacks items that its address book wants. */
export interface TestedCore {
  readonly core: Pick<Core, 'handlers' | 'state' | 'subscribe' | 'start' | 'stop'>;
  /** The next sync would remove many items, of which it answers the JIDs. */
  manyWouldGo(): Promise<readonly string[]>;
  /** The next sync finds that a book is gone, called Shared; answers the JIDs that would go with it. */
  bookGoes(): Promise<readonly string[]>;
  /** Whether the next sync, or undo, is to wait until it is cancelled. */
  holdNextSync(): void;
  close(): Promise<void>;
}

const john = { profile: 'john' };

/** @param open makes a core of its own for each test */
export function contractSuite(name: string, open: () => Promise<TestedCore>): void {
  describe(name, () => {
    let tested: TestedCore;
    let heard: CoreEvent[];
    let before: AppState;

    beforeEach(async () => {
      tested = await open();
      before = structuredClone(tested.core.state());
      heard = [];
      tested.core.subscribe((event) => heard.push(structuredClone(event)));
    });
    afterEach(async () => {
      await tested.close();
    });

    /** Runs a command as both hosts do, and checks the answer against the contract. */
    async function run<Name extends CommandName>(
      command: Name,
      input: CommandInput<Name>,
    ): Promise<CommandOutput<Name>> {
      const result = await answer(tested.core.handlers, command, input);
      if (!result.ok) throw new RolodialError(result.problem.code, result.problem.message);
      return commands[command].output.parse(result.value) as CommandOutput<Name>;
    }
    function state(): ProfileState {
      const [profile] = tested.core.state().profiles;
      if (!profile) throw new Error('there is no profile');
      return profile;
    }
    const question = () => {
      const { activity } = state();
      return activity.kind === 'asking' ? activity.question : null;
    };

    it('gives a state and events that the contract allows', async () => {
      await run('syncNow', john);
      await run('setPaused', { ...john, paused: true });
      expect(appStateSchema.parse(tested.core.state())).toEqual(tested.core.state());
      expect(heard.length).toBeGreaterThan(1);
      for (const event of heard) expect(eventSchema.parse(event)).toEqual(event);
    });

    it('tells by its events all that is another, so that nobody has to ask', async () => {
      const bridge = {
        invoke: async () => ({ ok: true, value: before }),
        subscribe: (listener: (event: CoreEvent) => void) => tested.core.subscribe(listener),
      };
      const store = createCoreStore(bridge as unknown as Parameters<typeof createCoreStore>[0]);
      await run('syncNow', john);
      await run('markGroup', { ...john, group: 'Team', mark: 'shared' });
      await run('setPaused', { ...john, paused: true });
      await run('setLanguage', { language: 'fr' });
      expect(store.view().state).toEqual(tested.core.state());
    });

    it('counts the phases of a sync as states, and the rest as progress', async () => {
      await run('syncNow', john);
      const phases = heard.flatMap((event) => {
        const activity = event.event === 'profile' ? event.changed.activity : undefined;
        return activity?.kind === 'syncing' ? [activity.phase] : [];
      });
      expect(phases.slice(0, 4)).toEqual(['connecting', 'reading', 'planning', 'pushing']);
      expect(phases.length).toBeLessThanOrEqual(5);
      const reports = heard.filter(
        ({ event, ...rest }) => 'changed' in rest && rest.changed.lastSync,
      );
      expect(reports).toHaveLength(1);
    });

    it('syncs, and records the attempt', async () => {
      const report = await run('syncNow', john);
      const isWhole = report.failed.length === 0;
      expect(report.guard).toBeNull();
      expect(report.applied.added).toBeGreaterThan(0);
      expect(state()).toMatchObject({
        activity: { kind: 'idle' },
        lastSync: { startedAt: report.startedAt },
        lastAttempt: { what: 'sync', outcome: isWhole ? 'ok' : 'partly', problem: null },
        undoable: expect.any(String),
      });
      expect(profileStatus(state())).toBe(isWhole ? 'current' : 'attention');
    });

    it('syncs while paused when asked, and stays paused', async () => {
      await run('setPaused', { ...john, paused: true });
      const report = await run('syncNow', john);
      expect(report.applied.added).toBeGreaterThan(0);
      expect(state()).toMatchObject({ paused: true, nextSyncAt: null });
    });

    it('keeps a pause while a group is marked or a form is saved', async () => {
      const [form] = tested.core.state().settings.profiles;
      if (!form) throw new Error('there is no profile');
      await run('setPaused', { ...john, paused: true });
      await run('markGroup', { ...john, group: 'Team', mark: 'personal' });
      await run('saveProfile', { ...form, format: '%name' });
      const [saved] = tested.core.state().settings.profiles;
      expect(saved).toMatchObject({ paused: true, format: '%name' });
      expect(saved?.sharedGroups.marks).toEqual({ Team: 'personal' });
      expect(state().paused).toBe(true);
    });

    it('answers a cancelled sync with its code, and takes it for no problem', async () => {
      tested.holdNextSync();
      const running = run('syncNow', john);
      await run('cancelSync', john);
      await expect(running).rejects.toMatchObject({ code: 'cancelled' });
      expect(state()).toMatchObject({
        activity: { kind: 'idle' },
        problem: null,
        lastAttempt: { outcome: 'cancelled' },
      });
    });

    it('lets a second sync of the same join, and one of chosen items wait its turn', async () => {
      const rows = await previewed();
      const [first = '', second = ''] = rows;
      const syncs = await Promise.all([
        run('syncNow', { ...john, only: [first] }),
        run('syncNow', { ...john, only: [first] }),
        run('syncNow', { ...john, only: [second] }),
      ]);
      expect(syncs.map(({ applied }) => applied.added)).toEqual([1, 1, 1]);
      expect(syncs[1]?.startedAt).toBe(syncs[0]?.startedAt);
    });

    it('asks before many items go, says why, and does as it is told', async () => {
      await run('syncNow', john);
      const jids = await tested.manyWouldGo();
      const report = await run('syncNow', john);
      expect(report.guard?.jids.toSorted()).toEqual(jids.toSorted());
      expect(question()).toMatchObject({ what: 'sync', why: report.guard?.reason });
      expect(state()).toMatchObject({ nextSyncAt: null, lastAttempt: { outcome: 'guard' } });
      expect(profileStatus(state())).toBe('attention');
      await run('answerGuard', { ...john, answer: 'apply' });
      expect(state()).toMatchObject({ activity: { kind: 'idle' }, lastAttempt: { what: 'sync' } });
      expect(state().lastSync?.applied.removed).toBe(jids.length);
    });

    it.each([
      'apply',
      'keep',
    ] as const)('asks about a book that is gone beside the rest, and does as it is told: %s', async (reply) => {
      await run('syncNow', john);
      const jids = await tested.bookGoes();
      const report = await run('syncNow', john);
      expect(report).toMatchObject({ guard: null, unread: [{ name: 'Shared', reason: 'gone' }] });
      expect(question()).toMatchObject({ what: 'sync', why: 'book-gone', books: ['Shared'] });
      expect(question()?.jids.toSorted()).toEqual(jids.toSorted());
      expect(state()).toMatchObject({
        lastSync: { startedAt: report.startedAt },
        lastAttempt: { outcome: 'partly' },
      });
      expect(profileStatus(state())).toBe('attention');
      await run('answerGuard', { ...john, answer: reply });
      expect(state().activity).toEqual({ kind: 'idle' });
      expect(state().lastSync).toMatchObject({
        applied: { removed: reply === 'apply' ? jids.length : 0 },
        ...{ unread: [], absentBooks: null },
      });
    });

    it('reads everything again when asked, and joins no sync that does not', async () => {
      const [usual, full] = await Promise.all([
        run('syncNow', john),
        run('syncNow', { ...john, full: true }),
      ]);
      expect(full.startedAt).not.toBe(usual.startedAt);
      expect(state().lastSync?.startedAt).toBe(full.startedAt);
    });

    it('keeps everything where it is told so', async () => {
      await run('syncNow', john);
      await tested.manyWouldGo();
      await run('syncNow', john);
      await run('answerGuard', { ...john, answer: 'keep' });
      expect(state().activity).toEqual({ kind: 'idle' });
      expect(state().lastSync?.applied.removed ?? 0).toBe(0);
    });

    it('undoes what was confirmed without asking again, and is paused until it is resumed', async () => {
      await run('syncNow', john);
      const preview = await run('previewUndo', john);
      expect(preview.items.length).toBeGreaterThan(0);
      const confirmed = preview.items.map(({ jid }) => jid);
      const report = await run('undoLastSync', { ...john, confirmed });
      expect(report).toMatchObject({ guard: null, undone: preview.undone });
      expect(state()).toMatchObject({
        ...{ paused: true, undone: preview.undone, nextSyncAt: null },
        lastAttempt: { what: 'undo', outcome: 'ok' },
      });
      await run('setPaused', { ...john, paused: false });
      expect(state()).toMatchObject({ paused: false, undone: null });
    });

    it('previews without changing anything', async () => {
      const { lastAttempt, lastSync } = state();
      const preview = await run('previewSync', john);
      expect(preview.plan.add).toBeGreaterThan(0);
      expect(state()).toMatchObject({ activity: { kind: 'idle' }, lastAttempt, lastSync });
    });

    it('adds and removes profiles, and knows none that is not there', async () => {
      const jane = {
        ...sampleProfile,
        id: 'jane',
        xmpp: { ...sampleProfile.xmpp, jid: 'jane@example.com' },
      };
      await run('saveProfile', { ...jane, paused: true });
      expect(tested.core.state().profiles.map(({ id }) => id)).toEqual(['john', 'jane']);
      await run('removeProfile', { profile: 'jane' });
      expect(tested.core.state().profiles.map(({ id }) => id)).toEqual(['john']);
      for (const command of ['syncNow', 'removeProfile', 'listContacts', 'cancelSync'] as const) {
        await expect(run(command, { profile: 'jane' })).rejects.toMatchObject({
          code: 'profile-unknown',
        });
      }
    });

    async function previewed(): Promise<string[]> {
      const { items } = await run('previewSync', john);
      return items.filter(({ action }) => action === 'add').map(({ jid }) => jid);
    }
  });
}
