/** The editor of a groups file: adds, renames and removes groups and members, and keeps every other line. */
import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GroupsFileReport } from '../../shared/contract/groups-report.ts';
import { addGroup, editableGroups } from '../../shared/roster/shared-groups/edit.ts';
import { formatGroupsFile } from '../../shared/roster/shared-groups/file.ts';
import { useCommand } from '../bridge/core-context.tsx';
import { LeaveQuestion } from '../forms/leave-question.tsx';
import { PlusIcon, UndoIcon } from '../parts/icons.tsx';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import textClasses from '../parts/text.module.css';
import { EditedGroup } from './edited-group.tsx';
import classes from './file-editor.module.css';
import { type Edit, useFileEdits } from './use-file-edits.ts';

interface FileEditorProps {
  readonly profile: string;
  /** The file as it was read, or saved the last time. */
  readonly report: GroupsFileReport;
  readonly onSaved: (report: GroupsFileReport) => void;
  /** Told whether there is something to lose. */
  readonly onChange: (isChanged: boolean) => void;
}

export function FileEditor({ profile, report, onSaved, onChange }: FileEditorProps) {
  const { t } = useTranslation();
  const { run, running, problem } = useCommand('saveGroupsFile');
  const { file, isChanged, edit, undo, discard, restart } = useFileEdits(report.text, (changed) => {
    setSaved(false);
    onChange(changed);
  });
  const [saved, setSaved] = useState(false);
  const start = useRef<HTMLElement>(null);

  // The button that opened it is gone.
  useEffect(() => start.current?.focus(), []);

  async function save(): Promise<void> {
    const { path, stamp } = report;
    const answer = await run({ profile, path, text: formatGroupsFile(file), stamp });
    if (!answer.ok) return;
    restart(answer.value.text);
    setSaved(true);
    onSaved(answer.value);
  }

  return (
    <section ref={start} tabIndex={-1} className={classes['editor']} aria-label={report.path}>
      <p className={textClasses['secondary']}>{t('groups.file.editHelp')}</p>
      {editableGroups(file).map((group, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a renamed group stays where it is, and keeps the focus
        <EditedGroup key={index} group={group} edit={edit} />
      ))}
      <NewGroup edit={edit} />
      {problem && <ProblemAlert problem={problem} urgent />}
      <div className={classes['actions']}>
        <Button disabled={!isChanged} loading={running} onClick={save}>
          {t('groups.file.save')}
        </Button>
        <Button
          variant="default"
          leftSection={<UndoIcon size={16} />}
          disabled={!isChanged}
          onClick={undo}
        >
          {t('groups.file.undo')}
        </Button>
        <Button variant="default" disabled={!isChanged} onClick={discard}>
          {t('groups.file.discard')}
        </Button>
        <p role="status" className={textClasses['secondary']}>
          {saved && t('groups.file.saved')}
        </p>
      </div>
      <LeaveQuestion dirty={isChanged} text={t('groups.file.leave')} />
    </section>
  );
}

function NewGroup({ edit }: { edit: Edit }) {
  const { t } = useTranslation();
  const form = useForm({ initialValues: { name: '' } });

  function add({ name }: { name: string }): void {
    const refusal = edit((file) => addGroup(file, name.trim(), false));
    if (refusal === null) form.reset();
    else form.setErrors({ name: t(`groups.file.refused.${refusal}`) });
  }

  return (
    <form className={classes['newGroup']} onSubmit={form.onSubmit(add)}>
      <TextInput
        aria-label={t('groups.file.groupName')}
        placeholder={t('groups.file.groupName')}
        dir="auto"
        {...form.getInputProps('name')}
      />
      <Button type="submit" variant="default" leftSection={<PlusIcon size={16} />}>
        {t('groups.file.addGroup')}
      </Button>
    </form>
  );
}
