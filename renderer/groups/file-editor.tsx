/** Edits a groups file: groups and members come and go, every other line stays. Saved at once, or not at all. */
import { Button, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GroupsFileReport } from '../../shared/contract/groups-report.ts';
import {
  addGroup,
  type EditRefusal,
  editableGroups,
} from '../../shared/roster/shared-groups/edit.ts';
import {
  formatGroupsFile,
  type GroupsFile,
  parseGroupsFile,
} from '../../shared/roster/shared-groups/file.ts';
import { useCommand } from '../bridge/core-context.tsx';
import { LeaveQuestion } from '../forms/leave-question.tsx';
import { PlusIcon, UndoIcon } from '../parts/icons.tsx';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import textClasses from '../parts/text.module.css';
import { type Edit, EditedGroup } from './edited-group.tsx';
import classes from './file-editor.module.css';

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
  const [states, setStates] = useState<readonly GroupsFile[]>(() => [parseGroupsFile(report.text)]);
  const [saved, setSaved] = useState(false);
  const start = useRef<HTMLElement>(null);
  const file = states.at(-1) ?? parseGroupsFile(report.text);
  const isChanged = states.length > 1;

  // The button that opened it is gone.
  useEffect(() => start.current?.focus(), []);

  function show(next: readonly GroupsFile[]): void {
    setStates(next);
    setSaved(false);
    onChange(next.length > 1);
  }

  const edit: Edit = (make) => {
    const edited = make(file);
    if (edited.ok) show([...states, edited.file]);
    return edited.ok ? null : edited.reason;
  };

  async function save(): Promise<void> {
    const { path, stamp } = report;
    const answer = await run({ profile, path, text: formatGroupsFile(file), stamp });
    if (!answer.ok) return;
    show([parseGroupsFile(answer.value.text)]);
    setSaved(true);
    onSaved(answer.value);
  }

  return (
    <section ref={start} tabIndex={-1} className={classes['editor']} aria-label={report.path}>
      <p className={textClasses['quiet']}>{t('groups.file.editHelp')}</p>
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
          onClick={() => show(states.slice(0, -1))}
        >
          {t('groups.file.undo')}
        </Button>
        <Button variant="default" disabled={!isChanged} onClick={() => show(states.slice(0, 1))}>
          {t('groups.file.discard')}
        </Button>
        <p role="status" className={textClasses['quiet']}>
          {saved && t('groups.file.saved')}
        </p>
      </div>
      <LeaveQuestion dirty={isChanged} text={t('groups.file.leave')} />
    </section>
  );
}

function NewGroup({ edit }: { edit: Edit }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [refused, setRefused] = useState<EditRefusal | null>(null);
  return (
    <form
      className={classes['newGroup']}
      onSubmit={(event) => {
        event.preventDefault();
        const refusal = edit((file) => addGroup(file, name.trim(), false));
        setRefused(refusal);
        if (refusal === null) setName('');
      }}
    >
      <TextInput
        aria-label={t('groups.file.groupName')}
        placeholder={t('groups.file.groupName')}
        dir="auto"
        value={name}
        error={refused && t(`groups.file.refused.${refused}`)}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      <Button type="submit" variant="default" leftSection={<PlusIcon size={16} />}>
        {t('groups.file.addGroup')}
      </Button>
    </form>
  );
}
