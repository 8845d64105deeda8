/** Small address books. */

/** A vCard 3.0 with one cell number. */
export function card(uid: string, name: string, number: string): string {
  return [
    'BEGIN:VCARD',
    'VERSION:3.0',
    `UID:${uid}`,
    `FN:${name}`,
    `N:;${name};;;`,
    `TEL;TYPE=CELL:${number}`,
    'END:VCARD',
    '',
  ].join('\r\n');
}

/** That many people, with a number each; file names `person-<index>.vcf`. */
export function people(count: number): Map<string, string> {
  return new Map(
    Array.from({ length: count }, (_, index) => [
      `person-${index}.vcf`,
      card(`person-${index}`, `Person ${index}`, `+1613${5550000 + index}`),
    ]),
  );
}
