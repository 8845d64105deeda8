/** The user's own numbers: rows to add, remove and order, each with its filters, and the gateway's domain. */
import { ActionIcon, Button, TextInput } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { field } from '../forms/fields.ts';
import { Card } from '../parts/card.tsx';
import { DownIcon, PlusIcon, TrashIcon, UpIcon } from '../parts/icons.tsx';
import type { FoundBook } from './book-list.ts';
import { DidFilters } from './did-filters.tsx';
import { didFromTyping, isUnusualDid } from './did-number.ts';
import { didRow } from './did-row.ts';
import classes from './dids-section.module.css';
import type { ProfileFormApi } from './profile-form.ts';
import type { WordsInUse } from './words-in-use.ts';

interface DidsSectionProps {
  readonly form: ProfileFormApi;
  readonly inUse: WordsInUse;
  /** The address books that a test found. */
  readonly found: readonly FoundBook[] | undefined;
}

export function DidsSection({ form, inUse, found }: DidsSectionProps) {
  const { t } = useTranslation();
  const errorId = useId();
  const { dids, xmpp } = form.values;
  const problem = form.errors['dids'];
  return (
    <Card title={t('settings.section.dids')} help={t('settings.section.didsHelp')}>
      <ol className={classes['list']}>
        {dids.map((did, index) => (
          <Did key={did.key} form={form} index={index} inUse={inUse} found={found} />
        ))}
      </ol>
      {problem && (
        <p id={errorId} className={classes['problem']} role="alert">
          {problem}
        </p>
      )}
      <Button
        variant="default"
        w="fit-content"
        leftSection={<PlusIcon size={16} />}
        data-path="dids"
        aria-describedby={problem ? errorId : undefined}
        onClick={() => {
          form.insertListItem('dids', didRow());
          form.clearFieldError('dids');
        }}
      >
        {t('settings.addDid')}
      </Button>
      <TextInput
        label={t('settings.domain')}
        description={t('settings.domainHelp')}
        placeholder={xmpp.jid.split('@')[1] ?? t('settings.optional')}
        maw={420}
        spellCheck={false}
        {...field(form, 'domain')}
      />
    </Card>
  );
}

function Did({ form, index, inUse, found }: DidsSectionProps & { readonly index: number }) {
  const { t } = useTranslation();
  const position = index + 1;
  const { dids, defaultCountry } = form.values;
  const number = dids[index]?.number ?? '';
  const numberPath = `dids.${index}.number`;
  const move = (to: number) => form.reorderListItem('dids', { from: index, to });
  return (
    <li className={classes['did']}>
      <TextInput
        label={t('settings.didNumber')}
        aria-label={t('settings.didNumberNth', { position })}
        placeholder="+16135550100"
        inputMode="tel"
        autoComplete="off"
        description={isUnusualDid(number) ? t('settings.didUnusual') : undefined}
        {...form.getInputProps(numberPath)}
        onBlur={() => {
          form.setFieldValue(`dids.${index}.number`, didFromTyping(number, defaultCountry));
        }}
      />
      <TextInput
        label={t('settings.didAlias')}
        aria-label={t('settings.didAliasNth', { position })}
        placeholder={t('settings.sampleAlias')}
        autoComplete="off"
        {...form.getInputProps(`dids.${index}.alias`)}
      />
      <div className={classes['buttons']}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={34}
          disabled={index === 0}
          aria-label={t('settings.moveUp', { position })}
          onClick={() => move(index - 1)}
        >
          <UpIcon size={16} />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={34}
          disabled={index === dids.length - 1}
          aria-label={t('settings.moveDown', { position })}
          onClick={() => move(index + 1)}
        >
          <DownIcon size={16} />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={34}
          aria-label={t('settings.removeDid', { position })}
          onClick={() => form.removeListItem('dids', index)}
        >
          <TrashIcon size={17} />
        </ActionIcon>
      </div>
      <DidFilters form={form} index={index} inUse={inUse} found={found} />
    </li>
  );
}
