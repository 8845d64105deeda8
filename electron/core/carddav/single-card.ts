/**
 * One card by GET. Unlike a multistatus, nothing in a card's form tells that it is all there, or that it is
 * what was asked for; so what comes is looked at closely before it may stand in for a card that is known.
 */
import { decodeCardBytes } from '../../../shared/contact/vcard/bytes.ts';
import { RolodialError } from '../../../shared/errors.ts';
import type { ListedCard } from './comparison.ts';
import { incompleteAnswer, invalidAnswer } from './errors.ts';
import type { AskedBook } from './member-answers.ts';

/** What stands at a card's address. */
type SingleCard =
  | { readonly text: string /** Empty where the server gives none. */; readonly etag: string }
  | 'gone'
  /** Some books hold other things too. */
  | 'no card';

/** A card with a large photo is a few millions; the memory would hold what never ends. */
const maximumBytes = 64_000_000;

/**
 * @throws RolodialError `carddav-incomplete` or `carddav-invalid-answer`, which name the card, where the
 *   answer may be less than the card, or something in its place; or what the transport throws
 */
export async function fetchSingleCard(
  { href, isKnown }: ListedCard,
  { url, transport }: AskedBook,
): Promise<SingleCard> {
  const { pathname, search } = new URL(href, url);
  // On the server that was asked, whatever name it gives itself.
  const address = new URL(pathname + search, url);
  const incomplete = (why: string) => incompleteAnswer(address, new Error(`${pathname}: ${why}`));
  const response = await transport.fetch(address.href).catch((error: unknown) => {
    if (isGone(error)) return undefined;
    throw isFault(error) ? incomplete('the server failed over this card') : error;
  });
  if (!response) return 'gone';
  const type = response.headers.get('content-type') ?? '';
  if (/\bhtml\b/i.test(type)) {
    await response.body?.cancel();
    throw invalidAnswer(address, 'it sent a web page instead of a card');
  }
  const bytes = await bytesOf(response);
  if (!bytes) throw incomplete('it has no end');
  const text = decodeCardBytes(bytes);
  if (!/\S/.test(text)) throw incomplete('it is empty');
  if (!/BEGIN\s*:\s*VCARD/i.test(text)) {
    if (isKnown) throw incomplete('it is no card any more');
    if (!/\b(?:vcard|directory)\b/i.test(type)) return 'no card';
  } else if (!/END\s*:\s*VCARD/i.test(text) && !response.headers.has('content-length')) {
    throw incomplete('it breaks off');
  }
  return { text, etag: response.headers.get('etag') ?? '' };
}

/** Undefined where there are too many. */
async function bytesOf(response: Response): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > maximumBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function isGone(error: unknown): boolean {
  const status = statusOf(error);
  return status === 404 || status === 410;
}

/** A fault of the server's that does not pass by itself: most likely this card's. */
function isFault(error: unknown): boolean {
  const status = statusOf(error);
  return status === 500 || status === 501;
}

function statusOf(error: unknown): unknown {
  return error instanceof RolodialError ? error.params['status'] : undefined;
}
