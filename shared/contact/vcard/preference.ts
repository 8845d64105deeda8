/**
 * Which of several properties of one name a card prefers: the lowest PREF of 1 to 100 (RFC 6350 §5.3), or
 * TYPE=pref (RFC 2426 §3.3.1, and bare in vCard 2.1). Writers mix both in every version.
 */

import type { Card } from '../vcard.ts';
import type { Property } from './property.ts';

/** Behind every rank that a card can give. */
const unranked = 101;

/** 1 for the most preferred to 101 for what the card does not rank. */
export function preferenceOf({ parameters }: Property): number {
  if (parameters.size === 0) return unranked;
  const rank = Number(parameters.get('PREF')?.[0]);
  if (Number.isInteger(rank) && rank >= 1 && rank < unranked) return rank;
  const types = parameters.get('TYPE') ?? [];
  return types.some((type) => type.toLowerCase() === 'pref') ? 1 : unranked;
}

/** All properties of a name, the preferred ones first, else in the card's order. */
export function propertiesOf(card: Card, name: string): readonly Property[] {
  const properties: Property[] = [];
  for (const property of card.properties) if (property.name === name) properties.push(property);
  if (properties.length < 2) return properties;
  return properties.sort((one, other) => preferenceOf(one) - preferenceOf(other));
}
