/** `rolodial watch`: keeps syncing until a signal ends it, for a service manager. */
import { setTimeout as wait } from 'node:timers/promises';
import type { SyncReport } from '../../../shared/contract/report.ts';
import type { Core } from '../../core/core.ts';
import { exitCodes } from '../exit-code.ts';
import { type CommonOptions, openCore } from '../for-each-profile.ts';
import { type Terminal, terminal } from '../terminal.ts';
import { syncLines } from '../words/sync.ts';

export async function watch(options: CommonOptions): Promise<number> {
  const shown = terminal();
  const core = openCore(options, (line) => shown.say(`${new Date().toISOString()} ${line}`));
  const log = syncLog(shown);
  core.onSynced((report) => {
    if (options.json) shown.result(JSON.stringify(report));
    else log(report);
  });
  await untilSignal(core);
  return exitCodes.done;
}

/** Tells of one sync after the other; what cannot be read for long is listed once. */
export function syncLog(shown: Terminal): (report: SyncReport) => void {
  const last = new Map<string, SyncReport>();
  return (report) => {
    const lines = syncLines(report, last.get(report.profile));
    last.set(report.profile, report);
    for (const line of lines) shown.say(`${report.startedAt} ${line}`);
  };
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
