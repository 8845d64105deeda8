/** One item of a plan: its name, before and after where it changes, and its address and groups. */
import { useTranslation } from 'react-i18next';
import type { PlanItem } from '../../shared/contract/report.ts';
import { useFormats } from '../i18n/use-formats.ts';
import { BeforeAfter } from '../parts/before-after.tsx';
import { TwoLines } from '../parts/two-lines.tsx';

export function PlanItemLine({ item }: { item: PlanItem }) {
  const { t } = useTranslation();
  const groupWords = useGroupWords();
  const renamed = item.was !== undefined && item.action === 'update' && item.was.name !== item.name;
  const notes = [
    item.jid,
    groupWords(item),
    item.takeover && !item.asks ? t('overview.takeover') : '',
    item.changedElsewhere ? t('common.changedElsewhere') : '',
  ];
  return (
    <TwoLines
      first={
        renamed && item.was ? (
          <BeforeAfter before={item.was.name} after={item.name} />
        ) : (
          item.name || item.jid
        )
      }
      second={notes.filter((note) => note !== '').join(' · ')}
    />
  );
}

/** The groups, before and after where they change. */
function useGroupWords(): (item: PlanItem) => string {
  const { t } = useTranslation();
  const { list } = useFormats();
  const words = (groups: readonly string[]) =>
    groups.length > 0 ? list(groups) : t('overview.noGroup');
  return ({ action, groups, was }) => {
    if (action === 'remove') return '';
    if (action === 'update' && was && words(was.groups) !== words(groups)) {
      return t('overview.groupsChange', { before: words(was.groups), after: words(groups) });
    }
    return action === 'add' ? t('overview.groups', { groups: words(groups) }) : '';
  };
}
