/**
 * Writes a person as a card: in any version, folded at any column, with any line break, in any encoding.
 * What it writes follows the standards; the reader must give back what went in.
 */
export interface Person {
  readonly uid: string;
  readonly name: string;
  readonly given: string;
  readonly family: string;
  readonly nickname: string;
  readonly organization: string;
  readonly categories: readonly string[];
  readonly numbers: readonly { readonly number: string; readonly label: string }[];
}

export interface Writing {
  readonly version: '2.1' | '3.0' | '4.0';
  /** How text values are put into bytes; all but `plain` are vCard 2.1's, and misused in 3.0. */
  readonly encoding: 'plain' | 'quoted-printable' | 'base64';
  /**
   * Where long lines are broken: before a space or tab that is added; with quoted-printable's own soft break;
   * or not at all.
   */
  readonly folding: 'space' | 'tab' | 'soft-break' | 'none';
  /** Characters on a line, at least 4. */
  readonly column: number;
  readonly lineBreak: '\n' | '\r\n' | '\r' | '\r\r\n';
}

const typesOf: ReadonlyMap<string, readonly string[]> = new Map([
  ['', ['VOICE']],
  ['cell', ['CELL', 'VOICE']],
  ['home', ['HOME']],
  ['work', ['WORK', 'VOICE']],
  ['main', ['MAIN']],
  ['fax', ['FAX']],
  ['work cell', ['WORK', 'CELL']],
  ['work fax', ['FAX', 'WORK']],
]);

/** Labels that types can say; all others are written as X-ABLabel. */
export const typedLabels = [...typesOf.keys()];

export function writeCard(person: Person, writing: Writing): string {
  const text = (name: string, ...components: readonly string[]) =>
    textLines(name, components, ';', writing);
  const categories =
    person.categories.length === 0 ? [] : textLines('CATEGORIES', person.categories, ',', writing);
  const lines = [
    'BEGIN:VCARD',
    `VERSION:${writing.version}`,
    ...text('UID', person.uid),
    ...text('N', person.family, person.given, '', '', ''),
    ...text('FN', person.name),
    ...text('NICKNAME', person.nickname),
    ...text('ORG', person.organization),
    ...categories,
    ...person.numbers.flatMap(({ number, label }, index) => {
      const types = typesOf.get(label);
      if (types !== undefined) return foldLines(telephone(number, types, writing.version), writing);
      return [
        ...foldLines(`item${index}.TEL:${number}`, writing),
        ...text(`item${index}.X-ABLabel`, label),
      ];
    }),
    'END:VCARD',
  ];
  return lines.join(writing.lineBreak) + writing.lineBreak;
}

function telephone(number: string, types: readonly string[], version: Writing['version']): string {
  if (version === '2.1') return `TEL;${types.join(';')}:${number}`;
  if (version === '3.0') return `TEL;TYPE=${types.join(',')}:${number}`;
  return `TEL;VALUE=uri;TYPE="${types.join(',').toLowerCase()}":tel:${number}`;
}

function textLines(
  name: string,
  components: readonly string[],
  separator: ';' | ',',
  writing: Writing,
): string[] {
  const value = components.map(escapeText).join(separator);
  const encoded = /^[\x21-\x7E]*$/.test(value) ? 'plain' : writing.encoding;
  if (encoded === 'base64') {
    const bytes = new TextEncoder().encode(value);
    const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
    return foldLines(`${name};CHARSET=UTF-8;ENCODING=BASE64:${base64}`, writing);
  }
  if (encoded === 'quoted-printable') {
    return softBreakLines(`${name};CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:`, value, writing);
  }
  return foldLines(`${name}:${value}`, writing);
}

function escapeText(text: string): string {
  return text.replace(/[\\,;]/g, '\\$&').replaceAll('\n', '\\n');
}

/** Folds by characters, never between the halves of one. */
function foldLines(line: string, { folding, column, lineBreak }: Writing): string[] {
  if (folding === 'none') return [line];
  const characters = Array.from(line);
  const lines: string[] = [];
  for (let at = 0; at < characters.length; at += column) {
    lines.push(characters.slice(at, at + column).join(''));
  }
  return [lines.join(lineBreak + (folding === 'tab' ? '\t' : ' '))];
}

function softBreakLines(header: string, value: string, writing: Writing): string[] {
  const encoded = Array.from(new TextEncoder().encode(value), (byte) =>
    byte > 0x20 && byte < 0x7f && byte !== 0x3d
      ? String.fromCharCode(byte)
      : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`,
  );
  if (writing.folding !== 'soft-break') return foldLines(header + encoded.join(''), writing);
  const lines: string[] = [header];
  for (const piece of encoded) {
    const last = lines.length - 1;
    if ((lines[last] ?? '').length + piece.length < Math.max(writing.column, 5))
      lines[last] += piece;
    else {
      lines[last] += '=';
      lines.push(piece);
    }
  }
  return lines;
}
