/** `rolodial watch`: keeps syncing until it is told to end, for a service manager. */
import { setTimeout as wait } from 'node:timers/promises';
import type { SyncReport } from '../../../shared/contract/report.ts';
import type { Core } from '../../core/core.ts';
import { exitCodes } from '../exit-code.ts';
import { type CommonOptions, openCore } from '../for-each-profile.ts';
import { terminal } from '../terminal.ts';
import { syncLines } from '../words/sync.ts';

export async function watch(options: CommonOptions): Promise<number> {
  const shown = terminal();
  const core = openCore(options, (line) => shown.say(`${new Date().toISOString()} ${line}`));
  onSyncEnded(core, (report) => {
    if (options.json) shown.result(JSON.stringify(report));
    else for (const line of syncLines(report)) shown.say(`${report.startedAt} ${line}`);
  });
  await untilTold(core);
  return exitCodes.done;
}

/** Tells of each sync that ends from now on. */
export function onSyncEnded(core: Core, tell: (report: SyncReport) => void): void {
  const seen = new Map(core.state().profiles.map(({ id, lastSync }) => [id, lastSync?.startedAt]));
  core.subscribe((event) => {
    if (event.event !== 'profile') return;
    const { id, lastSync } = event.profile;
    if (!lastSync || seen.get(id) === lastSync.startedAt) return;
    seen.set(id, lastSync.startedAt);
    tell(lastSync);
  });
}

/**
 * Runs the core until SIGINT, SIGTERM or SIGHUP, then ends it in order.
 * @param before ends what hands commands to the core
 */
export async function untilTold(
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
