/** A list of words to type or to choose: those that occur in the address book are offered first. */
import { type ComboboxData, TagsInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface WordsInputProps {
  readonly label: string;
  readonly description: string;
  readonly value: readonly string[];
  readonly onChange: (words: string[]) => void;
  /** Words of the address book. */
  readonly inUse: readonly string[];
  /** Words to offer besides. */
  readonly usual?: readonly string[];
  readonly error?: ReactNode;
  readonly 'data-path': string;
}

/** Enough to look through; typing finds the others. */
const shownAtMost = 60;

export function WordsInput({ value, onChange, inUse, usual = [], ...field }: WordsInputProps) {
  const { t } = useTranslation();
  const offered = new Set(inUse.map((word) => word.toLowerCase()));
  const others = usual.filter((word) => !offered.has(word));
  const data: ComboboxData = [
    { group: t('settings.wordsInUse'), items: [...inUse] },
    { group: t('settings.wordsUsual'), items: others },
  ].filter(({ items }) => items.length > 0);
  return (
    <TagsInput
      {...field}
      data={data}
      limit={shownAtMost}
      placeholder={value.length === 0 ? t('settings.wordsPlaceholder') : ''}
      value={[...value]}
      onChange={(words) => onChange(words.map((word) => word.trim()).filter((word) => word !== ''))}
    />
  );
}
