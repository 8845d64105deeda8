/** Plays many random histories on servers of one kind, on a server of its own. */
import fc from 'fast-check';
import { lyingSite, startLyingServer } from '../../servers/lying-dav.ts';
import type { Ways } from '../../servers/lying-dav-ways.ts';
import { play } from './history.ts';
import { anyHistory } from './history-steps.ts';

/** @throws the smallest history found that breaks a rule, and the rule */
export async function playMany(
  servers: readonly [Ways, ...Ways[]],
  run: { readonly seed: number; readonly numRuns: number },
): Promise<void> {
  const server = await startLyingServer(lyingSite(servers[0]));
  try {
    await fc.assert(
      fc.asyncProperty(anyHistory(servers), (history) => play(history, server)),
      // Making a failing history smaller takes as long as a few hundred runs.
      { ...run, interruptAfterTimeLimit: longestMs, markInterruptAsFailure: true },
    );
  } finally {
    await server.stop();
  }
}

const longestMs = 600_000;
