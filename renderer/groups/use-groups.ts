/** The groups of a profile, read anew whenever the core says that they changed. */
import { useEffect, useState } from 'react';
import type { GroupsReport } from '../../shared/contract/groups-report.ts';
import type { ProfileState } from '../../shared/contract/state.ts';
import type { Problem } from '../../shared/errors.ts';
import { useCommand } from '../bridge/core-context.tsx';

interface GroupsView {
  /** Undefined until the first answer. */
  readonly report: GroupsReport | undefined;
  readonly problem: Problem | undefined;
}

export function useGroups({ id, groupsRevision, connection }: ProfileState): GroupsView {
  const { run, problem } = useCommand('listGroups');
  const [report, setReport] = useState<GroupsReport>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: these two say when to read, not what
  useEffect(() => {
    let isCurrent = true;
    run({ profile: id }).then((answer) => {
      if (isCurrent && answer.ok) setReport(answer.value);
    });
    return () => {
      isCurrent = false;
    };
  }, [run, id, groupsRevision, connection === 'online']);
  return { report, problem };
}
