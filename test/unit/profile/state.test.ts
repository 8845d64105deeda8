/** What the window sees, computed from what has happened: it holds for any order of events. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Facts,
  firstFacts,
  type ProfileEvent,
  profileState,
  record,
} from '../../../electron/core/profile/state.ts';
import { type GuardQuestion, profileStateSchema } from '../../../shared/contract/state.ts';
import { profileStatus } from '../../../shared/contract/status.ts';
import { needsUser, RolodialError, toProblem } from '../../../shared/errors.ts';
import { sampleAttempt, sampleProfile } from '../../support/core-double/sample-profile.ts';
import { report } from '../../support/shell/states.ts';

const problems = (['xmpp-unreachable', 'xmpp-authentication', 'carddav-timeout'] as const).map(
  (code) => toProblem(new RolodialError(code, 'It failed.')),
);
const guard = { reason: 'many-removals' as const, removals: 2, owned: 3, jids: ['a@b', 'c@d'] };
const question: GuardQuestion = {
  ...{ what: 'sync', why: 'many-removals', removals: 2, owned: 3 },
  jids: ['a@b', 'c@d'],
};

const events = fc.oneof(
  fc.record({
    event: fc.constant('connection' as const),
    status: fc.constantFrom('offline' as const, 'connecting' as const, 'online' as const),
    problem: fc.constantFrom(null, ...problems),
  }),
  fc.record({
    event: fc.constant('progress' as const),
    progress: fc.record({
      phase: fc.constantFrom('connecting' as const, 'reading' as const, 'pushing' as const),
      done: fc.nat(),
      total: fc.nat(),
    }),
  }),
  fc.constant({ event: 'ended' as const }),
  fc.constantFrom(null, question).map((asked) => ({
    event: 'question' as const,
    question: asked,
  })),
  fc
    .constantFrom(...(['ok', 'nothing', 'partly', 'cancelled', 'guard', 'interrupted'] as const))
    .map((outcome) => ({ event: 'attempt' as const, attempt: sampleAttempt({ outcome }) })),
  fc.constantFrom(...problems).map((problem) => ({
    event: 'attempt' as const,
    attempt: sampleAttempt({ outcome: 'failed', problem }),
  })),
  fc.boolean().map((stopped) => ({
    event: 'synced' as const,
    report: report({ guard: stopped ? guard : null }),
    remote: false,
  })),
  fc.record({
    event: fc.constant('history' as const),
    undone: fc.constantFrom(null, '2026-11-20T14:00:00.000Z'),
    undoable: fc.constantFrom(null, '2026-11-20T14:00:00.000Z'),
  }),
  fc.constantFrom('contacts' as const, 'groups' as const).map((event) => ({ event })),
);

const first = firstFacts({ lastAttempt: null, lastSync: null, undone: null, undoable: null });
const stateOf = (facts: Facts, paused = false) =>
  profileState(facts, {
    profile: { ...sampleProfile, paused },
    nextSyncAt: null,
    foundKind: 'server',
  });

describe('after any events', () => {
  it('the state is one that the contract allows, and says nothing that is not so', () => {
    fc.assert(
      fc.property(
        fc.array<ProfileEvent>(events, { maxLength: 40 }),
        fc.boolean(),
        (happened, paused) => {
          let facts = first;
          for (const event of happened) {
            const before = facts;
            facts = record(facts, event);
            expect(facts.contactsRevision).toBeGreaterThanOrEqual(before.contactsRevision);
            expect(facts.groupsRevision).toBeGreaterThanOrEqual(before.groupsRevision);
          }
          const state = stateOf(facts, paused);
          expect(profileStateSchema.parse(state)).toEqual(state);
          expect(state.paused).toBe(paused || facts.undone !== null);
          // A question is shown unless something runs, and stays until it is answered or has no object.
          if (facts.question && !facts.progress) expect(state.activity.kind).toBe('asking');
          expect(state.lastSync?.guard ?? null).toBeNull();

          const status = profileStatus(state);
          if (status === 'current') {
            expect(state.connection).toBe('online');
            expect(state.problem).toBeNull();
            expect(state.activity.kind).toBe('idle');
            expect(['failed', 'cancelled', 'guard', 'interrupted']).not.toContain(
              state.lastAttempt?.outcome,
            );
          }
          if (state.problem && needsUser(state.problem) && state.activity.kind === 'idle') {
            expect(status).toBe('attention');
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe('what is wrong', () => {
  const [unreachable, , bookTimeout] = problems;
  const failed = sampleAttempt({ outcome: 'failed', problem: bookTimeout ?? null });

  it('is the account’s trouble while it lasts, then that of the last attempt', () => {
    let facts = record(first, { event: 'attempt', attempt: failed });
    facts = record(facts, { event: 'connection', status: 'offline', problem: unreachable ?? null });
    expect(stateOf(facts).problem?.code).toBe('xmpp-unreachable');
    facts = record(facts, { event: 'connection', status: 'online', problem: null });
    expect(stateOf(facts).problem?.code).toBe('carddav-timeout');
    facts = record(facts, { event: 'attempt', attempt: sampleAttempt() });
    expect(stateOf(facts).problem).toBeNull();
  });

  it('is that the roster is remote for as long as nothing has shown the contrary', () => {
    const facts = record(first, { event: 'synced', report: report(), remote: true });
    const kept = (foundKind: 'server' | 'remote') =>
      profileState(facts, { profile: sampleProfile, nextSyncAt: null, foundKind }).problem?.code;
    expect(kept('remote')).toBe('roster-remote');
    expect(kept('server')).toBeUndefined();
  });

  it('is not the account while a sync that runs rides over a lost stream', () => {
    const progress = { phase: 'pushing', done: 1, total: 2 } as const;
    let facts = record(first, { event: 'progress', progress });
    facts = record(facts, { event: 'connection', status: 'offline', problem: unreachable ?? null });
    expect(stateOf(facts)).toMatchObject({ problem: null, connection: 'offline' });
    const back = record(facts, { event: 'connection', status: 'online', problem: null });
    expect(stateOf(record(back, { event: 'ended' })).problem).toBeNull();
  });

  it('is the account where it is still lost when what was under way has ended', () => {
    const progress = { phase: 'reading', done: 1, total: 0 } as const;
    let facts = record(first, { event: 'progress', progress });
    facts = record(facts, { event: 'connection', status: 'offline', problem: unreachable ?? null });
    facts = record(facts, { event: 'connection', status: 'connecting', problem: null });
    facts = record(facts, { event: 'ended' });
    expect(stateOf(facts).problem?.code).toBe('xmpp-unreachable');
  });
});
