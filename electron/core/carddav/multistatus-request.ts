/** Asks about many resources and reads the multistatus as it streams in: to the end, or an error that says why not. */
import { RolodialError } from '../../../shared/errors.ts';
import { incompleteAnswer, refuseOtherThanMultistatus } from './errors.ts';
import { type DavResource, MultistatusError, multistatusReader } from './multistatus.ts';
import type { DavTransport } from './transport.ts';

/**
 * Sends a request whose answer names many resources.
 *
 * @param method REPORT (RFC 3253 §3.6) or PROPFIND
 * @param body the request's XML, without a declaration
 * @param onResource called for each resource in turn; a MultistatusError of its makes the answer incomplete
 * @returns the answer's sync token, if any
 * @throws RolodialError `carddav-invalid-answer` where it is no multistatus, `carddav-incomplete` where it
 *   is cut off or not well-formed, or what the transport throws
 */
export async function askForResources(
  method: 'REPORT' | 'PROPFIND',
  url: string,
  body: string,
  transport: DavTransport,
  onResource: (resource: DavResource) => void,
): Promise<string | undefined> {
  const response = await transport.fetch(url, {
    method,
    // For sync-collection RFC 6578 §3.2 says 0, Google wants 1, and every server tried takes 1.
    headers: { 'content-type': 'application/xml; charset=utf-8', depth: '1' },
    body: `<?xml version="1.0" encoding="utf-8"?>\n${body}`,
  });
  const address = new URL(url);
  refuseOtherThanMultistatus(response, address);
  try {
    const reader = multistatusReader(onResource);
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      reader.write(decoder.decode(chunk, { stream: true }));
    }
    reader.write(decoder.decode());
    return reader.end();
  } catch (error) {
    throw error instanceof MultistatusError ? incompleteAnswer(address, error) : error;
  }
}

/** For XML that we write: opaque tokens and addresses are somebody else's text. */
export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * Whether the server will not do it this way, so that another way is worth a try. Not so a wrong password
 * (401), or a book that is not there (404).
 *
 * @param more further statuses that mean this for the request in question
 */
export function isRefusal(error: unknown, more: readonly number[] = []): boolean {
  if (!(error instanceof RolodialError)) return false;
  const status = Number(error.params['status']);
  return refusals.has(status) || more.includes(status);
}
const refusals: ReadonlySet<number> = new Set([400, 405, 409, 412, 415, 422, 500, 501, 507]);

/**
 * How else a server says that it will not go on from a sync token. RFC 6578 §3.2 says it with 403, others
 * with 409, 410 or 412, Xandikos 0.2.8 with 500. If it means the book itself, the next request will tell.
 */
export const tokenRefusals: readonly number[] = [403, 410];

/** A filter that a server does not know (RFC 6352 §8.6) is forbidden in the same words as the book would be. */
export const filterRefusals: readonly number[] = [403];
