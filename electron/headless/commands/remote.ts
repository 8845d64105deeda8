/** `rolodial remote`: the state, the document and refreshes of a roster that an outside service keeps. */
import { exitCodes } from '../exit-code.ts';
import { type CommonOptions, forEachProfile } from '../for-each-profile.ts';
import { refreshLines, remoteLines, threeWayLines } from '../words/remote.ts';

export async function remoteStatus(options: CommonOptions): Promise<number> {
  return await forEachProfile(options, async (core, profile, shown) => {
    const report = await core.profile(profile).remote.report();
    if (options.json) shown.result(JSON.stringify({ profile, ...report }));
    else for (const line of remoteLines(profile, report)) shown.result(line);
    return exitCodes.done;
  });
}

/** Ends with 1 where no document came, and with 3 where it has faults. */
export async function remoteFetch(options: CommonOptions): Promise<number> {
  return await forEachProfile(options, async (core, profile, shown) => {
    const report = await core.profile(profile).remote.compare();
    if (options.json) shown.result(JSON.stringify({ profile, ...report }));
    else for (const line of threeWayLines(profile, report)) shown.result(line);
    if (report.fetch.problem) return exitCodes.failed;
    return report.fetch.faults.length === 0 ? exitCodes.done : exitCodes.someFailed;
  });
}

/** Ends with 1 where the server did not do it. */
export async function remoteRefresh(
  users: readonly string[],
  options: CommonOptions,
): Promise<number> {
  return await forEachProfile(options, async (core, profile, shown) => {
    const outcome = await core.profile(profile).remote.refresh(users);
    if (options.json) shown.result(JSON.stringify({ profile, ...outcome }));
    else for (const line of refreshLines(profile, outcome)) shown.result(line);
    return outcome.ok ? exitCodes.done : exitCodes.failed;
  });
}
