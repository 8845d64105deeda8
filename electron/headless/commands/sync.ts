/** `rolodial sync` and `rolodial plan`. */
import { exitCodeOfReport } from '../exit-code.ts';
import { announce, type CommonOptions, forEachProfile } from '../for-each-profile.ts';
import { planLines, syncLines } from '../words/sync.ts';

export interface SyncOptions extends CommonOptions {
  readonly dryRun?: boolean;
  readonly allowMassRemoval?: boolean;
  /** JIDs, and nothing but these. */
  readonly only?: readonly string[];
}

export async function sync(options: SyncOptions): Promise<number> {
  if (options.dryRun) return await plan(options);
  return await forEachProfile(options, async (core, profile, shown) => {
    const guard = options.allowMassRemoval ? 'apply' : 'ask';
    const only = options.only && new Set(options.only);
    const report = await core.profile(profile).syncs.sync({ guard, only });
    if (options.json) shown.result(JSON.stringify(report));
    else for (const line of syncLines(report)) shown.result(line);
    await announce(core, profile, shown);
    return exitCodeOfReport(report);
  });
}

export async function plan(options: CommonOptions): Promise<number> {
  return await forEachProfile(options, async (core, profile, shown) => {
    const preview = await core.profile(profile).syncs.preview();
    if (options.json) shown.result(JSON.stringify(preview));
    else for (const line of planLines(preview)) shown.result(line);
    return exitCodeOfReport(preview);
  });
}
