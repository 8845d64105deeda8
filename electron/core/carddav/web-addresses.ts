/**
 * Addresses of web interfaces, as people copy them from their browser, and where the address books behind them
 * are. Paths of Nextcloud 19 to 31, ownCloud 10, SOGo 5, Baïkal 0.9, DAViCal 1.1, Zimbra 10, OX App Suite 7 and 8
 * and Radicale 3; hosts as the providers' own help pages name them.
 */
interface WebAddress {
  /** What is to be entered instead, where it is known without asking; a host or a URL. */
  readonly enter: string | undefined;
  /** Where the product has its WebDAV, on the same server. */
  readonly dav: URL | undefined;
}

/** Paths at which no WebDAV is, with where it is from the part before them. */
const products: readonly { readonly path: RegExp; readonly dav?: string }[] = [
  {
    path: /^(.*?)\/(?:index\.php\/)?(?:login$|apps\/(?:activity|calendar|contacts|dashboard|deck|files|mail|notes|photos|spreed|tasks)(?:\/|$))/,
    dav: '/remote.php/dav/',
  },
  { path: /^(.*?)\/SOGo(?:$|\/(?!dav\/))/i, dav: '/SOGo/dav/' },
  { path: /^(.*?)\/admin(?:\/|$)/, dav: '/dav.php/' },
  { path: /^(.*?)\/(?:admin|collection|index|setup|users?)\.php$/, dav: '/caldav.php/' },
  { path: /^(.*?)\/\.web(?:\/|$)/, dav: '/' },
  { path: /^(.*?)\/(?:zimbra|zimbraAdmin)(?:\/|$)/, dav: '/dav/' },
  { path: /\/(?:appsuite|ox6|rainloop|roundcube|snappymail|webmail)(?:\/|$)/i },
];

/** Providers whose address books are on another server than their web pages. */
const providers: readonly (readonly [domain: string, enter: string])[] = [
  ['fastmail.com', 'carddav.fastmail.com'],
  ['gmx.net', 'carddav.gmx.net'],
  ['icloud.com', 'contacts.icloud.com'],
  ['mailbox.org', 'dav.mailbox.org'],
  ['posteo.de', 'posteo.de:8843'],
  ['web.de', 'carddav.web.de'],
];

/** What is known of an address by its looks; undefined where it may well be that of an address book. */
export function webAddress(url: URL): WebAddress | undefined {
  const enter = addressOfProvider(url.host);
  for (const { path, dav } of products) {
    const match = path.exec(url.pathname);
    if (!match) continue;
    const at = dav === undefined ? undefined : new URL(`${match[1] ?? ''}${dav}`, url);
    return { enter, dav: at };
  }
  return enter === undefined ? undefined : { enter, dav: undefined };
}

/** What to enter where a person has entered the host of a provider's web pages. */
export function addressOfProvider(host: string): string | undefined {
  const web = host.toLowerCase().replace(/^(?:app|navigator|office|www)\./, '');
  return providers.find(([domain]) => domain === web)?.[1];
}

/** Whether an address looks like the page of a login, to which web applications redirect. */
export function isLoginPage(address: string): boolean {
  return /\b(?:auth|idp|login|oauth2?|openid|saml2?|signin|sso)\b/i.test(address);
}
