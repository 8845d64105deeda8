/** What the double shows of a roster that an outside service keeps. */
import type {
  RefreshOutcome,
  RemoteReport,
  ThreeWayReport,
} from '../../../shared/contract/remote-report.ts';
import type { RosterKind } from '../../../shared/contract/report.ts';
import type { Profile } from '../../../shared/settings/schema.ts';

const seenAt = '2026-11-18T09:30:00.000Z';

export function sampleRemote(
  { remoteRoster }: Profile,
  kind: RosterKind,
  refreshes: readonly RefreshOutcome[],
): RemoteReport {
  const isRemote = kind === 'remote';
  return {
    kind: kind === 'served' ? 'unknown' : kind,
    evidence: {
      versioningAdvertised: !isRemote,
      version: isRemote ? null : '42',
      refused: isRemote ? { at: seenAt, condition: 'service-unavailable' } : null,
    },
    checkAtLogin: remoteRoster.checkAtLogin,
    url: remoteRoster.url ?? null,
    refreshUrl: remoteRoster.refresh?.url ?? null,
    lastFetch: null,
    refreshes: [...refreshes],
  };
}

const item = (jid: string, name: string, ...groups: string[]) => ({ jid, name, groups });
const amelie = '+16135550101%+16135550100@sms.example.com';
const noah = '+16135550102%+16135550100@sms.example.com';

export function sampleThreeWay(): ThreeWayReport {
  return {
    fetch: {
      at: new Date().toISOString(),
      items: 118,
      status: 200,
      bytes: 9_800,
      durationMs: 41,
      faults: [{ jid: 'zoe@example.com', reason: 'groups-array', detail: '["Home"]' }],
      problem: null,
    },
    bookKnown: true,
    counts: {
      same: 116,
      'not-in-document': 1,
      'not-live': 0,
      'gone-from-document': 0,
      'other-live': 1,
      'other-in-book': 0,
    },
    rows: [
      {
        jid: amelie,
        document: item(amelie, '[Home] Amélie Tremblay (cell)', 'Home'),
        live: item(amelie, '[Home] Amelie (cell)', 'Home'),
        book: item(amelie, '[Home] Amélie Tremblay (cell)', 'Home'),
        verdict: 'other-live',
      },
      {
        jid: noah,
        document: null,
        live: null,
        book: item(noah, '[Home] Noah Gagnon (cell)', 'Home'),
        verdict: 'not-in-document',
      },
    ],
  };
}

export function sampleRefresh(users: readonly string[]): RefreshOutcome {
  return {
    at: new Date().toISOString(),
    users: [...users],
    ok: true,
    status: 200,
    answer: { status: 'ok', message: 'roster update complete', updated: users.length, errors: 0 },
    problem: null,
    durationMs: 12,
  };
}
