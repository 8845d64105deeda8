/**
 * One content line: `group.NAME;PARAMETER=value,"value":value` (RFC 6350 §3.3). Also reads what real cards
 * write instead: bare parameters (`TEL;CELL;VOICE:`), lower case, extra spaces, quotes that never close.
 */
import { decodeEscapes } from './escapes.ts';

/** Values by upper-case parameter name, in the card's order. */
type Parameters = ReadonlyMap<string, readonly string[]>;

export interface Property {
  /** In lower case, or empty: what `item1.TEL` and `item1.X-ABLabel` share. */
  readonly group: string;
  /** In upper case. */
  readonly name: string;
  readonly parameters: Parameters;
  /** Decoded from quoted-printable and base64; escapes (`\,`) are kept, since they tell separators apart. */
  readonly value: string;
}

const noParameters: Parameters = new Map();

/** vCard 2.1 writes these without a name; all other bare parameters are types. */
const bareNames = new Map([
  ['7BIT', 'ENCODING'],
  ['8BIT', 'ENCODING'],
  ['BASE64', 'ENCODING'],
  ['QUOTED-PRINTABLE', 'ENCODING'],
  ['INLINE', 'VALUE'],
  ['URL', 'VALUE'],
  ['CONTENT-ID', 'VALUE'],
  ['CID', 'VALUE'],
]);

/** The property on an unfolded line, its value as written; undefined where the line holds none. */
export function parseProperty(line: string): Property | undefined {
  const colon = headerEnd(line);
  if (colon < 0) return undefined;
  const [path = '', ...parameters] = splitOutsideQuotes(line.slice(0, colon), ';');
  const dot = path.lastIndexOf('.');
  const name = path.slice(dot + 1).trim();
  if (!/^[A-Za-z0-9_-]+$/.test(name)) return undefined;
  return {
    group: path.slice(0, Math.max(dot, 0)).trim().toLowerCase(),
    name: name.toUpperCase(),
    parameters: parseParameters(parameters),
    value: line.slice(colon + 1),
  };
}

/** The values of a parameter, each in upper case. */
export function parameterValues(property: Property, name: string): string[] {
  return (property.parameters.get(name) ?? []).map((value) => value.toUpperCase());
}

/** The first colon outside quotes; the first one at all where a quote never closes. */
function headerEnd(line: string): number {
  const first = line.indexOf(':');
  const quote = line.indexOf('"');
  if (quote < 0 || quote > first) return first;
  let quoted = false;
  for (let index = quote; index < line.length; index += 1) {
    if (line[index] === '"') quoted = !quoted;
    else if (line[index] === ':' && !quoted) return index;
  }
  return first;
}

function parseParameters(written: readonly string[]): Parameters {
  if (written.length === 0) return noParameters;
  const parameters = new Map<string, string[]>();
  for (const parameter of written) {
    const { name, value } = nameAndValue(parameter);
    if (value === '') continue;
    const values = parameters.get(name) ?? [];
    if (name === 'X-CUSTOM') values.push(value);
    else if (name === 'TYPE') values.push(...typesIn(value));
    else {
      for (const part of splitOutsideQuotes(value, ',')) {
        values.push(decodeCarets(part.replaceAll('"', '').trim()));
      }
    }
    parameters.set(name, values);
  }
  return parameters;
}

/** `TYPE="cell,voice"` and `TYPE=cell\,voice` are one value by RFC 6350, but their writers mean two. */
function typesIn(value: string): string[] {
  if (/^[\w-]+$/.test(value)) return [value];
  return decodeCarets(value.replace(/["'\\]/g, ''))
    .split(/[,;|]/)
    .map((type) => type.trim());
}

/** Samsung's label of one's own: `X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=4D=6F=6D)`. */
const customLabel = /^X-CUSTOM\((?:CHARSET=([^,]*),)?(ENCODING=QUOTED-PRINTABLE,)?/i;

function nameAndValue(parameter: string): { name: string; value: string } {
  if (parameter.includes('(')) {
    const written = parameter.trim();
    const own = customLabel.exec(written);
    if (own) {
      const [beginning, charset = '', encoding] = own;
      const text = written.slice(beginning.length, written.endsWith(')') ? -1 : undefined);
      return { name: 'X-CUSTOM', value: encoding ? decodeEscapes(text, [charset, 'utf-8']) : text };
    }
  }
  const equals = parameter.indexOf('=');
  if (equals >= 0) {
    const name = parameter.slice(0, equals).trim().toUpperCase();
    return { name, value: parameter.slice(equals + 1).trim() };
  }
  const value = parameter.trim();
  return { name: bareNames.get(value.toUpperCase()) ?? 'TYPE', value };
}

/** RFC 6868 §3: what a parameter cannot hold otherwise. */
function decodeCarets(value: string): string {
  if (!value.includes('^')) return value;
  return value.replace(/\^[n'^]/g, (code) => (code === '^n' ? '\n' : code === "^'" ? '"' : '^'));
}

function splitOutsideQuotes(text: string, separator: ';' | ','): string[] {
  if (!text.includes('"')) return text.split(separator);
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '"') quoted = !quoted;
    else if (text[index] === separator && !quoted) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  // A quote that never closes is an ordinary character.
  if (quoted) return text.split(separator);
  parts.push(text.slice(start));
  return parts;
}
