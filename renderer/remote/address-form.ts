/** What the form of the addresses holds, and what is wrong with it; the schema of the settings decides. */
import type { UseFormReturnType } from '@mantine/form';
import {
  type Profile,
  type ProfileInput,
  profileInputSchema,
} from '../../shared/settings/schema.ts';
import { withoutUndefined } from '../../shared/settings/without-undefined.ts';
import type { FormReading, InvalidKey } from '../forms/use-settings-form.ts';
import { type HeaderRow, headerProblems, headerRows, headersOf } from './header-rows.ts';

type RemoteRoster = Profile['remoteRoster'];

/** The settings themselves, with texts instead of absent fields and rows instead of headers. */
export type AddressForm = Omit<RemoteRoster, 'url' | 'headers' | 'refresh'> & {
  url: string;
  headers: HeaderRow[];
  refresh: { url: string; host: string; headers: HeaderRow[] };
};
export type AddressFormApi = UseFormReturnType<AddressForm>;

/** @param shown the form until now, for the keys of rows that stay */
export function addressFormOf(remoteRoster: RemoteRoster, shown?: AddressForm): AddressForm {
  const { url = '', headers, refresh } = remoteRoster;
  return {
    ...remoteRoster,
    url,
    headers: headerRows(headers, shown?.headers),
    refresh: {
      ...refresh,
      url: refresh?.url ?? '',
      host: refresh?.host ?? '',
      headers: headerRows(refresh?.headers, shown?.refresh.headers),
    },
  };
}

/** The way back, unchecked; what the form only carries goes back as it came. */
export function addressInputOf({ refresh, ...form }: AddressForm) {
  const refreshHeaders = headersOf(refresh.headers);
  const refreshUrl = refresh.url.trim();
  const host = refresh.host.trim();
  const hasRefresh = refreshUrl !== '' || host !== '' || refreshHeaders !== undefined;
  return withoutUndefined({
    ...form,
    url: form.url.trim() || undefined,
    headers: headersOf(form.headers),
    refresh: hasRefresh
      ? withoutUndefined({
          ...refresh,
          url: refreshUrl,
          host: host || undefined,
          headers: refreshHeaders,
        })
      : undefined,
  });
}

/** @param saved the profile, of which all else stays */
export function checkAddresses(
  remoteRoster: unknown,
  form: AddressForm,
  saved: Profile,
): FormReading<ProfileInput> {
  const reading = profileInputSchema.safeParse({ ...saved, remoteRoster });
  const paths = new Set(reading.error?.issues.map(({ path }) => path.join('.')));
  const issues: Record<string, InvalidKey> = {
    ...headerIssues('headers', form.headers),
    ...headerIssues('refresh.headers', form.refresh.headers),
  };
  if (paths.has('remoteRoster.url')) issues['url'] = 'remote.invalid';
  if (paths.has('remoteRoster.refresh.url')) {
    // Without an address, a host name or headers have brought the schema here.
    const reason = form.refresh.url.trim() === '' ? 'missing' : 'invalid';
    issues['refresh.url'] = `remote.invalidRefresh.${reason}`;
  }
  return reading.success && Object.keys(issues).length === 0
    ? { ok: true, input: reading.data }
    : { ok: false, issues };
}

function headerIssues(path: string, rows: readonly HeaderRow[]): Record<string, InvalidKey> {
  const problems = headerProblems(rows);
  const issues = rows.flatMap(({ key }, index): [string, InvalidKey][] => {
    const problem = problems.get(key);
    const field = problem === 'value' ? 'secret' : 'name';
    return problem ? [[`${path}.${index}.${field}`, `remote.headerInvalid.${problem}`]] : [];
  });
  return Object.fromEntries(issues);
}
