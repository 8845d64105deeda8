/** How the roster stands after a push, also where the server's own pushes come late, from elsewhere or never. */
import { xml } from '@xmpp/client';
import { unlessAborted } from '../time/waiting.ts';
import type { Session } from '../xmpp/session.ts';
import type { ChangeRecorder } from './change-recorder.ts';

/**
 * Compares what was sent with what the server shows, and records what it keeps otherwise. Where it has not told
 * of everything that it confirmed, the roster is read again: never after a sync that changed nothing.
 *
 * @returns how many items stand
 */
export async function standingItems(
  session: Session,
  recorder: ChangeRecorder,
  signal: AbortSignal,
): Promise<number> {
  const { roster } = session;
  const isAssumed = () => (roster.assumed?.size ?? 0) > 0;
  // Prosody pushes behind its answer: what it has sent by then has arrived when it answers a ping.
  if (isAssumed()) await settled(session.query(null, ping()), signal);
  // Without an answer the next sync finds out, and sends what differs once more.
  if (isAssumed()) await settled(session.requestRoster(), signal);
  recorder.compare(roster);
  return roster.items.length;
}

/** Waits until it is over, however, or until the signal aborts. */
async function settled(work: Promise<unknown>, signal: AbortSignal): Promise<void> {
  await unlessAborted(work, signal).catch(() => undefined);
}

const ping = () => xml('ping', { xmlns: 'urn:xmpp:ping' });
