/**
 * The name of a contact's type under the form's words for types, for the preview: rows carry their types
 * with the saved words in them.
 */
import { labelOf } from '../../shared/contact/label.ts';

type Renames = Readonly<Record<string, string>>;

/**
 * @param type as a row carries it
 * @param saved the words that are in it already
 * @param wanted the words of the form
 */
export function relabelled(type: string, saved: Renames, wanted: Renames): string {
  if (type === '') return '';
  return renamed(renamed(type, reversed(saved)), wanted);
}

/** The label that a card would have to give a number of this type. */
function renamed(type: string, renames: Renames): string {
  return labelOf(typeless, type, renames);
}

const typeless = {
  group: '',
  name: 'TEL',
  parameters: new Map<string, readonly string[]>(),
  value: '',
};

/** From the word back to the type; the first type where several share a word. */
function reversed(renames: Renames): Renames {
  const types = Object.entries(renames).filter(([, word]) => word !== '');
  return Object.fromEntries(types.reverse().map(([type, word]) => [word.toLowerCase(), type]));
}
