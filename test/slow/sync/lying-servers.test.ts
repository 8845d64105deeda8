/** Months of an address book on servers that lie and break: what is on the roster in the end, and was never lost. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { type LyingServer, lyingSite, startLyingServer } from '../../servers/lying-dav.ts';
import { believingServers, refusingServers, type Ways } from '../../servers/lying-dav-ways.ts';
import { play } from '../../support/sync/history.ts';
import { anyHistory } from '../../support/sync/history-steps.ts';

let server: LyingServer;

beforeAll(async () => {
  server = await startLyingServer(lyingSite(refusingServers[0]));
});

afterAll(async () => {
  await server.stop();
});

async function playMany(servers: readonly Ways[]): Promise<void> {
  const property = fc.asyncProperty(anyHistory(servers), (history) => play(history, server));
  await fc.assert(property, { numRuns: 250, seed: 10 });
}

describe('an address book after any history', () => {
  it('is on the roster, on servers that believe every sync token', async () => {
    await playMany(believingServers);
  });

  it('is on the roster, on servers that refuse the tokens they do not know', async () => {
    await playMany(refusingServers);
  });
});
