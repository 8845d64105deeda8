/** States as the core gives them, for tests of what the tray makes of them. */
import type { SyncReport } from '../../../shared/contract/report.ts';
import type { AppState, ProfileState } from '../../../shared/contract/state.ts';
import { settingsSchema } from '../../../shared/settings/schema.ts';

export function profile(changes: Partial<ProfileState> = {}): ProfileState {
  return {
    id: 'john',
    jid: 'john@example.com',
    connection: 'online',
    activity: { kind: 'idle' },
    paused: false,
    problem: null,
    lastSync: report(),
    lastAttempt: null,
    nextSyncAt: null,
    rosterKind: 'server',
    contactsRevision: 1,
    groupsRevision: 1,
    ...changes,
  };
}

export function report(changes: Partial<SyncReport> = {}): SyncReport {
  return {
    profile: 'john',
    startedAt: '2026-11-20T14:00:00.000Z',
    durationMs: 60_000,
    addressBook: { cards: 1, contacts: 1, numbers: 1, requests: 1, bytes: 1, missed: 0 },
    roster: { kind: 'server', items: 3 },
    plan: { add: 3, update: 1, remove: 0, keep: 0 },
    applied: { added: 3, updated: 1, removed: 0 },
    skipped: [],
    conflicts: [],
    failed: [],
    ...{ unread: [], withheld: [], absentBooks: null, leftOut: [] },
    guard: null,
    ...changes,
  };
}

export function state(profiles: ProfileState[], changes: Partial<AppState> = {}): AppState {
  return {
    version: '0.1.0',
    host: 'electron',
    vault: 'keychain',
    settings: settingsSchema.parse({}),
    settingsFile: '/home/john/.config/rolodial/settings.json',
    problem: null,
    profiles,
    service: { status: 'off', url: null, problem: null, requests: [] },
    ...changes,
  };
}
