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
