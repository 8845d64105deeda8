/** `rolodial roster`: the live roster, each item with its class. */
import { exitCodes } from '../exit-code.ts';
import { type CommonOptions, forEachProfile } from '../for-each-profile.ts';
import { rosterLines } from '../words/sync.ts';

export async function roster(options: CommonOptions): Promise<number> {
  return await forEachProfile(options, async (core, profile, shown) => {
    const report = await core.profile(profile).roster();
    if (options.json) shown.result(JSON.stringify(report));
    else for (const line of rosterLines(profile, report)) shown.result(line);
    return exitCodes.done;
  });
}
