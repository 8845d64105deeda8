/** Failures that concern one card, one book or one home alone: it is set aside, and the rest is read. */
import type { Unread, UnreadReason } from '../../../shared/contract/unread.ts';
import { type ErrorCode, RolodialError } from '../../../shared/errors.ts';
import { lastPathPart } from '../../../shared/settings/book-address.ts';
import { isMalformed } from './errors.ts';

const reasons: Partial<Record<ErrorCode, UnreadReason>> = {
  'carddav-not-found': 'not-found',
  'carddav-forbidden': 'forbidden',
  'carddav-server-error': 'server-error',
  'carddav-timeout': 'no-answer',
  'carddav-incomplete': 'cut',
  'carddav-invalid-answer': 'not-understood',
};

/**
 * Why a part of an address book cannot be read.
 *
 * @returns undefined where the failure is not of this part: a server that cannot be reached, refuses the login,
 *   asks to be left alone, or a read that was cancelled or has no time left
 */
export function unreadReason(error: unknown): UnreadReason | undefined {
  if (!(error instanceof RolodialError)) return undefined;
  const { code, params } = error;
  if (params['retryAt'] !== undefined || params['reason'] === 'out-of-time') return undefined;
  if (isMalformed(error)) return 'not-understood';
  return params['reason'] === 'web-page' ? 'web-page' : reasons[code];
}

/** Why a part of a list has no more than a status. */
export function statusReason(status: number | undefined): UnreadReason {
  if (status === 403) return 'forbidden';
  return status === 404 || status === 410 ? 'not-found' : 'server-error';
}

/** What of several parts could be read. */
export interface Salvage<Part, Result> {
  readonly results: readonly Result[];
  readonly failed: readonly {
    readonly part: Part;
    readonly reason: UnreadReason;
    readonly error: unknown;
  }[];
}

/**
 * Reads each part in turn, and sets aside those that cannot be read.
 *
 * @throws what `read` throws where the failure is not of the one part, or where no part can be read (then the
 *   first failure) and all may not fail
 */
export async function readEach<Part, Result>(
  parts: readonly Part[],
  read: (part: Part) => Promise<Result>,
  { mayAllFail = false } = {},
): Promise<Salvage<Part, Result>> {
  const results: Result[] = [];
  const failed: { part: Part; reason: UnreadReason; error: unknown }[] = [];
  for (const part of parts) {
    try {
      results.push(await read(part));
    } catch (error) {
      const reason = unreadReason(error);
      if (reason === undefined) throw error;
      failed.push({ part, reason, error });
    }
  }
  const [first] = failed;
  if (first && results.length === 0 && !mayAllFail) throw first.error;
  return { results, failed };
}

/** A book that could not be read, and never was. */
export function unreadBook(url: string, reason: UnreadReason): Unread {
  return { book: url, name: lastPathPart(url), reason, isKnown: false };
}

/** A home that could not be listed: books may be in it that nobody knows of. */
export function unreadHome(home: string, reason: UnreadReason): Unread {
  return { book: home, name: new URL(home).pathname, reason, isKnown: false };
}
