/** The numbers of a card with what each is called. */
import type { PhoneNumber, SkippedNumber } from './contact.ts';
import { kindBehind, labelOf } from './label.ts';
import { readPhoneNumbers } from './phone.ts';
import { preferenceOf } from './vcard/preference.ts';
import { textOf } from './vcard/text.ts';
import type { Card } from './vcard.ts';

interface Telephones {
  /** Each number once, in the card's order. */
  readonly numbers: readonly PhoneNumber[];
  /** The number that the card prefers, else the first; empty where it has none. */
  readonly preferred: string;
  /** Each text that is not a number. */
  readonly refused: readonly Omit<SkippedNumber, 'card'>[];
}

/**
 * Reads every TEL of a card. A number that stands there twice has the label of the one that is preferred.
 *
 * @param defaultCountry ISO 3166-1 alpha-2; reads numbers without a country code
 */
export function readTelephones(card: Card, defaultCountry: string | undefined): Telephones {
  const customLabels = customLabelsOf(card);
  const numbers = new Map<string, { readonly number: PhoneNumber; readonly rank: number }>();
  const refused: Omit<SkippedNumber, 'card'>[] = [];
  let preferred = '';
  let best = Number.POSITIVE_INFINITY;
  for (const telephone of card.properties) {
    if (telephone.name !== 'TEL') continue;
    const customLabel = customLabels.get(telephone.group) ?? '';
    const label = labelOf(telephone, customLabel);
    const kind = kindBehind(telephone, customLabel, label);
    const called = kind === undefined ? { label } : { label, kind };
    // A number without a label takes any other's.
    const rank = preferenceOf(telephone) + (label === '' ? unlabelled : 0);
    for (const reading of readPhoneNumbers(textOf(telephone), { defaultCountry })) {
      if ('reason' in reading) {
        refused.push(reading);
        continue;
      }
      if (rank % unlabelled < best) [preferred, best] = [reading.number, rank % unlabelled];
      const known = numbers.get(reading.number);
      if (known === undefined || rank < known.rank) {
        numbers.set(reading.number, { number: { ...reading, ...called }, rank });
      }
    }
  }
  return { numbers: Array.from(numbers.values(), ({ number }) => number), preferred, refused };
}

/** More than any rank. */
const unlabelled = 1000;

/** X-ABLabel by group. */
function customLabelsOf(card: Card): ReadonlyMap<string, string> {
  const labels = new Map<string, string>();
  for (const property of card.properties) {
    if (property.name === 'X-ABLABEL' && property.group !== '') {
      labels.set(property.group, textOf(property));
    }
  }
  return labels;
}
