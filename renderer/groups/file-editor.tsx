/** Edits a groups file: groups and members come and go, every other line stays. Saved at once, or not at all. */
import { ActionIcon, Button, Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GroupsFileReport } from '../../shared/ipc/groups-report.ts';
import {
  addGroup,
  addMember,
  type Edited,
  type EditRefusal,
  removeGroup,
  removeMember,
  renameGroup,
  renameMember,
  setPublic,
} from '../../shared/roster/shared-groups/edit.ts';
import {
  defaultGroup,
  type FileGroup,
  formatGroupsFile,
  type GroupsFile,
  groupsOf,
  parseGroupsFile,
} from '../../shared/roster/shared-groups/file.ts';
import { useCommand } from '../bridge/core-context.tsx';
import { PlusIcon, TrashIcon, UndoIcon } from '../parts/icons.tsx';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import classes from './groups.module.css';

interface FileEditorProps {
  readonly profile: string;
  /** The file as it was read, or saved the last time. */
  readonly report: GroupsFileReport;
  readonly onSaved: (report: GroupsFileReport) => void;
}

/** Makes an edit, or says why it cannot be made. */
type Edit = (edit: (file: GroupsFile) => Edited) => boolean;

export function FileEditor({ profile, report, onSaved }: FileEditorProps) {
  const { t } = useTranslation();
  const { run, running, problem } = useCommand('saveGroupsFile');
  const [states, setStates] = useState<readonly GroupsFile[]>(() => [parseGroupsFile(report.text)]);
  const [refused, setRefused] = useState<EditRefusal>();
  const file = states.at(-1) ?? parseGroupsFile(report.text);

  const edit: Edit = (make) => {
    const edited = make(file);
    setRefused(edited.ok ? undefined : edited.reason);
    if (edited.ok) setStates([...states, edited.file]);
    return edited.ok;
  };

  async function save(): Promise<void> {
    const { path, stamp } = report;
    const answer = await run({ profile, path, text: formatGroupsFile(file), stamp });
    if (answer.ok) onSaved(answer.value);
  }

  const isChanged = states.length > 1;
  return (
    <>
      <p className={classes['quiet']}>{t('groups.file.editHelp')}</p>
      {groupsOf(file).map((group) => (
        <EditedGroup key={group.name} group={group} edit={edit} />
      ))}
      <NewGroup edit={edit} />
      {refused && (
        <p role="alert" className={classes['quiet']}>
          {t(`groups.file.refused.${refused}`)}
        </p>
      )}
      {problem && <ProblemAlert problem={problem} urgent />}
      <div className={classes['actions']}>
        <Button disabled={!isChanged} loading={running} onClick={save}>
          {t('groups.file.save')}
        </Button>
        <Button
          variant="default"
          leftSection={<UndoIcon size={16} />}
          disabled={!isChanged}
          onClick={() => setStates(states.slice(0, -1))}
        >
          {t('groups.file.undo')}
        </Button>
        <Button
          variant="default"
          disabled={!isChanged}
          onClick={() => setStates(states.slice(0, 1))}
        >
          {t('groups.file.discard')}
        </Button>
      </div>
    </>
  );
}

function EditedGroup({ group, edit }: { group: FileGroup; edit: Edit }) {
  const { t } = useTranslation();
  const { name, isPublic, members } = group;
  // Entries before any header have none to change.
  const isDefault = name === defaultGroup;
  return (
    <fieldset className={classes['editedGroup']}>
      <legend dir="auto">{name}</legend>
      {!isDefault && (
        <div className={classes['editedRow']}>
          <TextInput
            key={name}
            aria-label={t('groups.file.renameGroup', { group: name })}
            defaultValue={name}
            onBlur={({ currentTarget: { value } }) => {
              if (value !== name) edit((file) => renameGroup(file, name, value.trim()));
            }}
          />
          <Checkbox
            label={t('groups.file.public')}
            checked={isPublic}
            onChange={({ currentTarget: { checked } }) =>
              edit((file) => setPublic(file, name, checked))
            }
          />
          <RemoveButton
            label={t('groups.file.removeGroup', { group: name })}
            onClick={() => edit((file) => removeGroup(file, name))}
          />
        </div>
      )}
      {[...members].map(([jid, memberName]) => (
        <div key={jid} className={classes['editedRow']}>
          <span>{jid}</span>
          <TextInput
            key={memberName}
            aria-label={t('groups.file.renameMember', { jid, group: name })}
            defaultValue={memberName}
            onBlur={({ currentTarget: { value } }) => {
              if (value.trim() === memberName) return;
              edit((file) => renameMember(file, name, { jid, name: value.trim() }));
            }}
          />
          <RemoveButton
            label={t('groups.file.removeMember', { jid, group: name })}
            onClick={() => edit((file) => removeMember(file, name, jid))}
          />
        </div>
      ))}
      <NewMember group={name} edit={edit} />
    </fieldset>
  );
}

function NewMember({ group, edit }: { group: string; edit: Edit }) {
  const { t } = useTranslation();
  const [jid, setJid] = useState('');
  const [name, setName] = useState('');

  function add(): void {
    if (!edit((file) => addMember(file, group, { jid: jid.trim(), name: name.trim() }))) return;
    setJid('');
    setName('');
  }

  return (
    <form
      className={classes['editedRow']}
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <TextInput
        aria-label={t('groups.file.memberJid', { group })}
        placeholder="jane@example.com"
        spellCheck={false}
        value={jid}
        onChange={({ currentTarget }) => setJid(currentTarget.value)}
      />
      <TextInput
        aria-label={t('groups.file.memberName', { group })}
        placeholder="Jane"
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      <Button type="submit" variant="default" leftSection={<PlusIcon size={16} />}>
        {t('groups.file.addMember')}
      </Button>
    </form>
  );
}

function NewGroup({ edit }: { edit: Edit }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  return (
    <form
      className={classes['editedRow']}
      onSubmit={(event) => {
        event.preventDefault();
        if (edit((file) => addGroup(file, name.trim(), false))) setName('');
      }}
    >
      <TextInput
        aria-label={t('groups.file.groupName')}
        placeholder={t('groups.file.groupName')}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      <Button type="submit" variant="default" leftSection={<PlusIcon size={16} />}>
        {t('groups.file.addGroup')}
      </Button>
    </form>
  );
}

function RemoveButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <ActionIcon variant="default" size={36} aria-label={label} title={label} onClick={onClick}>
      <TrashIcon size={16} />
    </ActionIcon>
  );
}
