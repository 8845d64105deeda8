/** Finds out why a WebSocket could not be opened, since its `error` event carries no reason. */
import { isIP } from 'node:net';
import { connect } from 'node:tls';
import { expiry } from '../time/waiting.ts';
import type { Endpoint } from './endpoints.ts';

const timeoutMs = 5_000;

/**
 * Connects to the same endpoint once more, as far as TLS.
 * @returns the error of TCP or TLS; where both succeed, that no WebSocket for XMPP answers there
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

/** Whether this is the WebSocket's own error, which carries no reason. */
export function isWebSocketError(error: unknown): boolean {
  return error instanceof Error && 'event' in error && 'url' in error;
}
