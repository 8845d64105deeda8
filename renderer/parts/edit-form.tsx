/** A card's form: saves what was edited, leads to what is wrong, and asks before anything is lost. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandInput, CommandName } from '../../shared/contract/contract.ts';
import type { Command } from '../bridge/core-context.tsx';
import { useAnnounce } from '../frame/announcer.tsx';
import classes from './edit-form.module.css';
import { focusFirstInvalid } from './focus-first-invalid.ts';
import { LeaveQuestion } from './leave-question.tsx';
import { ProblemAlert } from './problem-alert.tsx';
import { SaveRow } from './save-row.tsx';
import { type EditedFields, useEdited } from './use-edited.ts';

/** What the fields make: what is to be sent, or what is wrong with which. */
export type FormReading<Input, Wrong> =
  | { readonly ok: true; readonly input: Input }
  | { readonly ok: false; readonly wrong: Wrong };

interface EditFormProps<Fields extends object, Name extends CommandName, Wrong> {
  /** The fields of the settings as they stand. */
  readonly saved: Fields;
  /** Saves. */
  readonly command: Command<Name>;
  readonly read: (fields: Fields) => FormReading<CommandInput<Name>, Wrong>;
  readonly nothingWrong: Wrong;
  /** What is shown once that was saved: without secrets. */
  readonly settled: (fields: Fields) => Fields;
  /** What would be lost by leaving now. */
  readonly leaveText: string;
  readonly onSaved?: () => void;
  readonly children: (
    form: Pick<EditedFields<Fields>, 'fields' | 'edit'> & { readonly wrong: Wrong },
  ) => ReactNode;
}

export function EditForm<Fields extends object, Name extends CommandName, Wrong>(
  props: EditFormProps<Fields, Name, Wrong>,
) {
  const { t } = useTranslation();
  const announce = useAnnounce();
  const { run, running, problem } = props.command;
  const { fields, dirty, settled, edit, settle, discard } = useEdited(props.saved);
  const [wrong, setWrong] = useState(props.nothingWrong);

  async function save(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (running) return;
    const form = event.currentTarget;
    const reading = props.read(fields);
    setWrong(() => (reading.ok ? props.nothingWrong : reading.wrong));
    if (!reading.ok) {
      focusFirstInvalid(form);
      return;
    }
    const answer = await run(reading.input);
    if (!answer.ok) return;
    settle(props.settled(fields));
    announce(t('settings.saved'));
    props.onSaved?.();
  }

  return (
    <form className={classes['form']} noValidate onSubmit={save}>
      {props.children({ fields, edit, wrong })}
      {problem && <ProblemAlert problem={problem} urgent />}
      <SaveRow
        dirty={dirty}
        saved={settled}
        running={running}
        onDiscard={() => {
          discard();
          setWrong(() => props.nothingWrong);
        }}
      />
      <LeaveQuestion dirty={dirty} text={props.leaveText} />
    </form>
  );
}
