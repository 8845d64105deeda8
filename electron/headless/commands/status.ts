/** `rolodial status`: how a profile is, whether its account can be logged in to, and what was tried last. */

import { profileStatus } from '../../../shared/contract/status.ts';
import { toProblem } from '../../../shared/errors.ts';
import { exitCodes } from '../exit-code.ts';
import { type CommonOptions, forEachProfile } from '../for-each-profile.ts';
import { statusLines } from '../words/status.ts';

export async function status(options: CommonOptions): Promise<number> {
  return await forEachProfile(options, async (core, profile, shown) => {
    const running = core.profile(profile);
    const refusal = await running.roster().then(() => null, toProblem);
    // Nobody stays logged in here, so the connection is what this login has shown.
    const connection = refusal ? ('offline' as const) : ('online' as const);
    const state = { ...running.state, connection, problem: refusal ?? running.state.problem };
    if (options.json) {
      const { jid, problem, paused, rosterKind, lastSync, lastAttempt } = state;
      const answer = { profile, jid, status: profileStatus(state), connection, problem, paused };
      shown.result(JSON.stringify({ ...answer, rosterKind, lastAttempt, lastSync }));
    } else for (const line of statusLines(state)) shown.result(line);
    return refusal ? exitCodes.failed : exitCodes.done;
  });
}
