/** Undoing the last sync of a profile, and what this window's last undo did. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UndoReport } from '../../shared/contract/report.ts';
import type { ProfileState } from '../../shared/contract/state.ts';
import type { Problem } from '../../shared/errors.ts';
import { useCommand } from '../bridge/core-context.tsx';
import { useAnnounce } from '../frame/announcer.tsx';
import { useFormats } from '../i18n/use-formats.ts';

export interface Undo {
  /** @param confirmed JIDs of the items that the user has seen and agreed to */
  readonly run: (confirmed: readonly string[]) => Promise<void>;
  readonly problem: Problem | undefined;
  readonly report: UndoReport | undefined;
}

export function useUndo({ id, jid }: Pick<ProfileState, 'id' | 'jid'>): Undo {
  const announce = useAnnounce();
  const words = useUndoWords();
  const { run, problem } = useCommand('undoLastSync');
  const [report, setReport] = useState<UndoReport>();
  return {
    async run(confirmed) {
      setReport(undefined);
      const answer = await run({ profile: id, confirmed: [...confirmed] });
      if (!answer.ok) return;
      setReport(answer.value);
      // A question of the guard is said by itself.
      if (!answer.value.guard) announce(words(jid, answer.value));
    },
    problem,
    report,
  };
}

function useUndoWords(): (account: string, report: UndoReport) => string {
  const { t } = useTranslation();
  const { number } = useFormats();
  return (account, { undone, applied }) =>
    undone === null
      ? t('overview.undo.nothing')
      : t('overview.undo.announce', {
          account,
          added: number(applied.added),
          updated: number(applied.updated),
          removed: number(applied.removed),
        });
}
