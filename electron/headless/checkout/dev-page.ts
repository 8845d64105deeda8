/** The page of the sources under `npm run dev`, by Vite, with hot reload. */
import { randomBytes } from 'node:crypto';
import { createServer as createHttpServer } from 'node:http';
import path from 'node:path';
import { createServer, type Plugin, type ViteDevServer } from 'vite';
import { contentSecurityPolicy } from '../../../shared/contract/page.ts';
import { closeServer, listenAt } from '../../core/http/server.ts';
import type { PageServer } from '../http/serve-window.ts';

export const root = path.resolve(import.meta.dirname, '..', '..', '..');

export interface DevPage {
  /** Sets the policy that the page needs, which is that of a built one and what Vite adds. */
  readonly page: PageServer;
  readonly vite: ViteDevServer;
  close(): Promise<void>;
}

/** The socket for hot reload listens on loopback, and asks for a token that only the page has. */
export async function openDevPage(plugins: readonly Plugin[] = []): Promise<DevPage> {
  const socket = createHttpServer((_, response) => response.writeHead(426).end());
  const port = await listenAt(socket, 0, '127.0.0.1');
  // For the scripts that Vite writes into the page itself.
  const nonce = randomBytes(16).toString('base64');
  const policy = contentSecurityPolicy
    .replace("script-src 'self'", `script-src 'self' 'nonce-${nonce}'`)
    .replace("connect-src 'self'", `connect-src 'self' ws://127.0.0.1:${port}`);
  const vite = await createServer({
    configFile: path.join(root, 'vite.config.ts'),
    mode: 'renderer',
    html: { cspNonce: nonce },
    server: {
      middlewareMode: true,
      ws: { server: socket, protocol: 'ws', host: '127.0.0.1', clientPort: port },
      fs: { allow: [root] },
    },
    plugins: [...plugins],
  });
  return {
    vite,
    page(request, response) {
      response.setHeader('Content-Security-Policy', policy);
      vite.middlewares(request, response, () => response.writeHead(404).end());
    },
    async close() {
      await vite.close();
      await closeServer(socket);
    },
  };
}
