/**
 * From the form of a profile back to the settings. Empty fields are fields that the settings leave out; what
 * the form only carries goes back as it came.
 */
import { withoutUndefined } from '../../shared/settings/without-undefined.ts';
import { didOf } from './did-row.ts';
import { labelsOf } from './label-rows.ts';
import { type NumberText, type ProfileForm, percentOf, secondsOf } from './profile-form.ts';

/** What `saveProfile` is to be given, unchecked: `profileInputSchema` says what is wrong with it. */
export function inputOf({ login, bookChoice, interval, guardPercent, ...form }: ProfileForm) {
  const { guard } = form;
  return withoutUndefined({
    ...form,
    id: form.id.trim(),
    xmpp: xmppOf(form.xmpp),
    carddav: carddavOf(form.carddav, login, bookChoice),
    dids: form.dids.map(didOf),
    domain: orAbsent(form.domain),
    format: form.format.trim(),
    syncIntervalSeconds: Math.round(numberOf(interval.count) * secondsOf[interval.unit]),
    defaultCountry: form.defaultCountry ?? undefined,
    labels: labelsOf(form.labels),
    guard: {
      ...guard,
      // A share that is finer than the field shows stays, until somebody enters another one.
      share: guardPercent === percentOf(guard.share) ? guard.share : numberOf(guardPercent) / 100,
      count: numberOf(guard.count),
    },
  });
}

function xmppOf(xmpp: ProfileForm['xmpp']) {
  const tls = withoutUndefined({ ...xmpp.tls, ca: orAbsent(xmpp.tls.ca) });
  return withoutUndefined({
    ...xmpp,
    jid: xmpp.jid.trim(),
    host: orAbsent(xmpp.host),
    port: xmpp.port === '' ? undefined : numberOf(xmpp.port),
    tls: Object.keys(tls).length > 0 ? tls : undefined,
  });
}

function carddavOf(
  carddav: ProfileForm['carddav'],
  login: ProfileForm['login'],
  bookChoice: ProfileForm['bookChoice'],
) {
  const { url, books, username, password, token } = carddav;
  const byToken = login === 'token';
  return withoutUndefined({
    ...carddav,
    url: url.trim(),
    // An empty list means all books as well; where the settings have one, it stays.
    books: bookChoice === 'chosen' || books?.length === 0 ? (books ?? []) : undefined,
    username: byToken ? undefined : username.trim(),
    password: byToken ? undefined : password,
    token: byToken ? token : undefined,
  });
}

function orAbsent(text: string): string | undefined {
  return text.trim() === '' ? undefined : text.trim();
}

/** A field that holds no number is NaN, which every schema refuses. */
function numberOf(text: NumberText): number {
  return text === '' ? Number.NaN : Number(text);
}
