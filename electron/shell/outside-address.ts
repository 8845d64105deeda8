/** Which addresses may be given to the desktop, which starts the program registered for them. */

/** No link of ours is longer, and some desktops cut longer addresses. */
const maximumLength = 2048;

/**
 * An `https:` or `xmpp:` address in its normal form, or `undefined` for anything else.
 *
 * `https:` must not carry a user name or password, which hide where a link leads; `xmpp:` must name an
 * account (RFC 5122), so that the desktop's handler gets nothing but a JID and a query.
 */
export function outsideAddress(address: string): string | undefined {
  if (address.length > maximumLength || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (url.protocol === 'https:') {
    return url.username === '' && url.password === '' ? url.href : undefined;
  }
  if (url.protocol === 'xmpp:') {
    return /^[^\s"'<>`]+@[^\s"'<>`/?#@]+(?:\/[^\s"'<>`]*)?$/u.test(url.pathname) && url.host === ''
      ? url.href
      : undefined;
  }
  return undefined;
}
