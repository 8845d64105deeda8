/**
 * Groups: cards of KIND:group (RFC 6350 §6.1.4) and Apple's X-ADDRESSBOOKSERVER-KIND, and SOGo's distribution
 * lists (VLIST). They are not contacts; their members get the group's name as a category.
 */
import type { Contact } from './contact.ts';
import { cardNames } from './name.ts';
import { textOf } from './vcard/text.ts';
import type { Card } from './vcard.ts';

export interface ContactGroup {
  readonly name: string;
  /** UIDs, as {@link memberKey} makes them comparable. */
  readonly members: readonly string[];
}

/** The group that a card stands for, or `undefined` for a card of anything else. */
export function readGroup(card: Card): ContactGroup | undefined {
  const isList = card.component === 'VLIST';
  const kind = card.properties.find(({ name }) => kindNames.has(name));
  const isGroup = kind !== undefined && textOf(kind).toLowerCase() === 'group';
  if (!isGroup && !isList) return undefined;
  // A list names the resource of each member: `CARD;FN=Ann;EMAIL=ann@example.com:4CD8-1.vcf`.
  const names = isList ? listMemberNames : memberNames;
  const members = card.properties.filter(({ name }) => names.has(name));
  return {
    name: cardNames(card).name,
    members: members.map((member) => memberKey(textOf(member))),
  };
}

const kindNames = new Set(['KIND', 'X-ADDRESSBOOKSERVER-KIND']);
const memberNames = new Set(['MEMBER', 'X-ADDRESSBOOKSERVER-MEMBER']);

const listMemberNames = new Set(['CARD']);

/**
 * Members are named by `urn:uuid:…`; a card's own UID may lack that prefix, and case varies. A card without UID
 * is known by its address, and SOGo names it by the last part of that, which is also the UID that it gives.
 */
function memberKey(uid: string): string {
  return uid
    .toLowerCase()
    .replace(/^urn:uuid:/, '')
    .replace(/^(?:\/|https?:\/\/).*\/(?=[^/]+$)/, '')
    .replace(/\.vcf$/, '');
}

/**
 * Adds the names of the groups that a contact is a member of to its categories, behind its own.
 *
 * @param contacts of the whole address book, as are `groups`: a group and its members are separate resources
 */
export function withGroupCategories(
  contacts: readonly Contact[],
  groups: readonly ContactGroup[],
): Contact[] {
  const namesByMember = new Map<string, string[]>();
  for (const { name, members } of groups) {
    if (name === '') continue;
    for (const member of members) {
      const names = namesByMember.get(member);
      if (names) names.push(name);
      else namesByMember.set(member, [name]);
    }
  }
  return contacts.map((contact) => {
    const names = namesByMember.get(memberKey(contact.uid));
    if (names === undefined) return contact;
    return { ...contact, categories: [...new Set([...contact.categories, ...names])] };
  });
}
