/** What the form of the addresses holds, and what is wrong with it; the schema of the settings decides. */
import {
  type Profile,
  type ProfileInput,
  profileInputSchema,
} from '../../shared/settings/schema.ts';
import type { FormReading } from '../parts/edit-form.tsx';
import { type HeaderRow, headerProblems, headerRows, headersOf, savedRows } from './header-rows.ts';

export interface AddressFields {
  readonly url: string;
  readonly headers: readonly HeaderRow[];
  readonly refreshUrl: string;
  readonly host: string;
  readonly refreshHeaders: readonly HeaderRow[];
  readonly checkAtLogin: boolean;
}

export interface AddressProblems {
  readonly url: boolean;
  /** `missing`: what belongs to it is there. */
  readonly refreshUrl: false | 'invalid' | 'missing';
  readonly headers: ReturnType<typeof headerProblems>;
  readonly refreshHeaders: ReturnType<typeof headerProblems>;
}

export const noAddressProblems: AddressProblems = {
  url: false,
  refreshUrl: false,
  headers: new Map(),
  refreshHeaders: new Map(),
};

export function addressFieldsOf({ remoteRoster }: Profile): AddressFields {
  const { url, headers, refresh, checkAtLogin } = remoteRoster;
  return {
    url: url ?? '',
    headers: headerRows(headers),
    refreshUrl: refresh?.url ?? '',
    host: refresh?.host ?? '',
    refreshHeaders: headerRows(refresh?.headers),
    checkAtLogin,
  };
}

/** The fields once they are saved, as the settings will have them. */
export function savedFields(fields: AddressFields): AddressFields {
  return {
    ...fields,
    url: fields.url.trim(),
    headers: savedRows(fields.headers),
    refreshUrl: fields.refreshUrl.trim(),
    host: fields.host.trim(),
    refreshHeaders: savedRows(fields.refreshHeaders),
  };
}

/** @param saved the profile, of which all else stays */
export function readAddresses(
  fields: AddressFields,
  saved: Profile,
): FormReading<ProfileInput, AddressProblems> {
  const { url, refreshUrl, host } = savedFields(fields);
  const { headers } = headersOf(fields.headers);
  const { headers: refreshHeaders } = headersOf(fields.refreshHeaders);
  const { serve, keepOthers } = saved.remoteRoster;
  const reading = profileInputSchema.safeParse({
    ...saved,
    remoteRoster: {
      ...{ serve, keepOthers, checkAtLogin: fields.checkAtLogin },
      ...(url !== '' && { url }),
      ...(headers && { headers }),
      ...(refreshUrl !== '' && {
        refresh: {
          url: refreshUrl,
          ...(host !== '' && { host }),
          ...(refreshHeaders && { headers: refreshHeaders }),
        },
      }),
    },
  });
  const paths = new Set(reading.error?.issues.map(({ path }) => path.join('.')));
  const isMissing = refreshUrl === '' && (host !== '' || refreshHeaders !== undefined);
  const wrong: AddressProblems = {
    url: paths.has('remoteRoster.url'),
    refreshUrl: isMissing ? 'missing' : paths.has('remoteRoster.refresh.url') && 'invalid',
    headers: headerProblems(fields.headers),
    refreshHeaders: headerProblems(fields.refreshHeaders),
  };
  const isSound = wrong.headers.size + wrong.refreshHeaders.size === 0 && !isMissing;
  return reading.success && isSound ? { ok: true, input: reading.data } : { ok: false, wrong };
}
