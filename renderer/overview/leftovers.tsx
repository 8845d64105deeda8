/** What the last sync left out, folded away: skipped numbers, failed items, conflicts, each with its reason. */
import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncReport } from '../../shared/contract/report.ts';
import { type Route, routeHref } from '../frame/route.ts';
import { useFormats } from '../i18n/use-formats.ts';
import { ChevronIcon } from '../parts/icons.tsx';
import { ConflictLine, FailedLine, SkippedLine } from '../parts/report-lines.tsx';
import { VirtualList } from '../parts/virtual-list.tsx';
import classes from './leftovers.module.css';

export function Leftovers({ profile, report }: { profile: string; report: SyncReport }) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const { skipped, failed, conflicts } = report;
  const titleOf = (list: readonly unknown[]) => ({
    count: list.length,
    formatted: number(list.length),
  });
  return (
    <div className={classes['leftovers']}>
      <Leftover
        title={t('overview.failedTitle', titleOf(failed))}
        help={t('overview.failedHelp')}
        more={{ page: 'contacts', profile, state: 'failed' }}
        items={failed}
      >
        {(item) => <FailedLine failed={item} />}
      </Leftover>
      <Leftover
        title={t('overview.skippedTitle', titleOf(skipped))}
        help={t('overview.skippedHelp')}
        more={{ page: 'contacts', profile, state: 'skipped' }}
        items={skipped}
      >
        {(item) => <SkippedLine skipped={item} />}
      </Leftover>
      <Leftover
        title={t('overview.conflictsTitle', titleOf(conflicts))}
        more={{ page: 'contacts', profile, state: 'conflict' }}
        items={conflicts}
      >
        {(item) => <ConflictLine conflict={item} />}
      </Leftover>
    </div>
  );
}

interface LeftoverProps<Item> {
  readonly title: string;
  readonly help?: string;
  readonly more: Route;
  readonly items: readonly Item[];
  readonly children: (item: Item) => ReactNode;
}

function Leftover<Item>({ title, help, more, items, children }: LeftoverProps<Item>) {
  const { t } = useTranslation();
  if (items.length === 0) return null;
  return (
    <details className={classes['leftover']}>
      <summary>
        <ChevronIcon size={16} />
        {title}
      </summary>
      <div className={classes['body']}>
        <p className={classes['help']}>
          {help !== undefined && `${help} `}
          <Anchor href={routeHref(more)} underline="always" inherit>
            {t('common.showAllInContacts')}
          </Anchor>
        </p>
        <VirtualList label={title} items={items} lineHeight={50} maximumHeight={250}>
          {children}
        </VirtualList>
      </div>
    </details>
  );
}
