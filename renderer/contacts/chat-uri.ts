/**
 * The `xmpp:` URI that opens a chat (RFC 5122, XEP-0147). A gateway JID holds a `%`, which is written
 * `%25` in a URI; its `+` stays.
 */
export function chatUri(jid: string): string {
  const at = jid.lastIndexOf('@');
  const local = encodeURIComponent(jid.slice(0, at)).replaceAll('%2B', '+');
  return `xmpp:${local}@${jid.slice(at + 1)}?message`;
}
