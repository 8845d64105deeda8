/** What @xmpp/client 0.14 does not offer for its socket. */
import type { Client } from '@xmpp/client';

/**
 * Without it sequential sets ran at 21 a second against Prosody on loopback, with it at 290: Nagle's
 * algorithm waits for the server's delayed acknowledgement.
 */
export function setNoDelay({ socket }: Client): void {
  if (socket && 'setNoDelay' in socket && typeof socket.setNoDelay === 'function') {
    socket.setNoDelay(true);
  }
}

/** A server that does not close its side must not hold ours open. */
export function destroySocket({ socket }: Client): void {
  const raw: unknown = socket && 'socket' in socket ? socket.socket : socket;
  if (raw && typeof raw === 'object' && 'destroy' in raw && typeof raw.destroy === 'function') {
    raw.destroy();
  }
}
