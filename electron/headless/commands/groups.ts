/** `rolodial groups`: the groups of the live roster, and an administrator's groups file beside it. */
import path from 'node:path';
import { exitCodes } from '../exit-code.ts';
import { type CommonOptions, forEachProfile } from '../for-each-profile.ts';
import { groupLines, groupsChangesLines, groupsFileLines } from '../words/groups.ts';

export interface GroupsOptions extends CommonOptions {
  /** A `sharedgroups.txt` to compare with the live roster. */
  readonly file?: string;
  /** Log out and in again, and say what has changed. */
  readonly refresh?: boolean;
}

/** With `--file`, ends with 3 where the roster is not as the file says, or the file has faults. */
export async function groups(options: GroupsOptions): Promise<number> {
  return await forEachProfile(options, async (core, profile, shown) => {
    const standing = core.profile(profile).groups;
    const tell = (report: object, lines: readonly string[]) => {
      if (options.json) shown.result(JSON.stringify({ profile, ...report }));
      else for (const line of lines) shown.result(line);
    };
    if (options.file !== undefined) {
      const report = await standing.checkFile(path.resolve(options.file));
      const { text: _, stamp: __, ...shownReport } = report;
      tell(shownReport, groupsFileLines(profile, report));
      const isSound =
        report.warnings.length === 0 && report.checks.every(({ verdict }) => verdict === 'ok');
      return isSound ? exitCodes.done : exitCodes.someFailed;
    }
    if (options.refresh) {
      const changes = await standing.refresh();
      tell(changes, groupsChangesLines(profile, changes));
      return exitCodes.done;
    }
    const report = await standing.listWithNames();
    tell(report, groupLines(profile, report));
    return exitCodes.done;
  });
}
