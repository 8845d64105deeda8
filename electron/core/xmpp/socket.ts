/** What @xmpp/client 0.14 does not offer for its socket. */
import type { Client } from '@xmpp/client';

/**
 * Without it sequential sets ran at 21 a second against Prosody on loopback, with it at 290: Nagle's
 * algorithm waits for the server's delayed acknowledgement.
 */
export function setNoDelay({ socket }: Client): void {
  const raw = rawSocket(socket);
  if (raw && 'setNoDelay' in raw && typeof raw.setNoDelay === 'function') raw.setNoDelay(true);
}

/**
 * Closes the socket at once, without waiting for the server to close its side.
 *
 * @param reason rejects what the library still awaits on this socket
 */
export function destroySocket({ socket }: Client, reason: Error): void {
  const raw = rawSocket(socket);
  if (!raw) return;
  if ('destroy' in raw && typeof raw.destroy === 'function') {
    raw.destroy(reason);
  } else if ('close' in raw && typeof raw.close === 'function') {
    // A WebSocket: its own "close" would wait for the server's.
    raw.close();
    socket?.emit('error', reason);
    socket?.emit('close', true);
  }
}

/** For TLS and WebSocket the library wraps the socket in one of its own. */
function rawSocket(socket: object | null): object | null {
  if (!socket || !('socket' in socket)) return socket;
  return typeof socket.socket === 'object' ? socket.socket : null;
}
