/**
 * A roster set (RFC 6121 §2.3.1) whose content cannot break the stream: one U+0001 in a name, or a stanza
 * larger than the server takes, would end the stream for every other item, too.
 */
import { xml } from '@xmpp/client';
import { cleanName } from '../../../shared/roster/format.ts';
import { cleanGroups, type Naming } from '../../../shared/roster/item.ts';
import { normalizeBareJid } from '../../../shared/roster/jid.ts';
import { rosterNamespace, type XmlElement } from './element.ts';

export type RosterSet =
  | { readonly ok: true; readonly stanza: XmlElement }
  /** The condition that a server gives for the same reason (RFC 6120 §8.3.3). */
  | { readonly ok: false; readonly condition: 'jid-malformed' | 'not-acceptable'; text: string };

/** RFC 6120 §13.12: no server may set its limit lower. */
const mostBytes = 10_000;

/** RFC 7622 §3.1. */
const longestJidPart = 1023;

/**
 * @param naming what the item is to have; null removes it
 * @returns the stanza, with names and groups cleaned and the JID bare and in lower case; or why there is none
 */
export function rosterSet(jid: string, naming: Naming | null): RosterSet {
  const bareJid = normalizeBareJid(jid);
  if (!isBareJid(bareJid)) {
    return { ok: false, condition: 'jid-malformed', text: 'This is not an XMPP address.' };
  }
  const stanza = xml(
    'iq',
    { type: 'set' },
    xml('query', { xmlns: rosterNamespace }, itemOf(bareJid, naming)),
  );
  if (Buffer.byteLength(stanza.toString()) > mostBytes) {
    return { ok: false, condition: 'not-acceptable', text: 'The name or the groups are too long.' };
  }
  return { ok: true, stanza };
}

function itemOf(jid: string, naming: Naming | null): XmlElement {
  if (naming === null) return xml('item', { jid, subscription: 'remove' });
  const groups = cleanGroups(naming.groups).map((group) => xml('group', {}, group));
  return xml('item', { jid, name: cleanName(naming.name) }, ...groups);
}

/** RFC 7622 §3.2 and §3.3.1, as far as it protects the stream; the server knows the rest. */
function isBareJid(jid: string): boolean {
  const [domain = '', local] = jid.split('@').reverse();
  const parts = local === undefined ? [domain] : [domain, local];
  return (
    jid.isWellFormed() &&
    jid.split('@').length === parts.length &&
    parts.every((part) => part !== '' && Buffer.byteLength(part) <= longestJidPart) &&
    !/[\p{Cc}\p{White_Space}\uFFFE\uFFFF"&'/:<>]/u.test(jid)
  );
}
