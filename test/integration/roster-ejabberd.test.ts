/** The roster under stress on real ejabberd. */
import { describe } from 'vitest';
import { startEjabberd } from '../servers/ejabberd.ts';
import { proveRoster } from '../support/roster/roster-proof.ts';

describe('on ejabberd', () => {
  proveRoster(() => startEjabberd());
});
