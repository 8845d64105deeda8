/**
 * A MOCK of the outside service that keeps a remote roster: it answers as the test says. Real services are
 * made by whoever hosts a server; there is none to install.
 */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RosterService {
  /** With `%s` for the user name. */
  readonly url: string;
  readonly requests: { readonly path: string; readonly headers: IncomingHttpHeaders }[];
  /** A document, or anything else that is to be answered. */
  answer: object | ((response: ServerResponse) => void);
  stop(): Promise<void>;
}

export async function startRosterService(): Promise<RosterService> {
  const requests: RosterService['requests'] = [];
  const server = createServer((request, response) => {
    requests.push({ path: request.url ?? '', headers: request.headers });
    if (typeof service.answer === 'function') service.answer(response);
    else {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(service.answer));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const service: RosterService = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/contacts/%s`,
    requests,
    answer: {},
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return service;
}
