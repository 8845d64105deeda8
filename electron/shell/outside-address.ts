/** Which addresses may be handed to the desktop: it starts whatever program is registered for them. */

/** Longer addresses are no links of ours, and some desktops cut them. */
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
