/** Lists of the preview that ask for a word: items to take over, and items to adopt; one by one, or all at once. */
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlanItem } from '../../shared/contract/report.ts';
import { useFormats } from '../i18n/use-formats.ts';
import { ConfirmModal } from '../parts/confirm-modal.tsx';
import { readableNumber } from '../parts/phone-number.ts';
import { TwoLines } from '../parts/two-lines.tsx';
import { VirtualList } from '../parts/virtual-list.tsx';
import { PlanItemLine } from './plan-item-line.tsx';
import classes from './preview-lists.module.css';

interface ListShape {
  readonly label: string;
  readonly lineHeight: number;
  readonly maximumHeight: number;
  readonly disabled: boolean;
}

interface TakeoverListProps extends ListShape {
  readonly items: readonly PlanItem[];
  readonly onTakeOver: (jids: readonly string[]) => void;
}

export function TakeoverList({ items, disabled, onTakeOver, ...shape }: TakeoverListProps) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const all = { count: items.length, formatted: number(items.length) };
  return (
    <>
      <p className={classes['intro']}>{t('overview.takeoverIntro')}</p>
      <Button
        size="xs"
        w="fit-content"
        disabled={disabled}
        onClick={() => onTakeOver(items.map(({ jid }) => jid))}
      >
        {t('overview.takeOverAll', all)}
      </Button>
      <VirtualList {...shape} items={items}>
        {(item) => (
          <WithButton
            button={t('overview.takeOver')}
            name={t('overview.takeOverNamed', { name: item.was?.name || item.jid })}
            disabled={disabled}
            onPress={() => onTakeOver([item.jid])}
          >
            <PlanItemLine item={item} />
          </WithButton>
        )}
      </VirtualList>
    </>
  );
}

interface UnclaimedListProps extends ListShape {
  readonly jids: readonly string[];
  readonly onAdopt: (jids: readonly string[]) => void;
}

export function UnclaimedList({ jids, disabled, onAdopt, ...shape }: UnclaimedListProps) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const [asked, setAsked] = useState<readonly string[]>([]);
  const counted = (list: readonly string[]) => ({
    count: list.length,
    formatted: number(list.length),
  });
  return (
    <>
      <p className={classes['intro']}>{t('overview.unclaimedIntro')}</p>
      <Button
        size="xs"
        variant="default"
        w="fit-content"
        disabled={disabled}
        onClick={() => setAsked(jids)}
      >
        {t('overview.adoptAll', counted(jids))}
      </Button>
      <VirtualList {...shape} items={jids}>
        {(jid) => (
          <WithButton
            button={t('overview.adopt')}
            name={t('overview.adoptNamed', { name: jid })}
            disabled={disabled}
            onPress={() => setAsked([jid])}
          >
            <TwoLines first={readableNumber(jid.split('%')[0] ?? jid)} second={jid} />
          </WithButton>
        )}
      </VirtualList>
      <ConfirmModal
        opened={asked.length > 0}
        title={t('overview.adoptTitle', counted(asked))}
        text={t('overview.adoptText', counted(asked))}
        confirm={t('overview.adopt')}
        onClose={() => setAsked([])}
        onConfirm={() => {
          setAsked([]);
          onAdopt(asked);
        }}
      />
    </>
  );
}

interface WithButtonProps {
  readonly button: string;
  /** What a screen reader calls the button. */
  readonly name: string;
  readonly disabled: boolean;
  readonly onPress: () => void;
  readonly children: ReactNode;
}

function WithButton({ button, name, disabled, onPress, children }: WithButtonProps) {
  return (
    <div className={classes['withButton']}>
      <div className={classes['words']}>{children}</div>
      <Button
        size="compact-sm"
        variant="default"
        aria-label={name}
        disabled={disabled}
        onClick={onPress}
      >
        {button}
      </Button>
    </div>
  );
}
