/** What a test of an account or an address book found: still looking, it works, or what is wrong. */
import { Loader } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Problem } from '../../shared/errors.ts';
import { CircleCheckIcon } from '../parts/icons.tsx';
import { Panel } from '../parts/panel.tsx';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import classes from './profile-editor.module.css';

interface TestResultProps {
  /** What is being done, while it is. */
  readonly running: string | false;
  readonly problem: Problem | undefined;
  readonly done: string | false;
  /** What else was found. */
  readonly children?: ReactNode;
}

export function TestResult({ running, problem, done, children }: TestResultProps) {
  return (
    <div className={classes['testResult']} aria-live="polite">
      {running !== false && (
        <Panel tone="busy" icon={<Loader size={16} color="currentColor" />} title={running} />
      )}
      {problem && <ProblemAlert problem={problem} tested />}
      {done !== false && running === false && (
        <Panel tone="good" icon={<CircleCheckIcon />} title={done}>
          {children}
        </Panel>
      )}
    </div>
  );
}
