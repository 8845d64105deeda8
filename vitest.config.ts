import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import LongestFirst from './test/support/runner/longest-first.ts';

/**
 * A file for each core. With more, the servers of one file keep those of another waiting, and tests of other
 * things fail by the product's limits on silence (30 and 60 s).
 */
const maxWorkers = Math.min(availableParallelism(), 12);

/** For tests on servers and a browser, which answer when the machine gets to it. */
const patience = {
  globalSetup: 'test/support/runner/servers-and-build.ts',
  expect: { poll: { timeout: 15_000 } },
  testTimeout: 120_000,
  hookTimeout: 180_000,
};

/** Five projects, all run at once by `npm test`; nothing is ever skipped. */
export default defineConfig({
  test: {
    reporters: ['default', './test/support/runner/closing-line.ts'],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          // Needs no server, no browser, and does not wait for real time.
          name: 'unit',
          include: ['test/unit/**/*.test.{ts,tsx}'],
          // Starting a process for each file would take longer than its tests.
          isolate: false,
          maxWorkers,
          testTimeout: 30_000,
        },
      },
      {
        test: {
          // Needs no server either, but takes long: programs that are killed, thousands of runs, huge inputs.
          name: 'slow',
          include: ['test/slow/**/*.test.ts'],
          maxWorkers,
          testTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          maxWorkers,
          ...patience,
        },
      },
      {
        test: {
          // Real CardDAV servers that are heavier to install: Cyrus, DAViCal, SOGo.
          name: 'servers',
          include: ['test/carddav-servers/**/*.test.ts'],
          maxWorkers,
          ...patience,
          globalSetup: 'test/support/runner/carddav-servers.ts',
        },
      },
      { test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], maxWorkers, ...patience } },
    ],
  },
});
