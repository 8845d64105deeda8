/** What is served for an account, read again whenever something about it may have changed. */
import { useCallback, useEffect, useState } from 'react';
import type { ServedReport } from '../../shared/contract/service-report.ts';
import type { Problem } from '../../shared/errors.ts';
import type { Profile } from '../../shared/settings/schema.ts';
import { useAppState, useCommand } from '../bridge/core-context.tsx';

export function useServedReport(saved: Profile): {
  readonly report: ServedReport | undefined;
  readonly problem: Problem | undefined;
  readonly read: () => Promise<void>;
} {
  const { id } = saved;
  const { profiles } = useAppState();
  const { run, problem } = useCommand('servedReport');
  const [report, setReport] = useState<ServedReport>();
  const revision = profiles.find((profile) => profile.id === id)?.contactsRevision;

  const read = useCallback(async () => {
    const answer = await run({ profile: id });
    if (answer.ok) setReport(answer.value);
  }, [run, id]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: these say when to read, not what
  useEffect(() => {
    void read();
  }, [read, revision, saved]);

  return { report, problem, read };
}
