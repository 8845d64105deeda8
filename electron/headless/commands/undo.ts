/** `rolodial undo`: takes back what the last sync changed. */
import { exitCodeOfReport, exitCodes } from '../exit-code.ts';
import { announce, type CommonOptions, forEachProfile } from '../for-each-profile.ts';
import { undoLines, undoPreviewLines } from '../words/sync.ts';

interface UndoOptions extends CommonOptions {
  readonly allowMassRemoval?: boolean;
  readonly dryRun?: boolean;
}

export async function undo(options: UndoOptions): Promise<number> {
  if (options.dryRun) return await preview(options);
  return await forEachProfile(options, async (core, profile, shown) => {
    const report = await core
      .profile(profile)
      .syncs.undo(options.allowMassRemoval ? 'apply' : 'ask');
    if (options.json) shown.result(JSON.stringify(report));
    else for (const line of undoLines(report)) shown.result(line);
    await announce(core, profile, shown);
    return exitCodeOfReport(report);
  });
}

async function preview(options: UndoOptions): Promise<number> {
  return await forEachProfile(options, async (core, profile, shown) => {
    const wouldDo = await core.profile(profile).syncs.previewUndo();
    if (options.json) shown.result(JSON.stringify(wouldDo));
    else for (const line of undoPreviewLines(wouldDo)) shown.result(line);
    return exitCodes.done;
  });
}
