/** Makes the items that the roster should hold from contacts and the user's own numbers. */

import type { Contact, E164, PhoneNumber, SkippedNumber, SkipReason } from '../contact/contact.ts';
import { renamedLabel } from '../contact/label.ts';
import { nationalNumber } from '../contact/phone.ts';
import type { Did, Profile } from '../settings/schema.ts';
import { gatewayDomain } from '../settings/schema.ts';
import type { Conflict } from './conflict.ts';
import { type Exclusion, exclusionBy, type Filter } from './filter.ts';
import { type Formatter, formatterOf } from './format.ts';
import type { Naming } from './item.ts';
import { formatGatewayJid, normalizeBareJid } from './jid.ts';
import { byJid, compareText } from './order.ts';

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
 * Two contacts with one number give one item: the first by their books, then by name, then by UID, names it, and
 * the others are listed as a conflict. A number that is one of the user's own, or that the filters leave out under
 * every DID (fax, pager), is listed as skipped.
 *
 * @param precedence URLs of the books, the first before the others; books that are not named come last
 */
export function desiredItems(
  contacts: readonly Contact[],
  settings: DesiredSettings,
  precedence: readonly string[] = [],
): Desired {
  const own = new Set(settings.dids.map((did) => did.number));
  const prepared = prepare(settings);
  const skipped: SkippedNumber[] = [];
  const items = new Map<string, DesiredItem>();
  const others = new Map<string, string[]>();

  for (const contact of [...contacts].sort(byBookThenName(precedence))) {
    for (const number of contact.numbers) {
      if (own.has(number.number)) {
        skipped.push({ card: contact.name, raw: number.raw, reason: 'own-number' });
        continue;
      }
      const { dids, reason } = wantingDids(contact, number, prepared);
      if (reason) skipped.push({ card: contact.name, raw: number.raw, reason });
      for (const did of dids) {
        const item = desiredItem(contact, number, did, prepared);
        const standing = items.get(item.jid);
        if (!standing) items.set(item.jid, item);
        else if (standing.name !== item.name) {
          others.set(item.jid, [...(others.get(item.jid) ?? []), item.name]);
        }
      }
    }
  }
  return {
    items: [...items.values()].sort(byJid),
    skipped,
    conflicts: conflictsOf(items, others),
  };
}

function desiredItem(
  contact: Contact,
  number: PhoneNumber,
  did: Did,
  { domain, nameOf, typeOf, wantsNational }: Prepared,
): DesiredItem {
  const { name } = nameOf({
    alias: did.alias,
    name: contact.name,
    type: typeOf(number.label),
    number: number.number,
    // Only where the format uses it, since formatting a number takes as long as everything else.
    national: wantsNational ? nationalNumber(number.number) : '',
    did: did.number,
    first: contact.given,
    last: contact.family,
    nick: contact.nickname,
    org: contact.organization,
    category: contact.categories[0] ?? '',
  });
  const jid = formatGatewayJid({ contact: number.number, did: did.number as E164, domain });
  return { jid, name, groups: [did.alias], contact, number, did };
}

/** The settings, prepared for many numbers. */
interface Prepared {
  readonly domain: string;
  readonly nameOf: Formatter;
  /** The user's word for a label. Filters use the labels of the address book. */
  readonly typeOf: (label: string) => string;
  readonly wantsNational: boolean;
  /** The filter for all numbers, and each number's own. */
  readonly exclusion: Exclusion;
  readonly dids: readonly { readonly did: Did; readonly exclusion: Exclusion }[];
}

function prepare(settings: DesiredSettings): Prepared {
  const { format, labels = {}, dids } = settings;
  return {
    domain: normalizeBareJid(gatewayDomain(settings)),
    nameOf: formatterOf(format),
    typeOf: (label) => renamedLabel(label, labels),
    wantsNational: format.includes('%national'),
    exclusion: exclusionBy(settings),
    dids: dids.map((did) => ({ did, exclusion: exclusionBy(did) })),
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
    .sort(byJid);
}

/** The DIDs under which a number gets an item; where there is none, why the first one excludes it. */
function wantingDids(
  contact: Contact,
  number: PhoneNumber,
  { exclusion, dids }: Prepared,
): { dids: readonly Did[]; reason: SkipReason | undefined } {
  const reason = exclusion(contact, number);
  if (reason) return { dids: [], reason };
  const reasons = dids.map((each) => each.exclusion(contact, number));
  const wanting = dids.filter((_, index) => reasons[index] === undefined).map(({ did }) => did);
  return { dids: wanting, reason: wanting.length === 0 ? reasons[0] : undefined };
}

function byBookThenName(precedence: readonly string[]) {
  const ranks = new Map(precedence.map((url, index) => [url, index]));
  const rankOf = ({ book = '' }: Contact) => ranks.get(book) ?? ranks.size;
  return (one: Contact, other: Contact): number =>
    rankOf(one) - rankOf(other) ||
    compareText(one.name, other.name) ||
    compareText(one.uid, other.uid);
}
