/** Why a number was skipped, an item failed or a contact is in conflict, in the window's language. */
import { useTranslation } from 'react-i18next';
import type { SkipReason } from '../../shared/contact/contact.ts';
import type { ContactRow } from '../../shared/contract/contract.ts';
import type { Conflict } from '../../shared/roster/conflict.ts';
import { contacts } from '../i18n/en/contacts.ts';

type Condition = Exclude<keyof typeof contacts.condition, 'other'>;

export interface ReasonWords {
  skip(reason: SkipReason): string;
  conflict(reason: Conflict['reason']): string;
  /** @param condition the stanza error's defined condition, or `timeout`, `disconnected` */
  condition(condition: string): string;
  /** The reason of a row, or `undefined` where it has none. */
  row(row: Pick<ContactRow, 'state' | 'reason'>): string | undefined;
}

export function useReasonWords(): ReasonWords {
  const { t } = useTranslation();
  const words: ReasonWords = {
    skip: (reason) => t(`contacts.skip.${reason}`),
    conflict: (reason) => t(`contacts.conflict.${reason}`),
    condition: (condition) =>
      isCondition(condition)
        ? t(`contacts.condition.${condition}`)
        : t('contacts.condition.other', { condition }),
    row({ state, reason }) {
      if (reason === null) return undefined;
      if (state === 'skipped' && isSkipReason(reason)) return words.skip(reason);
      if (state === 'conflict' && isConflictReason(reason)) return words.conflict(reason);
      return words.condition(reason);
    },
  };
  return words;
}

function isCondition(condition: string): condition is Condition {
  return condition !== 'other' && Object.hasOwn(contacts.condition, condition);
}

function isSkipReason(reason: string): reason is SkipReason {
  return Object.hasOwn(contacts.skip, reason);
}

function isConflictReason(reason: string): reason is Conflict['reason'] {
  return Object.hasOwn(contacts.conflict, reason);
}
