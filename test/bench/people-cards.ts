/** Address books of any size, of cards like those that people have: about 300 bytes, and no two alike. */

const given = [
  'Zoë',
  'Anna',
  'Björn',
  'Marie-Ève',
  'Дмитрий',
  '花子',
  'Siobhán',
  'Carlos',
  'Fatima',
];
const family = [
  'Müller',
  'Tremblay',
  "O'Brien",
  'Соколов',
  '佐藤',
  'de Oliveira',
  'Smith',
  'Okafor',
];
const types = ['CELL', 'CELL,VOICE', 'HOME', 'WORK', 'WORK,FAX', 'MAIN'];
const companies = ['Acme Ltd', 'Réseau Québec', 'Example & Sons', ''];

/** @returns the cards by file name; each is one contact, with one number or two */
export function peopleCards(count: number): Map<string, string> {
  return new Map(Array.from({ length: count }, (_, index) => [`person-${index}.vcf`, card(index)]));
}

function card(index: number): string {
  const [first, last] = [of(given, index), of(family, Math.trunc(index / given.length))];
  const company = of(companies, index);
  const second = index % 4 === 0 ? [`TEL;TYPE=${of(types, index + 1)}:${number(index, 514)}`] : [];
  return [
    ...['BEGIN:VCARD', 'VERSION:3.0'],
    `UID:6f1d2c3b-0000-4000-8000-${String(index).padStart(12, '0')}`,
    `FN:${first} ${last} ${index}`,
    `N:${last};${first};;;`,
    ...(company === '' ? [] : [`ORG:${company}`]),
    `TEL;TYPE=${of(types, index)}:${number(index, 613)}`,
    ...second,
    `EMAIL;TYPE=INTERNET:person.${index}@example.com`,
    ...['REV:2026-11-20T12:00:00Z', 'END:VCARD', ''],
  ].join('\r\n');
}

function of(values: readonly string[], index: number): string {
  return values[index % values.length] ?? '';
}

/** `(613) 200-0000` and up, as people write it. */
function number(index: number, area: number): string {
  const digits = String(2_000_000 + index);
  return `(${area}) ${digits.slice(0, 3)}-${digits.slice(3)}`;
}
