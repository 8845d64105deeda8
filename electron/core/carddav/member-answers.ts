/** What an answer says of a book's own cards; whatever else is in it is told apart here, once for every kind of request. */
import { otherBook, statusError } from './errors.ts';
import { membersOf } from './members.ts';
import { type DavResource, MultistatusError } from './multistatus.ts';
import { askForResources } from './multistatus-request.ts';
import type { DavTransport } from './transport.ts';

/** A book to ask. */
export interface AskedBook {
  readonly url: string;
  /** The path that the server itself gives the book, with a slash at its end. */
  readonly path: string;
  readonly transport: DavTransport;
}

/** One of the book's cards, as far as the request asked for it. */
export interface Member {
  /** Its name within the book, the same however the server writes the address. */
  readonly name: string;
  /** Its address as the server wrote it, for later requests. */
  readonly href: string;
  readonly etag: string;
  /** Never blank: a server that has nothing to say of a card does not say that the card is empty. */
  readonly card: string | undefined;
  /** The server says that it is not there (any more). */
  readonly isGone: boolean;
}

export interface MemberAnswer {
  readonly syncToken: string | undefined;
  /** There is more than the server was willing to send at once (507: RFC 6578 §3.6, RFC 6352 §8.6.2). */
  readonly isTruncated: boolean;
  /** The book itself answered too, as it must to a PROPFIND. */
  readonly namesBook: boolean;
}

/**
 * Sends a request about a book's members.
 *
 * @param body the request's XML
 * @throws RolodialError where the answer is not whole, one of the members failed, or it is about another
 *   collection altogether; or what the transport throws
 */
export async function askMembers(
  method: 'REPORT' | 'PROPFIND',
  { url, path, transport }: AskedBook,
  body: string,
  onMember: (member: Member) => void,
): Promise<MemberAnswer> {
  const address = new URL(url);
  const members = membersOf(path);
  let known = 0;
  let stranger: string | undefined;
  let isTruncated = false;
  let namesBook = false;
  const syncToken = await askForResources(method, url, body, transport, (resource) => {
    const name = members.nameOf(resource.href);
    if (resource.status === 507) isTruncated = true;
    else if (name === '') {
      refuseFailure(resource, address);
      namesBook = true;
    } else if (name !== undefined) {
      known += 1;
      onMember(memberOf(name, resource));
    } else if (!resource.href.endsWith('/')) stranger ??= resource.href;
  });
  if (stranger !== undefined && known === 0) throw otherBook(address, stranger);
  return { syncToken, isTruncated, namesBook };
}

/** The book itself is named in many answers, and its failure is that of the request. */
function refuseFailure({ status = 200 }: DavResource, url: URL): void {
  if (status >= 400) throw statusError(status, url);
}

function memberOf(name: string, { href, status = 200, etag, card }: DavResource): Member {
  const isGone = status === 404 || status === 410;
  if (status >= 300 && !isGone) throw new MultistatusError(`${href} failed with status ${status}`);
  return { name, href, etag, card: card && /\S/.test(card) ? card : undefined, isGone };
}
