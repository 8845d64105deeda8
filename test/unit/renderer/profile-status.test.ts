import { describe, expect, it } from 'vitest';
import { profileStatus, syncProgress } from '../../../renderer/overview/profile-status.ts';
import { type ProfileState, syncPhases } from '../../../shared/contract/state.ts';
import { createCoreDouble } from '../../support/core-double/core-double.ts';
import { sampleProblem, sampleProfile } from '../../support/core-double/sample-profile.ts';

const [idle] = createCoreDouble({ profiles: [sampleProfile] }).state().profiles;
const profile = (change: Partial<ProfileState>): ProfileState => {
  if (!idle) throw new Error('the double has no profile');
  return { ...idle, ...change };
};

describe('the one word for a profile', () => {
  it('is the most pressing one', () => {
    expect(profileStatus(profile({}))).toBe('online');
    expect(profileStatus(profile({ connection: 'offline' }))).toBe('offline');
    expect(profileStatus(profile({ paused: true, connection: 'offline' }))).toBe('paused');
    const problem = sampleProblem('xmpp-authentication');
    expect(profileStatus(profile({ problem, paused: true }))).toBe('attention');
  });
  it('does not alarm anyone about what passes by itself', () => {
    const problem = sampleProblem('xmpp-unreachable');
    expect(profileStatus(profile({ problem, connection: 'offline' }))).toBe('offline');
  });
  it('asks for attention while the guard waits for an answer', () => {
    const guard = { reason: 'empty-read' as const, removals: 1, owned: 1, jids: ['a@b'] };
    expect(profileStatus(profile({ activity: { kind: 'asking', guard } }))).toBe('attention');
  });
});

describe('the progress of a sync', () => {
  it('never goes back and ends at the end', () => {
    let before = 0;
    for (const phase of syncPhases) {
      const total = phase === 'pushing' ? 40 : 0;
      for (const done of [0, 10, 40, 60]) {
        const share = syncProgress({ kind: 'syncing', phase, done, total }, 40);
        expect(share).toBeGreaterThanOrEqual(before);
        expect(share).toBeLessThanOrEqual(1);
        before = share;
      }
    }
  });
  it('claims nothing while nobody knows how long the first reading is', () => {
    const reading = { kind: 'syncing', phase: 'reading', done: 900, total: 0 } as const;
    expect(syncProgress(reading, 0)).toBe(syncProgress({ ...reading, done: 0 }, 0));
    expect(syncProgress(reading, 1_000)).toBeGreaterThan(
      syncProgress({ ...reading, done: 0 }, 1_000),
    );
  });
});
