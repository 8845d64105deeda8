/** The roster under stress on real Prosody, with either storage. */
import { describe } from 'vitest';
import { startProsody } from '../servers/prosody.ts';
import { proveRoster } from '../support/roster/roster-proof.ts';

describe.each(['sqlite', 'internal'] as const)('on Prosody with %s storage', (storage) => {
  proveRoster(() => startProsody({ storage }));
});
