/**
 * Rolodial as the service that keeps a roster: 10,000 cards under two numbers become a document, which is
 * built once per change and served over loopback, beside a bare server that sends the same bytes.
 */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from '../servers/temporary-folders.ts';
import { bundle } from './bundle.ts';
import { type Bench, figure } from './figures.ts';
import type { ServiceReport, ServiceTask } from './service-child.ts';

const run = promisify(execFile);

const people = 10_000;
const requests = 100;

export const service: Bench = async (tell) => {
  const folder = temporaryFolder('bench');
  const child = await bundle(path.join(import.meta.dirname, 'service-child.ts'), folder.path);
  const data = temporaryFolder('bench-data');
  tell(`${people} cards under two numbers become a document, asked for ${requests} times`);
  const task: ServiceTask = { people, requests, dataFolder: data.path };
  const { stdout } = await run(process.execPath, [child, JSON.stringify(task)]);
  const report: ServiceReport = JSON.parse(stdout);
  await data.remove();
  const { items, bytes, builds, firstSyncMs, buildMs, loopDelayMs } = report;
  const of = `document of ${items.toLocaleString('en')} items`;
  const served = percentile(report.served, 0.95);
  return [
    figure(`${of}, bytes`, bytes, 'bytes'),
    figure(`${of}, first sync into it`, firstSyncMs, 'ms'),
    figure(`${of}, built from the items`, buildMs, 'ms'),
    figure(`${of}, built for one change in two syncs`, builds, 'times', 1),
    figure('event loop delay, p99, over both syncs', loopDelayMs, 'ms', 50),
    figure(`${of}, served, p95`, served, 'ms', 20),
    figure(`${of}, served by a bare server, p95 1`, served / percentile(report.bare, 0.95), '×'),
    figure(`${of}, served compressed, p95`, percentile(report.gzipped, 0.95), 'ms', 20),
    figure(`${of}, unchanged (304), p95`, percentile(report.unchanged, 0.95), 'ms', 20),
  ];
};

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
