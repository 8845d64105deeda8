/** The form element around some settings: saves, says why that failed, and asks before edits are lost. */
import type { ReactNode } from 'react';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import { LeaveQuestion } from './leave-question.tsx';
import { SaveBar } from './save-bar.tsx';
import { SaveRow } from './save-row.tsx';
import classes from './settings-form.module.css';
import type { SettingsFormApi } from './use-settings-form.ts';

interface SettingsFormProps<Values> {
  readonly edited: SettingsFormApi<Values>;
  /** What would be lost by leaving now. */
  readonly leaveText: string;
  /** The form is the whole page; otherwise it is within a card. */
  readonly page?: boolean;
  readonly children: ReactNode;
}

export function SettingsForm<Values>(props: SettingsFormProps<Values>) {
  const { edited, leaveText, page = false, children } = props;
  const { submit, problem, dirty } = edited;
  return (
    <form className={classes[page ? 'page' : 'card']} noValidate onSubmit={submit}>
      {children}
      {problem && <ProblemAlert problem={problem} urgent />}
      {page ? <SaveBar edited={edited} /> : <SaveRow edited={edited} />}
      <LeaveQuestion dirty={dirty} text={leaveText} />
    </form>
  );
}
