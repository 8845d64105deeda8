/** The row of the editor that adds a member to a group. */
import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { addMember } from '../../shared/roster/shared-groups/edit.ts';
import { PlusIcon } from '../parts/icons.tsx';
import classes from './file-editor.module.css';
import type { Edit } from './use-file-edits.ts';

export function NewMember({ group, edit }: { group: string; edit: Edit }) {
  const { t } = useTranslation();
  const form = useForm({ initialValues: { jid: '', name: '' } });

  function add(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const { jid, name } = form.getValues();
    const member = { jid: jid.trim(), name: name.trim() };
    const refusal = edit((file) => addMember(file, group, member));
    if (refusal === null) {
      form.reset();
      event.currentTarget.querySelector('input')?.focus();
    } else {
      const field = refusal === 'invalid-name' ? 'name' : 'jid';
      form.setErrors({ [field]: t(`groups.file.refused.${refusal}`) });
    }
  }

  return (
    <form className={`${classes['row']} ${classes['newMember']}`} onSubmit={add}>
      <TextInput
        aria-label={t('groups.file.memberJid', { group })}
        placeholder="jane@example.com"
        spellCheck={false}
        autoComplete="off"
        {...form.getInputProps('jid')}
      />
      <TextInput
        aria-label={t('groups.file.memberName', { group })}
        placeholder="Jane"
        dir="auto"
        {...form.getInputProps('name')}
      />
      <Button type="submit" variant="default" leftSection={<PlusIcon size={16} />}>
        {t('groups.file.addMember')}
      </Button>
    </form>
  );
}
