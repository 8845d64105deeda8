/** How the double of lying-dav.ts writes and reads addresses of cards. */
import type { Ways } from './lying-dav-ways.ts';

/** @returns as it stands in the XML */
export function printedHref(
  book: string,
  name: string,
  hrefs: Ways['hrefs'],
  within: 'a report' | 'a listing',
): string {
  const encoded = encodeURIComponent(name);
  switch (hrefs) {
    case 'encoded':
      return xmlText(book + encoded);
    case 'raw':
      return xmlText(book + name);
    case 'rawest':
      return within === 'a report' ? book + name : xmlText(book + name);
    case 'absolute':
      return xmlText(`http://inner.example.net:8080${book}${encoded}`);
    case 'twice':
      return xmlText(book + encodeURIComponent(encoded));
    case 'relative':
      return xmlText(encoded.replaceAll('%3A', ':'));
  }
}

/**
 * The name of the card at an address as a request has it: decoded once, as RFC 3986 says.
 *
 * @returns undefined for what is no address of a card in this book
 */
export function requestedName(book: string, href: string): string | undefined {
  const path = href.replace(/^https?:\/\/[^/]*/, '').replace(/[?#].*$/s, '');
  if (!path.startsWith(book)) return undefined;
  try {
    return decodeURIComponent(path.slice(book.length));
  } catch {
    return undefined;
  }
}

export function xmlText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
}

export function plainText(xml: string): string {
  return xml.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
