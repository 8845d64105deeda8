/**
 * Months of an address book on servers that take any sync token for a good one (Nextcloud, ownCloud, Baïkal, SOGo,
 * DAViCal): what is on the roster in the end, and was never lost on the way.
 */
import { expect, it } from 'vitest';
import { believingServers } from '../../servers/lying-dav-ways.ts';
import { playMany } from '../../support/sync/history-runs.ts';

it('an address book is on the roster after any history, on servers that believe every sync token', async () => {
  await expect(playMany(believingServers, { seed: 10, numRuns: 250 })).resolves.toBeUndefined();
}, 660_000);
