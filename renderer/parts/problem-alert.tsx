/** A problem as a panel: what happened, what it means, what to do, and a way to do it. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { needsUser, type Problem } from '../../shared/errors.ts';
import { StopIcon, WarningIcon } from './icons.tsx';
import classes from './panel.module.css';
import { Panel } from './panel.tsx';
import { useProblemWords } from './problem-words.ts';

interface ProblemAlertProps {
  readonly problem: Problem;
  /** Buttons below the words. */
  readonly children?: ReactNode;
  /** It is the answer to a test: nothing tries again by itself. */
  readonly tested?: boolean;
  /** Says it at once to a screen reader; for what answers something the user just did. */
  readonly urgent?: boolean;
}

export function ProblemAlert({
  problem,
  children,
  tested = false,
  urgent = false,
}: ProblemAlertProps) {
  const { t } = useTranslation();
  const { title, meaning, action, detail } = useProblemWords()(problem);
  const passing = !needsUser(problem);
  return (
    <Panel
      tone={passing ? 'warn' : 'bad'}
      icon={passing ? <WarningIcon /> : <StopIcon />}
      title={title}
      role={urgent ? 'alert' : 'group'}
      actions={children}
    >
      <p>
        {meaning} {tested && passing ? t('problems.testAgain') : action}
      </p>
      {detail !== undefined && <p className={classes['detail']}>{detail}</p>}
    </Panel>
  );
}
