/**
 * `npm run dev`: the window of the sources in a browser. A change under renderer/ shows in the open window at
 * once, without a reload; after a change under electron/ or shared/ the core starts anew behind it.
 *
 * The page goes through the same server as a built one, so that nobody gets in without the printed address.
 * Vite's own socket for hot reload listens on loopback, at a port of its own, and asks for a token that only
 * that page has.
 */
import { randomBytes } from 'node:crypto';
import { createServer as createHttpServer } from 'node:http';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createServer, createServerModuleRunner } from 'vite';
import { contentSecurityPolicy } from '../../../shared/contract/page.ts';
import { closeServer, listenAt } from '../../core/http-server.ts';
import type { PageServer } from '../http/serve-window.ts';
import type { RunningCore, startCore } from './dev-core.ts';

const root = path.resolve(import.meta.dirname, '..', '..', '..');
const coreModule = path.join(import.meta.dirname, 'dev-core.ts');

const { values: given } = parseArgs({
  options: {
    config: { type: 'string' },
    data: { type: 'string' },
    port: { type: 'string', default: '0' },
    verbose: { type: 'boolean', default: false },
  },
});
const say = (line: string) => process.stderr.write(`${line}\n`);
const log = (line: string) => (given.verbose ? say(line) : undefined);

/** The socket of Vite's hot reload; whatever else is asked there is refused. */
const socket = createHttpServer((_, response) => response.writeHead(426).end());
const socketPort = await listenAt(socket, 0, '127.0.0.1');

/** For the scripts that Vite writes into the page itself. */
const nonce = randomBytes(16).toString('base64');
const policy = contentSecurityPolicy
  .replace("script-src 'self'", `script-src 'self' 'nonce-${nonce}'`)
  .replace("connect-src 'self'", `connect-src 'self' ws://127.0.0.1:${socketPort}`);

/** The last core that started; after a failure it does not run any more. */
let core: RunningCore | undefined;
let isRunning = false;
let isAskedFor = false;
let isEnding = false;
/** What is under way: one start or stop at a time. */
let turn: Promise<void> = Promise.resolve();

const vite = await createServer({
  configFile: path.join(root, 'vite.config.ts'),
  mode: 'renderer',
  html: { cspNonce: nonce },
  server: {
    middlewareMode: true,
    ws: { server: socket, host: '127.0.0.1', clientPort: socketPort },
    fs: { allow: [root] },
  },
  plugins: [
    {
      name: 'restart-core',
      hotUpdate({ modules }) {
        if (this.environment.name !== 'ssr') return undefined;
        // Where the core did not start, what it lacked may have come with any file.
        if (modules.length > 0 || !isRunning) restart();
        return [];
      },
    },
  ],
});
const runner = createServerModuleRunner(vite.environments.ssr, { hmr: false });

const page: PageServer = (request, response) => {
  response.setHeader('Content-Security-Policy', policy);
  vite.middlewares(request, response, () => response.writeHead(404).end());
};

/** Many files may change at once: a restart that has not begun takes them all in. */
function restart(): void {
  if (isAskedFor || isEnding) return;
  isAskedFor = true;
  turn = turn.then(async () => {
    isAskedFor = false;
    await stop();
    await start();
  });
}

async function start(): Promise<void> {
  runner.clearCache();
  try {
    const loaded: { startCore: typeof startCore } = await runner.import(coreModule);
    const isFirst = !core;
    core = await loaded.startCore({
      config: given.config,
      data: given.data,
      port: Number(core ? new URL(core.url).port : given.port),
      session: core?.session,
      page,
      log,
    });
    isRunning = true;
    if (isFirst) process.stdout.write(`${core.url}\n`);
    say(isFirst ? 'Open this address in a browser; Ctrl-C ends.' : 'The core has started anew.');
  } catch (error) {
    say(`The core does not start: ${error instanceof Error ? error.stack : error}`);
  }
}

async function stop(): Promise<void> {
  if (!isRunning) return;
  isRunning = false;
  await core?.stop();
}

/** May be asked for twice: a package that the core uses (`when-exit`) sends each signal again. */
function end(): void {
  if (isEnding) return;
  isEnding = true;
  turn = turn.then(async () => {
    await stop();
    await vite.close();
    await closeServer(socket);
  });
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
restart();
