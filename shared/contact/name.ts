/** The names of the person on a card. */

import { propertiesOf } from './vcard/preference.ts';
import type { Property } from './vcard/property.ts';
import { componentsOf, listOf, singleLine, textOf } from './vcard/text.ts';
import type { Card } from './vcard.ts';

interface CardNames {
  /** FN, else from N, ORG, NICKNAME or EMAIL; empty where the card has none of them. */
  readonly name: string;
  readonly given: string;
  readonly family: string;
  readonly nickname: string;
  readonly organization: string;
}

/** The names on a card, each on one line. */
export function cardNames(card: Card): CardNames {
  const components = nameComponents(card);
  const [family = '', given = ''] = components;
  const nickname =
    first(card, 'NICKNAME', (property) => listOf(property)[0] ?? '') ||
    first(card, 'X-ANDROID-CUSTOM', androidNickname);
  const organization = first(card, 'ORG', (property) => componentsOf(property).find(Boolean) ?? '');
  const name =
    first(card, 'FN', textOf) ||
    inNaturalOrder(components) ||
    organization ||
    nickname ||
    first(card, 'EMAIL', (property) => textOf(property).replace(/^mailto:/i, ''));
  return { name, given, family, nickname, organization };
}

/** The text of the most preferred property of this name that is not empty, since cards repeat properties. */
function first(card: Card, name: string, read: (property: Property) => string): string {
  for (const property of propertiesOf(card, name)) {
    const text = singleLine(read(property));
    if (text !== '') return text;
  }
  return '';
}

/** `vnd.android.cursor.item/nickname;Johnny;1;;;`; the same property holds relations and dates. */
function androidNickname(property: Property): string {
  const [kind, nickname = ''] = componentsOf(property);
  return kind === 'vnd.android.cursor.item/nickname' ? nickname : '';
}

/** Family, given, additional, prefix, suffix (RFC 6350 §6.2.2); each may hold several names. */
function nameComponents(card: Card): string[] {
  const property = propertiesOf(card, 'N').find(({ value }) => /[^;\s]/.test(value));
  if (property === undefined) return [];
  // vCard 2.1 has no lists in N: there a comma is part of the name ("Smith, Jr.").
  if (card.version === '2.1') return componentsOf(property).map(singleLine);
  const lists = {
    ...property,
    value: property.value.replace(/\\,|,/g, (comma) => (comma === ',' ? ' ' : comma)),
  };
  return componentsOf(lists).map(singleLine);
}

const familyNameFirst =
  /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}ー々]+$/u;

/** In speaking order; Chinese, Japanese and Korean names have the family name first, without spaces. */
function inNaturalOrder([
  family = '',
  given = '',
  additional = '',
  prefix = '',
  suffix = '',
]: readonly string[]): string {
  if (familyNameFirst.test(family + given)) return family + given;
  return [prefix, given, additional, family, suffix].filter((part) => part !== '').join(' ');
}
