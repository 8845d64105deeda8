/**
 * JIDs as far as the roster needs them, and the gateway's form: `<contact>%<did>@<domain>`.
 *
 * mod_voipms splits the localpart at its first `%` and prefixes `+1` to a number without `+`, so both
 * numbers keep their `+`. RFC 7622 allows `%` and `+` in a localpart, and Prosody 0.12 gives them back
 * unchanged: nothing is escaped.
 */
import type { E164 } from '../contact/contact.ts';

interface GatewayJid {
  readonly contact: E164;
  readonly did: E164;
  readonly domain: string;
}

export function formatGatewayJid({ contact, did, domain }: GatewayJid): string {
  return `${contact}%${did}@${domain.toLowerCase()}`;
}

/** Whether a bare JID has the gateway's form, on whatever domain. */
export function looksLikeGatewayJid(bareJid: string): boolean {
  return /^\+[0-9]{3,15}%\+[0-9]{3,15}@[^@/]+$/.test(bareJid);
}

/**
 * A JID as servers give it back: without a resource, in lower case (RFC 7622 §3.2 and §3.3.1; seen with
 * Prosody 0.12). Two JIDs name the same roster item when this is equal.
 */
export function normalizeBareJid(jid: string): string {
  const slash = jid.indexOf('/');
  return (slash < 0 ? jid : jid.slice(0, slash)).toLowerCase();
}
