/** `rolodial watch`: keeps syncing until it is told to end, for a service manager. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Core } from '../../core/core.ts';
import { exitCodes } from '../exit-code.ts';
import { type CommonOptions, openCore } from '../run.ts';
import { terminal } from '../terminal.ts';
import { syncLines } from '../words.ts';

export async function watch(options: CommonOptions): Promise<number> {
  const shown = terminal();
  const core = openCore(options, (line) => shown.say(`${new Date().toISOString()} ${line}`));
  const seen = new Map<string, string>();
  core.subscribe((event) => {
    if (event.event !== 'profile') return;
    const { id, lastSync } = event.profile;
    if (!lastSync || seen.get(id) === lastSync.startedAt) return;
    seen.set(id, lastSync.startedAt);
    if (options.json) shown.result(JSON.stringify(lastSync));
    else for (const line of syncLines(lastSync)) shown.say(`${lastSync.startedAt} ${line}`);
  });
  for (const { id, lastSync } of core.state().profiles) {
    if (lastSync) seen.set(id, lastSync.startedAt);
  }
  await untilTold(core);
  return exitCodes.done;
}

/**
 * Runs the core until SIGINT, SIGTERM or SIGHUP, then ends it in order.
 * @param before ends what hands commands to the core
 */
export async function untilTold(
  core: Core,
  before: () => Promise<void> = async () => undefined,
): Promise<void> {
  const told = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => told.abort());
  }
  core.start();
  await wait(2 ** 31 - 1, undefined, { signal: told.signal }).catch(() => undefined);
  await before();
  await core.stop();
}
