/** The last attempt, where it is another than the last sync: it failed, was cut off, or took a sync back. */
import { useTranslation } from 'react-i18next';
import type { Attempt, ProfileState } from '../../shared/contract/state.ts';
import { useProblemWords } from '../parts/problem-words.ts';
import { Moment } from './moment.tsx';

export function LastAttempt({ profile }: { profile: ProfileState }) {
  const { t } = useTranslation();
  const outcomeWords = useOutcomeWords();
  const { lastAttempt } = profile;
  if (!lastAttempt || (lastAttempt.what === 'sync' && completed.has(lastAttempt.outcome))) {
    return null;
  }
  const outcome = outcomeWords(lastAttempt);
  const isUndo = lastAttempt.what === 'undo';
  return (
    <div>
      <dt>{t('overview.lastAttempt')}</dt>
      <dd>
        <Moment
          moment={new Date(lastAttempt.endedAt ?? lastAttempt.startedAt)}
          note={isUndo ? t('overview.attemptedUndo', { outcome }) : outcome}
        />
      </dd>
    </div>
  );
}

/** Such a sync is the last sync, which is shown by itself. */
const completed: ReadonlySet<Attempt['outcome']> = new Set(['ok', 'nothing', 'partly']);

function useOutcomeWords(): (attempt: Attempt) => string {
  const { t } = useTranslation();
  const problemWords = useProblemWords();
  return ({ outcome, problem }) =>
    problem
      ? t('overview.attemptFailed', { problem: problemWords(problem).title })
      : t(`overview.attempt.${outcome}`);
}
