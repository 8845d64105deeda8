/** How a profile is, over the whole chain: one function for the window, the tray and the command line. */
import { describe, expect, it } from 'vitest';
import type { ProfileState } from '../../../shared/contract/state.ts';
import { overallStatus, profileStatus } from '../../../shared/contract/status.ts';
import { RolodialError, toProblem } from '../../../shared/errors.ts';
import { sampleAttempt } from '../../support/core-double/sample-profile.ts';
import { profile, report, state } from '../../support/shell/states.ts';

const problem = (code: RolodialError['code']) => toProblem(new RolodialError(code, 'It failed.'));
const failed = (code: RolodialError['code']) => ({
  problem: problem(code),
  lastAttempt: sampleAttempt({ outcome: 'failed', problem: problem(code) }),
});
const question = { what: 'sync', why: 'empty-read', removals: 1, owned: 1 } as const;
const asking: Partial<ProfileState> = {
  activity: { kind: 'asking', question: { ...question, jids: ['a@b'] } },
};
const syncing: Partial<ProfileState> = {
  activity: { kind: 'syncing', phase: 'reading', done: 0, total: 0 },
};

describe('the status of a profile', () => {
  const cases: readonly (readonly [string, Partial<ProfileState>, string])[] = [
    ['all is well', {}, 'current'],
    ['it was never synced', { lastSync: null }, 'new'],
    ['the account is not connected', { connection: 'offline' }, 'offline'],
    ['the account is being connected', { connection: 'connecting' }, 'connecting'],
    [
      'a document that is served needs no connection',
      { connection: 'offline', rosterKind: 'served' },
      'current',
    ],
    ['the address book cannot be reached', failed('carddav-unreachable'), 'retrying'],
    [
      'the account cannot be reached',
      { ...failed('xmpp-unreachable'), connection: 'offline' },
      'offline',
    ],
    ['the address book refuses the password', failed('carddav-authentication'), 'attention'],
    [
      'the account refuses the password, while paused',
      { ...failed('xmpp-authentication'), paused: true },
      'attention',
    ],
    [
      'the last attempt was cut off',
      { lastAttempt: sampleAttempt({ outcome: 'interrupted' }) },
      'retrying',
    ],
    [
      'the user cancelled the last attempt',
      { lastAttempt: sampleAttempt({ outcome: 'cancelled' }) },
      'retrying',
    ],
    [
      'some items failed',
      { lastSync: report({ failed: [{ jid: 'a@b', condition: 'not-allowed', text: '' }] }) },
      'attention',
    ],
    ['the guard asks', asking, 'attention'],
    ['the guard asks, while paused', { ...asking, paused: true }, 'attention'],
    ['a sync runs', { ...failed('carddav-unreachable'), ...syncing }, 'syncing'],
    ['it is paused', { paused: true, connection: 'offline' }, 'paused'],
  ];
  it.each(cases)('where %s', (_, change, expected) => {
    expect(profileStatus(profile(change))).toBe(expected);
  });
});

describe('the status of everything', () => {
  it('is the most pressing one', () => {
    const current = profile({ id: 'a' });
    const of = (...others: ProfileState[]) => overallStatus(state([current, ...others]));
    expect(of()).toBe('current');
    expect(of(profile({ paused: true }))).toBe('current');
    expect(of(profile({ connection: 'offline' }))).toBe('offline');
    expect(of(profile(failed('carddav-timeout')), profile({ connection: 'offline' }))).toBe(
      'retrying',
    );
    expect(of(profile(failed('carddav-timeout')), profile(syncing))).toBe('syncing');
    expect(of(profile(syncing), profile(asking))).toBe('attention');
    expect(overallStatus(state([profile({ paused: true })]))).toBe('paused');
    expect(overallStatus(state([]))).toBe('attention');
    expect(overallStatus(state([current], { problem: problem('settings-corrupt') }))).toBe(
      'attention',
    );
  });
});
