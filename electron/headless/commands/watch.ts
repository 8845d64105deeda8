/** `rolodial watch`: keeps syncing until a signal ends it, for a service manager. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Core } from '../../core/core.ts';
import { exitCodes } from '../exit-code.ts';
import { type CommonOptions, openCore } from '../for-each-profile.ts';
import { terminal } from '../terminal.ts';
import { syncLines } from '../words/sync.ts';

export async function watch(options: CommonOptions): Promise<number> {
  const shown = terminal();
  const core = openCore(options, (line) => shown.say(`${new Date().toISOString()} ${line}`));
  core.onSynced((report) => {
    if (options.json) shown.result(JSON.stringify(report));
    else for (const line of syncLines(report)) shown.say(`${report.startedAt} ${line}`);
  });
  await untilSignal(core);
  return exitCodes.done;
}

/**
 * Runs the core until SIGINT, SIGTERM or SIGHUP, then ends it in order.
 * @param before is called first, to end what sends commands to the core
 */
export async function untilSignal(
  core: Pick<Core, 'start' | 'stop'>,
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
