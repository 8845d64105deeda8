/**
 * `npm run dev` in a browser. The page goes through the same server as a built one, so that nobody gets in
 * without the printed address; after a change of the core, a new core takes the place of the old one, at the
 * same port and in the same session.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createServerModuleRunner, type Plugin } from 'vite';
import type { RunningCore, startCore } from './dev-core.ts';
import { openDevPage } from './dev-page.ts';
import { Restarts } from './restarts.ts';

const coreModule = path.join(import.meta.dirname, 'dev-core.ts');

/**
 * @param args as `rolodial serve` takes them
 * @returns ends everything
 */
export async function devInBrowser(args: readonly string[]): Promise<() => void> {
  const { values: given } = parseArgs({
    args: [...args],
    options: {
      config: { type: 'string' },
      data: { type: 'string' },
      port: { type: 'string', default: '0' },
      verbose: { type: 'boolean', default: false },
    },
  });
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const log = (line: string) => (given.verbose ? say(line) : undefined);
  /** The last core that started; after a failure it does not run any more. */
  let core: RunningCore | undefined;
  let isRunning = false;

  const restarts = new Restarts(async () => {
    await stop();
    await start();
  });
  const restartCore: Plugin = {
    name: 'restart-core',
    hotUpdate({ modules }) {
      if (this.environment.name !== 'ssr') return undefined;
      // Where the core did not start, what it lacked may have come with any file.
      if (modules.length > 0 || !isRunning) restarts.ask();
      return [];
    },
  };
  const { page, vite, close } = await openDevPage([restartCore]);
  const runner = createServerModuleRunner(vite.environments.ssr, { hmr: false });

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

  restarts.ask();
  return () =>
    restarts.end(async () => {
      await stop();
      await close();
    });
}
