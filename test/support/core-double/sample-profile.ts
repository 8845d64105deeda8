/** A made-up profile, and what the window sees of profiles in several states. */

import type { ContactRow } from '../../../shared/contract/contract.ts';
import type { Attempt, ProfileState } from '../../../shared/contract/state.ts';
import { type Problem, RolodialError, toProblem } from '../../../shared/errors.ts';
import {
  type Profile,
  type ProfileInput,
  settingsSchema,
} from '../../../shared/settings/schema.ts';
import type { SecretInput, SecretSource } from '../../../shared/settings/secret.ts';
import { sampleReport } from './sample-reports.ts';

export const sampleProfile: Profile = settingsSchema.parse({
  profiles: [
    {
      id: 'john',
      xmpp: { jid: 'john@example.com', password: { stored: 'john/xmpp' } },
      carddav: {
        url: 'https://cloud.example.com/dav/john/contacts/',
        username: 'john',
        password: { env: 'CARDDAV_PASSWORD' },
      },
      dids: [
        { number: '+16135550100', alias: 'Home' },
        { number: '+15145550199', alias: 'Work' },
      ],
      domain: 'sms.example.com',
      defaultCountry: 'CA',
    },
  ],
}).profiles[0] as Profile;

/** A profile that was just saved: nothing has been synced. */
export function freshState({ id, xmpp, paused }: Profile): ProfileState {
  return {
    id,
    jid: xmpp.jid,
    connection: 'online',
    activity: { kind: 'idle' },
    paused,
    problem: null,
    lastSync: null,
    lastAttempt: null,
    nextSyncAt: null,
    rosterKind: 'unknown',
    contactsRevision: 1,
    groupsRevision: 1,
  };
}

/** A profile whose last sync was two hours ago. */
export function syncedState(profile: Profile, contacts: readonly ContactRow[]): ProfileState {
  const twoHoursAgo = new Date(Date.now() - 2 * 3_600_000);
  const rows = contacts.filter(({ state }) => state !== 'failed');
  return {
    ...freshState(profile),
    rosterKind: 'server',
    lastSync: sampleReport(profile.id, rows, twoHoursAgo, true),
    lastAttempt: sampleAttempt({ startedAt: twoHoursAgo.toISOString() }),
    undoable: twoHoursAgo.toISOString(),
    nextSyncAt: new Date(Date.now() + 22 * 3_600_000).toISOString(),
  };
}

/** An attempt that changed something, unless said otherwise. */
export function sampleAttempt(change: Partial<Attempt> = {}): Attempt {
  const startedAt = change.startedAt ?? new Date().toISOString();
  return {
    what: 'sync',
    bySchedule: false,
    startedAt,
    endedAt: startedAt,
    outcome: 'ok',
    problem: null,
    ...change,
  };
}

/** What the settings hold after the window has saved a profile: passwords went into the vault. */
export function savedProfile(input: ProfileInput): Profile {
  const kept = (secret: SecretInput, part: string): SecretSource =>
    'value' in secret ? { stored: `${input.id}/${part}` } : secret;
  const keptHeaders = (headers: Record<string, SecretInput> | undefined, part: string) =>
    headers && {
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, secret]) => [name, kept(secret, `${part}/${name}`)]),
      ),
    };
  const { password, token, ...address } = input.carddav;
  const { headers, refresh, ...remote } = input.remoteRoster;
  return {
    ...input,
    xmpp: { ...input.xmpp, password: kept(input.xmpp.password, 'xmpp') },
    carddav: {
      ...address,
      ...(password && { password: kept(password, 'carddav') }),
      ...(token && { token: kept(token, 'carddav') }),
    },
    remoteRoster: {
      ...remote,
      ...keptHeaders(headers, 'remote'),
      ...(refresh && {
        refresh: {
          url: refresh.url,
          ...(refresh.host !== undefined && { host: refresh.host }),
          ...keptHeaders(refresh.headers, 'refresh'),
        },
      }),
    },
  };
}

/** A problem as a profile shows it. */
export function sampleProblem(code: Problem['code'], params: Problem['params'] = {}): Problem {
  return toProblem(new RolodialError(code, `The English words for ${code}.`, params));
}
