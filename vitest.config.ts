import { defineConfig } from 'vitest/config';

/** Three rooms of tests, each with the time its servers need; nothing is ever skipped. */
export default defineConfig({
  test: {
    reporters: ['default', './test/support/runner/closing-line.ts'],
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.{ts,tsx}'], testTimeout: 30_000 } },
      {
        test: {
          name: 'integration',
          globalSetup: 'test/support/runner/servers-and-build.ts',
          include: ['test/integration/**/*.test.ts'],
          // A server answers when the machine gets to it.
          expect: { poll: { timeout: 15_000 } },
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'e2e',
          globalSetup: 'test/support/runner/servers-and-build.ts',
          include: ['test/e2e/**/*.test.ts'],
          // A window is drawn when the machine gets to it.
          expect: { poll: { timeout: 15_000 } },
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
