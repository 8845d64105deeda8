/** The body of an answer as XML that a strict parser takes, although its server is not as strict. */
import { ampersandMender } from './bare-ampersands.ts';
import { xmlDecoder } from './xml-encoding.ts';

/**
 * The characters of an answer as they arrive; without what must not be before an XML declaration but is, such as
 * a blank line.
 *
 * @throws EncodingError, or what reading the body throws
 */
export async function* xmlText(
  body: Response['body'],
  contentType: string,
): AsyncGenerator<string> {
  const decoder = xmlDecoder(contentType);
  const ampersands = ampersandMender();
  let hasBegun = false;
  const readable = (text: string) => {
    const rest = hasBegun ? text : text.trimStart();
    hasBegun ||= rest !== '';
    return ampersands.mend(rest);
  };
  for await (const chunk of body ?? []) yield readable(decoder.decode(chunk));
  yield readable(decoder.end()) + ampersands.end();
}

/**
 * The text of an element with each character beyond U+FFFF as one: SOGo 5.8 writes it as references to its two
 * halves (`&#55357;&#56898;`), which XML forbids and a parser leaves as they are.
 */
export function withWholeCharacters(text: string): string {
  if (!text.includes('&#')) return text;
  return text.replace(halves, (both, first, second) => {
    const character = String.fromCharCode(codeOf(first), codeOf(second));
    return character.isWellFormed() && [...character].length === 1 ? character : both;
  });
}

const halves = /&#(x[\da-f]{4}|\d{5});&#(x[\da-f]{4}|\d{5});/gi;

function codeOf(reference: string): number {
  return Number(/^x/i.test(reference) ? `0${reference}` : reference);
}
