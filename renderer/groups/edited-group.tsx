/** One group of a groups file in the editor: its name, whether it is public, and its members. */
import { ActionIcon, Checkbox, TextInput } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type EditRefusal,
  removeGroup,
  removeMember,
  renameGroup,
  renameMember,
  setPublic,
} from '../../shared/roster/shared-groups/edit.ts';
import { defaultGroup, type FileGroup } from '../../shared/roster/shared-groups/file.ts';
import { TrashIcon } from '../parts/icons.tsx';
import classes from './file-editor.module.css';
import { NewMember } from './new-member.tsx';
import type { Edit } from './use-file-edits.ts';

export function EditedGroup({ group, edit }: { group: FileGroup; edit: Edit }) {
  const { name, members } = group;
  return (
    <fieldset className={classes['group']}>
      <legend dir="auto">{name}</legend>
      {/* Entries before the first header have no header to change. */}
      {name !== defaultGroup && <HeaderRow group={group} edit={edit} />}
      {[...members].map(([jid, memberName]) => (
        <MemberRow key={jid} group={name} jid={jid} name={memberName} edit={edit} />
      ))}
      <NewMember group={name} edit={edit} />
    </fieldset>
  );
}

function HeaderRow({ group: { name, isPublic }, edit }: { group: FileGroup; edit: Edit }) {
  const { t } = useTranslation();
  const [refused, setRefused] = useState<EditRefusal | null>(null);

  function remove(button: HTMLElement): void {
    const after = button.closest('fieldset')?.nextElementSibling;
    edit((file) => removeGroup(file, name));
    // The next group takes its place and the focus; after the last one comes the form for a new group.
    if (after instanceof HTMLFormElement) after.querySelector('input')?.focus();
  }

  return (
    <div className={classes['row']}>
      <NameField
        label={t('groups.file.renameGroup', { group: name })}
        value={name}
        rename={(to) => edit((file) => renameGroup(file, name, to))}
      />
      <Checkbox
        className={classes['public']}
        label={t('groups.file.public')}
        checked={isPublic}
        error={refused && t(`groups.file.refused.${refused}`)}
        onChange={({ currentTarget: { checked } }) =>
          setRefused(edit((file) => setPublic(file, name, checked)))
        }
      />
      <RemoveButton label={t('groups.file.removeGroup', { group: name })} onRemove={remove} />
    </div>
  );
}

interface MemberRowProps {
  readonly group: string;
  readonly jid: string;
  readonly name: string;
  readonly edit: Edit;
}

function MemberRow({ group, jid, name, edit }: MemberRowProps) {
  const { t } = useTranslation();

  function remove(button: HTMLElement): void {
    const next = button.closest(`.${classes['row']}`)?.nextElementSibling;
    edit((file) => removeMember(file, group, jid));
    // The focus moves to the next member's button, or after the last one to the field for a new member.
    const following = next?.querySelector<HTMLElement>('button:not([type="submit"])');
    (following ?? next?.querySelector('input'))?.focus();
  }

  return (
    <div className={classes['row']}>
      <span className={classes['jid']}>{jid}</span>
      <NameField
        label={t('groups.file.renameMember', { jid, group })}
        placeholder={t('groups.nameFrom.jid')}
        value={name}
        rename={(to) => edit((file) => renameMember(file, group, { jid, name: to }))}
      />
      <RemoveButton label={t('groups.file.removeMember', { jid, group })} onRemove={remove} />
    </div>
  );
}

interface NameFieldProps {
  readonly label: string;
  readonly placeholder?: string;
  readonly value: string;
  readonly rename: (to: string) => EditRefusal | null;
}

/** Renames when it is left or Enter is pressed; Escape takes back what was typed. */
function NameField({ label, placeholder = '', value, rename }: NameFieldProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<string>();
  const [refused, setRefused] = useState<EditRefusal | null>(null);

  function commit(): void {
    const to = draft?.trim() ?? value;
    const refusal = to === value ? null : rename(to);
    setRefused(refusal);
    if (refusal === null) setDraft(undefined);
  }

  function takeBack(): void {
    setDraft(undefined);
    setRefused(null);
  }

  return (
    <TextInput
      aria-label={label}
      placeholder={placeholder}
      dir="auto"
      value={draft ?? value}
      error={refused && t(`groups.file.refused.${refused}`)}
      onChange={({ currentTarget }) => setDraft(currentTarget.value)}
      onBlur={commit}
      onKeyDown={({ key }: KeyboardEvent) => {
        if (key === 'Enter') commit();
        if (key === 'Escape') takeBack();
      }}
    />
  );
}

interface RemoveButtonProps {
  readonly label: string;
  /** @param button where the focus is */
  readonly onRemove: (button: HTMLElement) => void;
}

function RemoveButton({ label, onRemove }: RemoveButtonProps) {
  return (
    <ActionIcon
      variant="default"
      size={36}
      aria-label={label}
      title={label}
      onClick={({ currentTarget }) => onRemove(currentTarget)}
    >
      <TrashIcon size={16} />
    </ActionIcon>
  );
}
