/** Lines of a sync's report: a skipped number, a failed item, a conflict, what could not be read. */
import { useTranslation } from 'react-i18next';
import type { SkippedNumber } from '../../shared/contact/contact.ts';
import type { FailedItem } from '../../shared/contract/report.ts';
import type { Unread } from '../../shared/contract/unread.ts';
import type { Conflict } from '../../shared/roster/conflict.ts';
import { lastPathPart } from '../../shared/settings/book-address.ts';
import { useFormats } from '../i18n/use-formats.ts';
import { useReasonWords } from './reason-words.ts';
import { Detail, TwoLines } from './two-lines.tsx';

export function SkippedLine({ skipped }: { skipped: SkippedNumber }) {
  const { skip } = useReasonWords();
  return (
    <TwoLines
      first={skipped.card}
      second={[skipped.raw, skip(skipped.reason)].filter((part) => part !== '').join(' · ')}
    />
  );
}

export function FailedLine({ failed }: { failed: FailedItem }) {
  const { condition } = useReasonWords();
  const words = condition(failed.condition);
  return (
    <TwoLines
      first={failed.jid}
      second={failed.text === '' ? words : `${words} · ${failed.text}`}
    />
  );
}

export function ConflictLine({ conflict: { name, reason, others } }: { conflict: Conflict }) {
  const { t } = useTranslation();
  const { list } = useFormats();
  const { conflict } = useReasonWords();
  const unused = others.length > 0 && t('overview.conflictOthers', { names: list(others) });
  return (
    <TwoLines first={name} second={unused ? `${conflict(reason)} · ${unused}` : conflict(reason)} />
  );
}

/** Three lines: which card or book, why, and what that means. */
export function UnreadLine({ unread }: { unread: Unread }) {
  const { book, name, card, contact, reason, isKnown } = unread;
  const { t } = useTranslation();
  const why = t(`unread.reason.${reason}`);
  return (
    <>
      <TwoLines
        first={
          <span title={card ?? book}>
            {card === undefined ? name : (contact ?? lastPathPart(card)) || card}
          </span>
        }
        second={card === undefined ? why : t('unread.inBook', { reason: why, book: name })}
      />
      <Detail>{t(isKnown ? 'unread.known' : 'unread.unknown')}</Detail>
    </>
  );
}
