/** `rolodial status`: whether the account can be logged in to, and what the last sync did. */
import { toProblem } from '../../../shared/errors.ts';
import { exitCodes } from '../exit-code.ts';
import { type CommonOptions, forEachProfile } from '../for-each-profile.ts';
import { kindWords, syncLines } from '../words/sync.ts';

export async function status(options: CommonOptions): Promise<number> {
  return await forEachProfile(options, async (core, profile, shown) => {
    const runner = core.profile(profile);
    const problem = await runner.roster().then(() => null, toProblem);
    const { jid, paused, lastSync, rosterKind } = runner.state;
    const connection = problem ? 'offline' : 'online';
    if (options.json) {
      shown.result(
        JSON.stringify({ profile, jid, connection, problem, paused, rosterKind, lastSync }),
      );
    } else {
      shown.result(`${profile}: ${jid}: ${problem?.message ?? 'can be logged in to'}`);
      shown.result(`${profile}: roster kept by ${kindWords[rosterKind]}`);
      shown.result(`${profile}: last sync ${lastSync?.startedAt ?? 'never'}`);
      for (const line of lastSync ? syncLines(lastSync).slice(0, 2) : []) shown.result(`  ${line}`);
    }
    return problem ? exitCodes.failed : exitCodes.done;
  });
}
