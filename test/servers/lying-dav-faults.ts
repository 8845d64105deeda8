/** What the double of lying-dav.ts gives in the place of a card, a book or a home while that is broken. */
import { type DavAnswer, multistatus } from './dav-faults-answers.ts';

/** A single card that the server cannot give, or gives as something else; it is listed with its ETag all the same. */
export const cardFaults = [
  'fails alone',
  'fails all that ask for texts',
  'not found',
  'empty',
  'blank',
  'only a byte order mark',
  'garbage',
  'a web page',
  // Only its last line is missing, as there are such cards: what is read for the first time counts as it is.
  'cut off',
] as const;
export type CardFault = (typeof cardFaults)[number];

/** The text in the place of a card's own, or the status of the failure. */
export function brokenCard(fault: CardFault, text: string): string | 404 | 500 {
  const broken: Record<CardFault, string | 404 | 500> = {
    'fails alone': 500,
    'fails all that ask for texts': 500,
    'not found': 404,
    empty: '',
    blank: ' \r\n\r\n',
    'only a byte order mark': '\uFEFF',
    garbage: 'ÿþ 17 %PDF-1.4 \r\nno card',
    'a web page': '<!DOCTYPE html><html><body>Please log in</body></html>',
    'cut off': text.slice(0, text.indexOf('END:')),
  };
  return broken[fault];
}

/** A collection that is there, as its home or principal says, but cannot be read. */
export const collectionFaults = [
  500,
  403,
  404,
  // In maintenance, for so long that nobody waits.
  503,
  'a web page',
  'cut off',
  'says nothing',
  // As a server under load does, so that a read breaks off in its middle.
  'fails every other time',
] as const;
export type CollectionFault = (typeof collectionFaults)[number];

export function brokenAnswer(fault: CollectionFault, right: DavAnswer): DavAnswer {
  const html = { 'content-type': 'text/html; charset=utf-8' };
  switch (fault) {
    case 'a web page':
      return { status: 200, headers: html, body: '<!DOCTYPE html><html><body>Hello</body></html>' };
    case 'cut off':
      return { ...right, body: right.body.slice(0, Math.floor(right.body.length / 2)) };
    case 'says nothing':
      return multistatus('');
    case 503:
      return { status: 503, headers: { ...html, 'retry-after': '3600' }, body: '' };
    case 'fails every other time':
      return { status: 500, headers: html, body: '' };
    default:
      return { status: fault, headers: html, body: '' };
  }
}
