/**
 * From the form of a profile back to the settings. Empty fields are fields that the settings leave out; a
 * password that is not typed is the one that is kept already; what the settings hold beyond the form stays
 * as it is.
 */
import type { Profile } from '../../shared/settings/schema.ts';
import type { SecretInput, SecretSource } from '../../shared/settings/secret.ts';
import { didOf, withoutUndefined } from './did-row.ts';
import { labelsOf } from './label-rows.ts';
import { type NumberText, type ProfileForm, percentOf, secondsOf } from './profile-form.ts';

/** What `saveProfile` is to be given, unchecked: `profileInputSchema` says what is wrong with it. */
export function inputOf(form: ProfileForm, existing: Profile | undefined) {
  return withoutUndefined({
    ...existing,
    id: form.id.trim(),
    xmpp: xmppOf(form, existing?.xmpp),
    carddav: carddavOf(form, existing?.carddav),
    dids: form.dids.map(didOf),
    domain: orAbsent(form.domain),
    format: form.format.trim(),
    syncIntervalSeconds: Math.round(numberOf(form.intervalCount) * secondsOf[form.intervalUnit]),
    defaultCountry: form.country ?? undefined,
    skipTypes: form.skipTypes,
    onlyTypes: form.onlyTypes,
    skipCategories: form.skipCategories,
    onlyCategories: form.onlyCategories,
    labels: labelsOf(form.labels),
    takeover: form.takeover,
    renamedElsewhere: form.renamedElsewhere,
    guard: guardOf(form, existing?.guard),
    paused: existing?.paused ?? false,
  });
}

function xmppOf(form: ProfileForm, existing: Profile['xmpp'] | undefined) {
  const ca = orAbsent(form.ca);
  const tls = withoutUndefined({
    ...existing?.tls,
    ca,
    allowUnencryptedLoopback: form.allowUnencrypted,
  });
  const hasTls = existing?.tls !== undefined || ca !== undefined || form.allowUnencrypted;
  return withoutUndefined({
    ...existing,
    jid: form.jid.trim(),
    password: secretOf(form.xmppPassword, existing?.password),
    host: orAbsent(form.host),
    port: form.port === '' ? undefined : numberOf(form.port),
    // Absent and false say the same, and stay as they were.
    directTls: form.directTls || (existing?.directTls === undefined ? undefined : false),
    presence: form.presence || (existing?.presence === undefined ? undefined : false),
    tls: hasTls ? tls : undefined,
  });
}

function carddavOf(form: ProfileForm, existing: Profile['carddav'] | undefined) {
  const byToken = form.login === 'token';
  return withoutUndefined({
    ...existing,
    url: form.url.trim(),
    books: booksOf(form, existing),
    username: byToken ? undefined : form.username.trim(),
    password: byToken ? undefined : secretOf(form.carddavPassword, existing?.password),
    token: byToken ? secretOf(form.carddavToken, existing?.token) : undefined,
  });
}

/** An empty list means all books as well; what the settings say of these two is not ours to change. */
function booksOf(form: ProfileForm, existing: Profile['carddav'] | undefined) {
  if (form.bookChoice === 'chosen') return form.books;
  return existing?.books?.length === 0 ? existing.books : undefined;
}

/** A share that is finer than the field shows stays as it is, until somebody enters another one. */
function guardOf(form: ProfileForm, existing: Profile['guard'] | undefined) {
  const unchanged = existing && form.guardPercent === percentOf(existing.share);
  return {
    ...existing,
    share: unchanged ? existing.share : numberOf(form.guardPercent) / 100,
    count: numberOf(form.guardCount),
  };
}

function orAbsent(text: string): string | undefined {
  return text.trim() === '' ? undefined : text.trim();
}

function secretOf(typed: string, kept: SecretSource | undefined): SecretInput | undefined {
  return typed === '' ? kept : { value: typed };
}

/** A field that holds no number is NaN, which every schema refuses. */
function numberOf(text: NumberText): number {
  return text === '' ? Number.NaN : Number(text);
}
