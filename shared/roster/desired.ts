/** Contacts and the user's own numbers become the items that the roster should hold. */
import type { Contact, E164, PhoneNumber, SkippedNumber, SkipReason } from '../contact/contact.ts';
import { renamedLabel } from '../contact/label.ts';
import { nationalNumber } from '../contact/phone.ts';
import type { Conflict } from '../ipc/report.ts';
import type { Did, Profile } from '../settings/schema.ts';
import { gatewayDomain } from '../settings/schema.ts';
import { exclusionOf, type Filter } from './filter.ts';
import { type FormatValues, formatName } from './format.ts';
import type { Naming } from './item.ts';
import { formatGatewayJid, normalizeBareJid } from './jid.ts';

/** One item that the roster should hold: one number of one contact under one DID. */
export interface DesiredItem extends Naming {
  readonly jid: string;
  readonly contact: Contact;
  readonly number: PhoneNumber;
  readonly did: Did;
}

export interface Desired {
  /** Each JID once, sorted by JID. */
  readonly items: readonly DesiredItem[];
  readonly skipped: readonly SkippedNumber[];
  readonly conflicts: readonly Conflict[];
}

type DesiredSettings = Pick<Profile, 'dids' | 'domain' | 'format' | 'xmpp'> &
  Partial<Pick<Profile, 'labels'>> &
  Filter;

/**
 * The items that the roster should hold.
 *
 * Two contacts with one number give one item: the first by name, then by UID, names it, and the others
 * are listed as a conflict. A number that is one of the user's own, or that the filters leave out under
 * every DID (fax, pager), is listed as skipped.
 */
export function desiredItems(contacts: readonly Contact[], settings: DesiredSettings): Desired {
  const own = new Set(settings.dids.map((did) => did.number));
  const domain = normalizeBareJid(gatewayDomain(settings));
  const skipped: SkippedNumber[] = [];
  const items = new Map<string, DesiredItem>();
  const others = new Map<string, string[]>();

  for (const contact of [...contacts].sort(byNameThenUid)) {
    for (const number of contact.numbers) {
      if (own.has(number.number)) {
        skipped.push({ card: contact.name, raw: number.raw, reason: 'own-number' });
        continue;
      }
      const { dids, reason } = wantingDids(contact, number, settings);
      if (reason) skipped.push({ card: contact.name, raw: number.raw, reason });
      for (const did of dids) {
        const item = desiredItem(contact, number, did, domain, settings);
        const standing = items.get(item.jid);
        if (!standing) items.set(item.jid, item);
        else if (standing.name !== item.name) {
          others.set(item.jid, [...(others.get(item.jid) ?? []), item.name]);
        }
      }
    }
  }
  return {
    items: [...items.values()].sort((one, other) => compare(one.jid, other.jid)),
    skipped,
    conflicts: conflictsOf(items, others),
  };
}

function desiredItem(
  contact: Contact,
  number: PhoneNumber,
  did: Did,
  domain: string,
  { format, labels = {} }: DesiredSettings,
): DesiredItem {
  const values = formatValues(contact, number, did, format);
  // Filters go by the labels of the address book; only the name says the user's own word for one.
  const { name } = formatName(format, { ...values, type: renamedLabel(values.type, labels) });
  const jid = formatGatewayJid({ contact: number.number, did: did.number as E164, domain });
  return { jid, name, groups: [did.alias], contact, number, did };
}

/** What the tokens of a contact format stand for. */
function formatValues(
  contact: Contact,
  number: PhoneNumber,
  did: Did,
  format: string,
): FormatValues {
  return {
    alias: did.alias,
    name: contact.name,
    type: number.label,
    number: number.number,
    // Only where the format asks: looking a number up takes as long as all the rest.
    national: format.includes('%national') ? nationalNumber(number.number) : '',
    did: did.number,
    first: contact.given,
    last: contact.family,
    nick: contact.nickname,
    org: contact.organization,
    category: contact.categories[0] ?? '',
  };
}

function conflictsOf(
  items: ReadonlyMap<string, DesiredItem>,
  others: ReadonlyMap<string, readonly string[]>,
): Conflict[] {
  return [...others]
    .map(([jid, names]) => ({
      jid,
      reason: 'same-number' as const,
      name: items.get(jid)?.name ?? '',
      others: [...new Set(names)],
    }))
    .sort((one, other) => compare(one.jid, other.jid));
}

/** The DIDs under which a number gets an item; where there is none, why the first one leaves it out. */
function wantingDids(
  contact: Contact,
  number: PhoneNumber,
  settings: DesiredSettings,
): { dids: readonly Did[]; reason: SkipReason | undefined } {
  const reason = exclusionOf(contact, number, settings);
  if (reason) return { dids: [], reason };
  const exclusions = settings.dids.map((did) => exclusionOf(contact, number, did));
  const dids = settings.dids.filter((_, index) => exclusions[index] === undefined);
  return { dids, reason: dids.length === 0 ? exclusions[0] : undefined };
}

function byNameThenUid(one: Contact, other: Contact): number {
  return compare(one.name, other.name) || compare(one.uid, other.uid);
}

/** By code unit: the same order on every machine, whatever its locale. */
function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
