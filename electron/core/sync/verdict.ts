/** What an answer to a roster set means for the item, for the push and for the syncs to come. */
import type { SetResult } from '../xmpp/session.ts';

export type Verdict =
  /** It stands as wanted. */
  | 'done'
  /** Type `wait`: the same set may be sent again after a while. */
  | 'later'
  /** Type `modify` or `cancel`: not to be sent again before the item changes. */
  | 'refused'
  /** The server's own trouble: the next sync may try again. */
  | 'failed'
  /** No answer: it may have been applied, and only the roster knows. */
  | 'unsure'
  /** Type `auth`: no set of this account will do. */
  | 'denied'
  /** An outside service keeps the roster: no set will do. */
  | 'remote';

/**
 * Reads the answer to a roster set (RFC 6120 §8.3, RFC 6121 §2.3.3).
 *
 * Seen with Prosody 0.12.3: `service-unavailable` of type `cancel` where mod_http_roster_admin keeps the
 * roster. A policy of ejabberd 23.01 answers `not-allowed`, Openfire answers `not-acceptable` for items of
 * shared groups: refusals of the one item.
 *
 * @param removal whether the set was to remove the item
 */
export function verdictOf(result: SetResult, removal: boolean): Verdict {
  if (result.ok) return 'done';
  const { condition, type } = result;
  if (condition === 'timeout' || condition === 'disconnected') return 'unsure';
  // What is not there any more needs no removing.
  if (removal && condition === 'item-not-found') return 'done';
  if (condition === 'service-unavailable' && type === 'cancel') return 'remote';
  if (type === 'auth') return 'denied';
  if (type === 'wait') return 'later';
  if (condition === 'internal-server-error') return 'failed';
  return type === 'modify' || type === 'cancel' ? 'refused' : 'failed';
}

/** Whether nothing more is to be sent after such an answer before the roster was read again, or at all. */
export function endsThePush(verdict: Verdict): boolean {
  return verdict === 'unsure' || verdict === 'denied' || verdict === 'remote';
}
