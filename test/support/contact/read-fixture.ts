/** Reads the cards that phones and services export, from `test/fixtures/cards/`. */
import { readdirSync, readFileSync } from 'node:fs';
import { readContacts } from '../../../shared/contact/read.ts';
import { decodeCardBytes } from '../../../shared/contact/vcard/bytes.ts';

const folder = new URL('../../fixtures/cards/', import.meta.url);

export function cardFixtures(): string[] {
  return readdirSync(folder).filter((file) => file.endsWith('.vcf'));
}

export function fixtureBytes(file: string): Uint8Array {
  return readFileSync(new URL(file, folder));
}

/** Reads a fixture as from a Canadian profile. */
export function readFixture(file: string): ReturnType<typeof readContacts> {
  const text = decodeCardBytes(fixtureBytes(file));
  return readContacts({ href: `/book/${file}`, text }, { defaultCountry: 'CA' });
}

/** `cell +16135550100`, the way tests compare numbers. */
export function labelledNumbers(reading: ReturnType<typeof readContacts>): string[] {
  return reading.contacts.flatMap(({ numbers }) =>
    numbers.map(({ label, number }) => `${label} ${number}`.trim()),
  );
}
