/** One row of the table: name, number, the user's own number, state, and buttons. */
import { ActionIcon } from '@mantine/core';
import { type CSSProperties, memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactRow } from '../../shared/contract/contract.ts';
import { ChatIcon, CheckIcon, CopyIcon } from '../parts/icons.tsx';
import { readableNumber } from '../parts/phone-number.ts';
import { useReasonWords } from '../parts/reason-words.ts';
import { chatUri } from './chat-uri.ts';
import classes from './contacts-table.module.css';
import { StateBadge } from './state-badge.tsx';

interface ContactLineProps {
  readonly row: ContactRow;
  /** Place among the shown rows, from 0. */
  readonly index: number;
  /** Pixels from the top of the list. */
  readonly start: number;
  /** The one row that Tab reaches. */
  readonly active: boolean;
  readonly copied: boolean;
  readonly onActivate: (index: number) => void;
  readonly onCopy: (row: ContactRow) => void;
  /** Gives an item that has another name the one from the address book; absent while no sync can start. */
  readonly onTakeOver: ((row: ContactRow) => void) | undefined;
}

export const ContactLine = memo(function ContactLine(props: ContactLineProps) {
  const { row, index, start, active, copied, onActivate, onCopy, onTakeOver } = props;
  const { t } = useTranslation();
  const name = row.name || row.contact || row.number;
  const tabIndex = active ? 0 : -1;
  const place: CSSProperties = { transform: `translateY(${start}px)` };
  return (
    <tr
      aria-rowindex={index + 2}
      className={classes['row']}
      style={place}
      tabIndex={tabIndex}
      data-index={index}
      data-state={row.state}
      onFocus={() => onActivate(index)}
    >
      <NameCell row={row} name={name} tabIndex={tabIndex} onTakeOver={onTakeOver} />
      <td className={classes['number']}>
        <span>{readableNumber(row.number)}</span>
      </td>
      <td className={classes['type']}>{row.type}</td>
      <td className={classes['did']} title={readableNumber(row.did)}>
        {row.alias}
      </td>
      <td className={classes['state']}>
        <StateBadge state={row.state} />
      </td>
      <td className={classes['actions']}>
        {row.jid !== '' && (
          <>
            <ActionIcon
              variant="subtle"
              color="gray"
              tabIndex={tabIndex}
              aria-label={t('contacts.copyJid', { name })}
              title={t('contacts.copyJidShort')}
              onClick={() => onCopy(row)}
            >
              {copied ? <CheckIcon size={17} /> : <CopyIcon size={17} />}
            </ActionIcon>
            <ActionIcon
              component="a"
              href={chatUri(row.jid)}
              variant="subtle"
              color="gray"
              tabIndex={tabIndex}
              aria-label={t('contacts.openChat', { name })}
              title={t('contacts.openChatShort')}
            >
              <ChatIcon size={17} />
            </ActionIcon>
          </>
        )}
      </td>
    </tr>
  );
});

interface NameCellProps extends Pick<ContactLineProps, 'row' | 'onTakeOver'> {
  readonly name: string;
  readonly tabIndex: number;
}

/** The name as it will appear; below it the name it has now, why there is a problem, or the address. */
function NameCell({ row, name, tabIndex, onTakeOver }: NameCellProps) {
  const { t } = useTranslation();
  const reason = useReasonWords().row(row);
  const renamed = row.state === 'to-change' && row.currentName !== null;
  const now = row.currentName || t('common.noName');
  // A narrow window has no columns for these, and beside a reason no room for all of them.
  const more = reason === undefined && !renamed ? [row.type, row.alias] : [];
  const facts = [readableNumber(row.number), ...more].filter((fact) => fact !== '');
  return (
    <th scope="row" className={classes['name']} title={reason ? `${name}\n${reason}` : name}>
      <span className={classes['first']} dir="auto">
        {name}
      </span>
      <span className={classes['second']}>
        {row.asks && (
          <button
            type="button"
            className={classes['takeOver']}
            tabIndex={tabIndex}
            disabled={!onTakeOver}
            aria-label={t('contacts.takeOverNamed', { now, name })}
            onClick={() => onTakeOver?.(row)}
          >
            {t('contacts.takeOver')}
          </button>
        )}
        {row.asks ? (
          <span>{t('contacts.now', { name: now })}</span>
        ) : (
          <span className={classes['narrowOnly']}>{facts.join(' · ')}</span>
        )}
        {reason !== undefined && <span className={classes['reason']}>{reason}</span>}
        {renamed && <span>{t('common.was', { name: now })}</span>}
        {row.changedElsewhere && (
          <span className={classes['elsewhere']}>{t('common.changedElsewhere')}</span>
        )}
        {reason === undefined && !renamed && <span className={classes['wideOnly']}>{row.jid}</span>}
      </span>
    </th>
  );
}
