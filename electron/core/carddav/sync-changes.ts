/** What has changed in a book since last time (RFC 6578), page by page, to the last one. */
import { incompleteAnswer } from './errors.ts';
import { type AskedBook, askMembers, type Member } from './member-answers.ts';
import { MultistatusError } from './multistatus.ts';
import { escapeXml } from './multistatus-request.ts';

/** A server that always has another page never comes to an end; pages have 100 cards and more. */
const maximumPages = 10_000;

/**
 * @param syncToken as the server gave it; empty to be told of all cards
 * @param onMember told of each card that was added, changed or removed; nothing of it may count before all
 *   of it has arrived, and of what is said twice the latter holds
 * @returns the sync token from which to go on next time
 * @throws RolodialError for which `isRefusal` holds, with `tokenRefusals`, where the token is not valid any more
 */
export async function changesSince(
  syncToken: string,
  book: AskedBook,
  onMember: (member: Member) => void,
): Promise<string> {
  let token = syncToken;
  for (let pages = 1; ; pages++) {
    const answer = await askMembers('REPORT', book, syncCollection(token), onMember);
    const next = answer.syncToken ?? '';
    if (next === '') throw broken(book, 'it holds no sync token');
    if (!answer.isTruncated) return next;
    if (next === token || pages === maximumPages) throw broken(book, 'its pages have no end');
    token = next;
  }
}

function broken({ url }: AskedBook, why: string) {
  return incompleteAnswer(new URL(url), new MultistatusError(why));
}

function syncCollection(syncToken: string): string {
  return `<d:sync-collection xmlns:d="DAV:">
  <d:sync-token>${escapeXml(syncToken)}</d:sync-token><d:sync-level>1</d:sync-level>
  <d:prop><d:getetag/></d:prop>
</d:sync-collection>`;
}
