/**
 * The roster as it stands, over a session that may have died unnoticed: the computer has slept, or the
 * network has changed, and only a request shows that the other side is gone.
 */
import { mendsItself, RolodialError } from '../../../shared/errors.ts';
import { unlessAborted } from '../time/waiting.ts';
import type { Session } from '../xmpp/session.ts';

/**
 * Reads the whole roster; where the session was lost over it, once more over a new one.
 *
 * @param openSession the session that stands, logging in first if there is none
 * @returns the session whose mirror now holds the roster
 * @throws RolodialError of the login or of the reading; the signal's reason as soon as it aborts
 */
export async function readRoster(
  openSession: () => Promise<Session>,
  signal: AbortSignal,
): Promise<Session> {
  signal.throwIfAborted();
  // A server that is away may take a minute to say so; who cancels does not wait for that.
  return await unlessAborted(read(openSession), signal);
}

async function read(openSession: () => Promise<Session>): Promise<Session> {
  const session = await openSession();
  try {
    await session.requestRoster();
    return session;
  } catch (error) {
    if (error instanceof RolodialError && !mendsItself(error)) throw error;
    const other = await openSession();
    // It still stands: the server has refused, or does not answer this question.
    if (other === session) throw error;
    await other.requestRoster();
    return other;
  }
}
