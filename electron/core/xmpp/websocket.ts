/** Why a WebSocket did not come to be: the standard interface tells nobody ("error", without a word). */
import { isIP } from 'node:net';
import { connect } from 'node:tls';
import { expiry } from '../time/waiting.ts';
import type { Endpoint } from './endpoints.ts';

const timeoutMs = 5_000;

/**
 * Knocks at the same door once more, as far as TLS goes.
 * @returns what TCP or TLS say; where both are well, that what answers there is no such WebSocket
 */
export async function webSocketProblem({ host, port }: Endpoint): Promise<Error> {
  const address = host.replace(/^\[|\]$/g, '');
  const socket = connect({
    host: address,
    port,
    ...(isIP(address) === 0 && { servername: address }),
  });
  try {
    await Promise.race([
      new Promise((resolve, reject) => {
        socket.once('secureConnect', resolve);
        socket.once('error', reject);
      }),
      expiry(timeoutMs),
    ]);
    return new Error('what answers there is no WebSocket for XMPP');
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  } finally {
    socket.destroy();
  }
}

/** Whether an error is the WebSocket's own, which says nothing. */
export function isWebSocketError(error: unknown): boolean {
  return error instanceof Error && 'event' in error && 'url' in error;
}
