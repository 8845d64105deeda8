/**
 * JIDs as far as the roster needs them, and the gateway's form: `<contact>%<did>@<domain>`.
 *
 * mod_voipms splits the localpart at its first `%` and prefixes `+1` to a number without `+`, so both
 * numbers keep their `+`. RFC 7622 allows `%` and `+` in a localpart, and Prosody 0.12 gives them back
 * unchanged: nothing is escaped.
 */
import type { E164 } from '../contact/contact.ts';
import { preparedJid } from './prepared-jid.ts';

interface GatewayJid {
  readonly contact: E164;
  readonly did: E164;
  readonly domain: string;
}

export function formatGatewayJid({ contact, did, domain }: GatewayJid): string {
  return `${contact}%${did}@${domain}`;
}

/** Whether a bare JID has the gateway's form, on whatever domain. */
export function looksLikeGatewayJid(bareJid: string): boolean {
  return /^\+[0-9]{3,15}%\+[0-9]{3,15}@[^@/]+$/.test(bareJid);
}

/**
 * A JID as servers give it back: without a resource, in lower case, its domain without a final dot (RFC 7622
 * §3.2), and what is not ASCII as stringprep makes it. Prosody 0.12 and ejabberd 23.01 give
 * `straße.example.` back as `strasse.example`: an item that is not recognized would be added again by each
 * sync, and never removed. Two JIDs name the same roster item when this is equal.
 */
export function normalizeBareJid(jid: string): string {
  const slash = jid.indexOf('/');
  const bare = slash < 0 ? jid : jid.slice(0, slash);
  if (!isAscii.test(bare)) return preparedJid(bare) ?? bare.toLowerCase();
  return (bare.endsWith('.') ? bare.slice(0, -1) : bare).toLowerCase();
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are all of ASCII
const isAscii = /^[\u0000-\u007F]*$/;
