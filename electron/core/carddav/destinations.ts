/**
 * Where requests may go. Credentials are typed for one server, so they follow neither a redirect to
 * another origin nor an address without encryption, whoever names it.
 */
import { isLoopbackHost } from '../../../shared/settings/loopback.ts';
import { invalidAnswer, leadsElsewhere } from './errors.ts';

/** Also for addresses that a server answers with: a password never goes out in clear. */
export function refuseClearText(url: URL): void {
  if (url.protocol === 'https:') return;
  if (url.protocol === 'http:' && isLoopbackHost(url.hostname)) return;
  throw invalidAnswer(url, 'it leads to an address without encryption');
}

/**
 * Where a response redirects to, or `undefined` where it does not redirect.
 *
 * The method stays what it was, also after a 303: the answer to a GET is never an address book.
 *
 * @throws RolodialError `carddav-invalid-answer` where no address is named
 */
export function redirectTarget(response: Response, url: URL): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(response.status)) return undefined;
  const location = response.headers.get('location');
  if (!location || !URL.canParse(location, url)) {
    throw invalidAnswer(url, 'it redirects to nowhere');
  }
  return meantAddress(new URL(location, url), url);
}

/**
 * What a server means by an address that it names. Behind a proxy that does TLS for it, it may not know that
 * it is reached by https, and names itself with `http:`, often with an inner port.
 */
export function meantAddress(named: URL, asked: URL): URL {
  const isItself = named.hostname === asked.hostname;
  if (!isItself || named.protocol !== 'http:' || asked.protocol !== 'https:') return named;
  return new URL(`${named.pathname}${named.search}`, asked);
}

/** @throws RolodialError `carddav-invalid-answer` that names the address to enter instead */
export function refuseOtherOrigin(target: URL, url: URL): void {
  if (target.origin !== url.origin) throw leadsElsewhere(url, addressToEnter(target));
}

/**
 * The address of a collection that a server names, made one that may be asked: on itself, or over TLS on a
 * host below it or one of the same provider. Where it names itself, the scheme and the port are those that
 * were asked: behind a proxy it knows only its inner ones.
 *
 * @param href absolute
 * @throws RolodialError `carddav-invalid-answer` where it is on a server of somebody else
 */
export function collectionAddress(href: string, asked: URL): URL {
  const url = new URL(href);
  if (url.hostname === asked.hostname) return new URL(asked.origin + url.pathname + url.search);
  if (url.protocol === 'https:' && isSameProvider(url.hostname, asked.hostname)) return url;
  throw leadsElsewhere(asked, addressToEnter(url));
}

/** Whether a host is the domain itself or one in it. */
export function isWithin(host: string, domain: string): boolean {
  const [inner, outer] = [host.toLowerCase(), domain.toLowerCase()];
  return inner === outer || inner.endsWith(`.${outer}`);
}

/**
 * Providers that keep address books on hosts beside the one that knows of them (contacts.icloud.com,
 * p42-contacts.icloud.com). A list, because names alone do not tell: `john.duckdns.org` and
 * `evil.duckdns.org` belong to different people.
 */
const providersOfManyHosts: readonly string[] = ['icloud.com', 'icloud.com.cn'];

function isSameProvider(host: string, asked: string): boolean {
  if (isWithin(host, asked)) return true;
  return providersOfManyHosts.some((domain) => isWithin(host, domain) && isWithin(asked, domain));
}

/** For a person to enter: with encryption, and without a query, which may be valid only once. */
function addressToEnter(target: URL): string {
  const url = new URL(target.pathname, target);
  url.username = '';
  url.password = '';
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname)) url.protocol = 'https:';
  return url.href;
}
