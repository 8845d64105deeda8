/** What is wrong with an address that leads to no address book, and what is to be entered instead. */
import { RolodialError } from '../../../shared/errors.ts';
import { isNothingThere } from './errors.ts';
import { isLoginPage, webAddress } from './web-addresses.ts';

interface Search {
  /** Whether there are address books where somebody finds them who enters only the server's name. */
  readonly byName: () => Promise<boolean>;
  /** Whether there are address books at this URL. */
  readonly at: (url: URL) => Promise<boolean>;
}

/**
 * Why no address book was found at an address with a path. Nothing else is ever read in its place: what the
 * server has elsewhere is only named.
 *
 * @param failure what came of asking there; an address that answers as WebDAV does, without a book, has failed
 *   with `carddav-not-found`
 */
export async function wrongAddress(url: URL, failure: unknown, search: Search): Promise<unknown> {
  if (!(failure instanceof RolodialError)) return failure;
  const known = webAddress(url);
  const { code, params } = failure;
  const isRefused = code === 'carddav-authentication' && params['status'] === 401;
  // Web applications answer with a page, with 405, or with a login; they refuse passwords as well.
  const isWeb = isPage(failure) || (known !== undefined && (isNothingThere(failure) || isRefused));
  if (isWeb) return webPage(url, failure, known?.enter ?? (await toEnter(url, known?.dav, search)));
  return code === 'carddav-not-found' || code === 'carddav-forbidden'
    ? withServerName(failure, url)
    : failure;
}

function isPage({ code, params }: RolodialError): boolean {
  if (params['status'] === 405 || params['status'] === 501) return true;
  if (code !== 'carddav-invalid-answer') return false;
  const leadsToLogin = params['reason'] === 'elsewhere' && isLoginPage(String(params['url']));
  return params['reason'] === 'web-page' || leadsToLogin;
}

/** The server's name where that is enough; else where its product has its WebDAV. */
async function toEnter(url: URL, dav: URL | undefined, search: Search): Promise<string> {
  if (await found(search.byName)) return url.host;
  // In a folder of its own, a product seldom has a redirect at the root of the server.
  const isInFolder = dav !== undefined && dav.pathname.split('/').length > 4;
  if (dav && (isInFolder || (await found(() => search.at(dav))))) return dav.href;
  return url.host;
}

/** What cannot be looked at is not there, for this purpose. */
async function found(look: () => Promise<boolean>): Promise<boolean> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof RolodialError && error.code === 'cancelled') throw error;
    return false;
  }
}

function webPage(url: URL, { params }: RolodialError, enter: string): RolodialError {
  const { status } = params;
  const what = status === undefined ? '' : ` (HTTP ${status})`;
  const instead =
    enter === url.host
      ? `only the server's name, ${enter}, as carddav.url`
      : `${enter} as carddav.url`;
  return new RolodialError(
    'carddav-web-page',
    `${url.href} is the address of a web page, not of an address book${what}. Enter ${instead}.`,
    { host: url.host, url: url.href, enter, ...(status !== undefined && { status }) },
  );
}

function withServerName(failure: RolodialError, { host }: URL): RolodialError {
  const hint = `If you do not know the exact address, enter only the server's name, ${host}.`;
  const params = { ...failure.params, enter: host };
  return new RolodialError(failure.code, `${failure.message} ${hint}`, params, { cause: failure });
}
