/** `rolodial sync` and `rolodial plan`. */
import { exitCodeOfReport } from '../exit-code.ts';
import { announce, type CommonOptions, forEachProfile } from '../for-each-profile.ts';
import { planLines, syncLines } from '../words/sync.ts';

interface PlanOptions extends CommonOptions {
  /** Compare all cards with what is known, whatever the server says of changes. */
  readonly full?: boolean;
}

export interface SyncOptions extends PlanOptions {
  readonly dryRun?: boolean;
  readonly allowMassRemoval?: boolean;
  /** The items of address books that are gone stay, without another question. */
  readonly keepGoneBooks?: boolean;
  /** JIDs, and nothing but these. */
  readonly only?: readonly string[];
}

export async function sync(options: SyncOptions): Promise<number> {
  if (options.dryRun) return await plan(options);
  return await forEachProfile(options, async (core, profile, shown) => {
    const guard = options.allowMassRemoval ? 'apply' : 'ask';
    const only = options.only && new Set(options.only);
    const { full = false, keepGoneBooks } = options;
    const kept = keepGoneBooks ? { keepsAbsentBooks: 'all' as const } : {};
    const report = await core.profile(profile).syncs.sync({ guard, only, full, ...kept });
    if (options.json) shown.result(JSON.stringify(report));
    else for (const line of syncLines(report)) shown.result(line);
    await announce(core, profile, shown);
    return exitCodeOfReport(report);
  });
}

export async function plan(options: PlanOptions): Promise<number> {
  return await forEachProfile(options, async (core, profile, shown) => {
    const preview = await core.profile(profile).syncs.preview(options.full);
    if (options.json) shown.result(JSON.stringify(preview));
    else for (const line of planLines(preview)) shown.result(line);
    return exitCodeOfReport(preview);
  });
}
