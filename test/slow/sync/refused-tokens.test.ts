/**
 * Months of an address book on servers that refuse sync tokens which they do not know (Cyrus, Radicale, Xandikos), or
 * that have none: what is on the roster in the end, and was never lost on the way.
 */
import { expect, it } from 'vitest';
import { refusingServers } from '../../servers/lying-dav-ways.ts';
import { playMany } from '../../support/sync/history-runs.ts';

it('an address book is on the roster after any history, on servers that refuse unknown sync tokens', async () => {
  await expect(playMany(refusingServers, { seed: 11, numRuns: 250 })).resolves.toBeUndefined();
}, 660_000);
