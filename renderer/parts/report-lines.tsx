/** Lines of a sync's report: a skipped number, a failed item, a conflict. */
import { useTranslation } from 'react-i18next';
import type { SkippedNumber } from '../../shared/contact/contact.ts';
import type { FailedItem } from '../../shared/contract/report.ts';
import type { Conflict } from '../../shared/roster/conflict.ts';
import { useFormats } from '../i18n/use-formats.ts';
import { useReasonWords } from './reason-words.ts';
import { TwoLines } from './two-lines.tsx';

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
