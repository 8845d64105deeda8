/** A problem as a panel: what happened, what it means, what to do, and a way to do it. */
import type { ReactNode } from 'react';
import type { Problem } from '../../shared/errors.ts';
import { isPassing } from '../../shared/ipc/state.ts';
import { StopIcon, WarningIcon } from './icons.tsx';
import classes from './panel.module.css';
import { Panel } from './panel.tsx';
import { useProblemWords } from './problem-words.ts';

interface ProblemAlertProps {
  readonly problem: Problem;
  /** Buttons below the words. */
  readonly children?: ReactNode;
  /** Says it at once to a screen reader; for what answers something the user just did. */
  readonly urgent?: boolean;
}

export function ProblemAlert({ problem, children, urgent = false }: ProblemAlertProps) {
  const { title, meaning, action, detail } = useProblemWords()(problem);
  const passing = isPassing(problem.code);
  return (
    <Panel
      tone={passing ? 'warn' : 'bad'}
      icon={passing ? <WarningIcon /> : <StopIcon />}
      title={title}
      role={urgent ? 'alert' : 'group'}
      actions={children}
    >
      <p>
        {meaning} {action}
      </p>
      {detail !== undefined && <p className={classes['detail']}>{detail}</p>}
    </Panel>
  );
}
