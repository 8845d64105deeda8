/** Quits in order: windows first, then the core, and only then the process. */
import type { App } from 'electron';
import type { Log } from '../core/host.ts';

/** More than a sync needs to end between two items, and a logout to make one round trip. */
const limitMs = 10_000;

/**
 * Delays quitting until the core has stopped.
 *
 * @param stop ends syncs, logs out, closes the databases
 * @returns whether quitting has begun, so that a closing window knows
 */
export function quitInOrder(app: App, stop: () => Promise<void>, log: Log): () => boolean {
  let phase: 'running' | 'quitting' | 'stopping' | 'stopped' = 'running';

  app.on('before-quit', () => {
    if (phase === 'running') phase = 'quitting';
  });
  app.on('will-quit', (event) => {
    if (phase === 'stopped') return;
    event.preventDefault();
    // Quit was asked for again while the core stops.
    if (phase === 'stopping') return;
    phase = 'stopping';
    void withLimit(stop(), log).then(() => {
      phase = 'stopped';
      app.quit();
    });
  });
  return () => phase !== 'running';
}

async function withLimit(stopping: Promise<void>, log: Log): Promise<void> {
  const { promise: tooLate, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(() => {
    log(`stopping took more than ${limitMs / 1000} s; quitting without waiting for the rest`);
    resolve();
  }, limitMs);
  try {
    await Promise.race([stopping, tooLate]);
  } catch (error) {
    log(`stopping failed: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    clearTimeout(timer);
  }
}
