/**
 * The kind of a number as one label: "cell", "work fax", "Cottage".
 *
 * A custom label is taken as written, unless it is a list of types (`WORK;FAX`). Otherwise the label combines a
 * place (home, work) and a device (cell, car, fax, pager; else main) from the types of TEL: "work cell", "home
 * fax", "work main". "other" is used only where there is nothing else.
 */
import type { Property } from './vcard/property.ts';
import { singleLine } from './vcard/text.ts';

/** From a label, in lower case, to the words to show instead of it. */
export type LabelRenames = Readonly<Record<string, string>>;

/** Types that tell a capability or a preference instead of a kind. */
const notKinds = new Set([
  'voice',
  'pref',
  'msg',
  'text',
  'internet',
  'video',
  'isdn',
  'dom',
  'intl',
]);

/** Other words for the same: Apple's iPhone and vCard 2.1's PCS are mobile telephones as well. */
const synonyms = new Map([
  ['mobile', 'cell'],
  ['cellular', 'cell'],
  ['iphone', 'cell'],
  ['pcs', 'cell'],
  ['business', 'work'],
  // RFC 7852 registered it for TEL; phones write MAIN.
  ['main-number', 'main'],
]);

/** The one word for a kind of number, in lower case: a "Mobile" is a "cell". */
export function kindOf(word: string): string {
  const folded = word.trim().toLowerCase();
  return synonyms.get(folded) ?? folded;
}

const places = ['home', 'work'];

/** The most important first: where a number is both a cell and a fax, an SMS goes to the cell. */
const devices = ['cell', 'car', 'fax', 'pager', 'main'];

const typeWords = new Set([...notKinds, ...synonyms.keys(), ...places, ...devices, 'other']);

/**
 * The label of a TEL property.
 *
 * @param customLabel X-ABLabel of the same group as the card has it, or empty
 * @returns empty where no type tells a kind
 */
export function labelOf(
  telephone: Property,
  customLabel: string,
  renames: LabelRenames = {},
): string {
  const label = ownLabel(telephone, customLabel) || labelOfTypes(typesOf(telephone));
  return renamedLabel(label, renames);
}

/**
 * What the types of a TEL property call it where its own label says something else, for filters: an "Office" can be
 * a fax. `undefined` where the label says as much.
 *
 * @param customLabel as for {@link labelOf}
 * @param label what that gave
 */
export function kindBehind(
  telephone: Property,
  customLabel: string,
  label: string,
): string | undefined {
  if (ownLabel(telephone, customLabel) === '') return undefined;
  const kind = labelOfTypes(typesOf(telephone));
  return kind === '' || kind === label || kind === kindOf(label) ? undefined : kind;
}

function ownLabel(telephone: Property, customLabel: string): string {
  const label = customLabel || (telephone.parameters.get('X-CUSTOM')?.[0] ?? '');
  return label === '' ? '' : readCustomLabel(label);
}

function typesOf(telephone: Property): readonly string[] {
  return telephone.parameters.get('TYPE') ?? [];
}

/** Apple marks its own labels: `_$!<WorkFAX>!$_` is "work fax", `Cottage` stays "Cottage". */
function readCustomLabel(text: string): string {
  const label = singleLine(text);
  if (!label.startsWith('_$!<') || !label.endsWith('>!$_')) {
    const types = typesInLabel(label);
    return types === undefined ? label : labelOfTypes(types);
  }
  const builtIn = label.slice('_$!<'.length, -'>!$_'.length).trim().toLowerCase();
  if (builtIn === 'otherfax') return 'fax';
  return builtIn.replace(/^(home|work)(fax)$/, '$1 $2');
}

/** Some programs write `WORK;FAX` or `CELL` as a label; people write "Work" and "Home, evenings". */
function typesInLabel(label: string): string[] | undefined {
  const isShouted = label === label.toUpperCase();
  if (!isShouted && !/[;,]/.test(label)) return undefined;
  const words = label.split(isShouted ? /[;,\\\s]+/ : /[;,\\]+/).map((word) => word.trim());
  const types = words.filter((word) => word !== '');
  const areTypes = types.every((word) => typeWords.has(word.toLowerCase()));
  return areTypes && types.length > 0 ? types : undefined;
}

function labelOfTypes(written: readonly string[]): string {
  if (written.length === 0) return '';
  const types = written.filter((type) => type !== '');
  const known = types.map(kindOf);
  const place = known.find((type) => places.includes(type));
  const device = devices.find((type) => known.includes(type));
  if (place !== undefined && device !== undefined) return `${place} ${device}`;
  return place ?? device ?? ownType(types) ?? (known.includes('other') ? 'other' : '');
}

/** A custom type: Android writes a custom label as `X-Cottage`, Evolution `X-EVOLUTION-RADIO`. */
function ownType(types: readonly string[]): string | undefined {
  return types
    .filter((type) => type.toLowerCase() !== 'other' && !notKinds.has(type.toLowerCase()))
    .map((type) => type.replace(/^x-evolution-.*/i, (own) => own.slice(12).toLowerCase()))
    .map((type) => type.replace(/^x-/i, ''))
    .find((type) => type !== '');
}

/** The whole label if it is renamed, else each of its words: "work cell" becomes "work mobile". */
export function renamedLabel(label: string, renames: LabelRenames): string {
  const whole = renameOf(label, renames);
  if (whole !== undefined) return whole;
  return label
    .split(' ')
    .map((word) => renameOf(word, renames) ?? word)
    .join(' ');
}

function renameOf(label: string, renames: LabelRenames): string | undefined {
  const key = label.toLowerCase();
  return Object.hasOwn(renames, key) ? renames[key] : undefined;
}
