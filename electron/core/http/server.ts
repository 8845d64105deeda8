/** Starts and stops listening, for both HTTP servers: the roster service, and the window in a browser. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * @param port 0 for a free one
 * @returns the port
 * @throws the system's error (`EADDRINUSE`)
 */
export function listenAt(server: Server, port: number, address: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.once('error', reject);
  server.listen(port, address, () => {
    server.off('error', reject);
    resolve((server.address() as AddressInfo).port);
  });
  return promise;
}

/** Stops listening and ends every connection. */
export function closeServer(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeAllConnections();
  return promise;
}
