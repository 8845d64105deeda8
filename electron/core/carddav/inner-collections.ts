/**
 * Collections within a book. Their addresses end with a slash (RFC 4918 §5.2), but some servers leave it out, and
 * then only their type tells that they are no cards.
 */
import { RolodialError } from '../../../shared/errors.ts';
import { propfind } from './book-properties.ts';
import { pathOf } from './card-hrefs.ts';
import type { DavResource } from './multistatus.ts';
import type { DavTransport } from './transport.ts';

/** As far as the answer tells. */
export function isCollection({ href, props }: DavResource): boolean {
  return (
    href.endsWith('/') || (props.get('resourcetype')?.elements.includes('collection') ?? false)
  );
}

/**
 * Asks whether what turned out to be no card is a collection.
 *
 * @returns false also where the server does not tell
 * @throws RolodialError `cancelled`
 */
export async function isCollectionAt(url: URL, transport: DavTransport): Promise<boolean> {
  try {
    const { resources } = await propfind(url, '0', '<d:resourcetype/>', transport);
    // A server may answer for the book instead, which is one.
    const path = pathOf(url.href, url);
    return resources.some((each) => pathOf(each.href, url) === path && isCollection(each));
  } catch (error) {
    if (!(error instanceof RolodialError) || error.code === 'cancelled') throw error;
    return false;
  }
}
