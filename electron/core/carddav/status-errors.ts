/** What it means that an answer has a status of failure. Some servers say in the body what they mean by it. */
import { RolodialError } from '../../../shared/errors.ts';

/** What came with the status. */
interface Answer {
  /** The beginning of the body. */
  readonly body?: string;
  /** The server asks to be left alone until then (RFC 9110 §10.2.3). */
  readonly retryAt?: Date | undefined;
}

/** The answer's status says that it failed; for a 401 see `credentialsRefused`. */
export function statusError(
  status: number,
  url: URL,
  { body = '', retryAt }: Answer = {},
): RolodialError {
  const { host } = url;
  if (status === 421 || (status === 400 && untrusted.test(body))) return untrustedName(status, url);
  const words = serverWords(body);
  if ((status === 503 || status === 403) && disabled.test(words))
    return accountDisabled(status, url);
  const said = words === '' ? {} : { detail: words };
  if (status === 403) {
    return new RolodialError(
      'carddav-forbidden',
      `The address book server ${host} does not let this account read ${url.href} (HTTP 403${quoted(words)}). Check carddav.url; if it is right, ask whoever runs the server.`,
      { host, url: url.href, status, reason: 'forbidden', ...said },
    );
  }
  if (status === 404 || status === 405 || status === 410) {
    return new RolodialError(
      'carddav-not-found',
      `There is no address book at ${url.href} (HTTP ${status}). Check carddav.url.`,
      { url: url.href, host, status },
    );
  }
  if (retryAt) return busyUntil(status, url, words, retryAt);
  return new RolodialError(
    'carddav-server-error',
    `The address book server ${host} answered with an error (HTTP ${status}${quoted(words)}). Rolodial will try again later.`,
    { host, status, ...said },
  );
}

/** The time is too far away to wait for. */
function busyUntil(status: number, url: URL, words: string, retryAt: Date): RolodialError {
  const time = retryAt.toISOString().replace(/T(.+)\.\d+Z$/, ' $1 UTC');
  return new RolodialError(
    'carddav-server-error',
    `The address book server ${url.host} is busy (HTTP ${status}${quoted(words)}) and asks to be left alone until ${time}. Rolodial will try again then.`,
    {
      ...{ host: url.host, status, retryAt: retryAt.toISOString() },
      ...(words !== '' && { detail: words }),
    },
  );
}

/**
 * Nextcloud and ownCloud answer a name that is not among their `trusted_domains` with 400 and a page in any
 * language, which names the setting or its help page; Django likewise. 421 means the same by itself (RFC 9110
 * §15.5.20).
 */
const untrusted = /trusted[-_ ]domain|DisallowedHost|Invalid HTTP_HOST/i;

function untrustedName(status: number, { host }: URL): RolodialError {
  return new RolodialError(
    'carddav-untrusted-domain',
    `The server does not let itself be called ${host} (HTTP ${status}): that name is not among its trusted domains. Enter the name that it is known by as carddav.url, or ask whoever runs it to add ${host} to the trusted domains.`,
    { host, status },
  );
}

/**
 * Nextcloud and ownCloud answer for a disabled account with 503, as for maintenance; the class of the exception
 * tells it apart in any language (Nextcloud 19 and 31: `OC\User\LoginException`, `OC\User\DisabledUserException`).
 */
const disabled = /LoginException|DisabledUser|\b(?:user|account) (?:is )?disabled\b/i;

function accountDisabled(status: number, { host }: URL): RolodialError {
  return new RolodialError(
    'carddav-account-disabled',
    `The address book server ${host} has disabled this account (HTTP ${status}). Ask whoever runs it to enable the account again, then sync.`,
    { host, status },
  );
}

/** What SabreDAV says in its errors, which Nextcloud, ownCloud, Baïkal and others are made with; in one short line. */
function serverWords(body: string): string {
  const [, message = ''] = /<s:message[^>]*>([^<]*)</.exec(body) ?? [];
  const text = message.replaceAll(/&(?:lt|gt|amp|quot|apos);/g, (entity) => entities[entity] ?? '');
  return text.replaceAll(/\s+/g, ' ').trim().slice(0, 200);
}

const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&apos;': "'",
};

function quoted(words: string): string {
  return words === '' ? '' : `: “${words}”`;
}
