/** The core's events as Server-Sent Events, with a heartbeat that shows that the connection lives. */
import type { ServerResponse } from 'node:http';
import type { Core } from '../../core/core.ts';

const heartbeatMs = 15_000;

/** A client that stopped reading (a sleeping laptop) is disconnected, to save memory. */
const maximumBufferBytes = 8 * 1024 * 1024;

/** Sends every event until the client disconnects. The head has been written already. */
export function streamEvents(core: Pick<Core, 'subscribe'>, response: ServerResponse): void {
  // The first bytes open the EventSource; the window reads its snapshot after that, so it misses no event.
  response.write(': open\n\n');
  const heartbeat = setInterval(() => response.write(': \n\n'), heartbeatMs);
  const unsubscribe = core.subscribe((event) => {
    response.write(`data: ${JSON.stringify(event)}\n\n`);
    if (response.writableLength > maximumBufferBytes) response.destroy();
  });
  response.on('close', () => {
    clearInterval(heartbeat);
    unsubscribe();
  });
}
