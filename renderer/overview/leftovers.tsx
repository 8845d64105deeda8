/** What the last sync left out, folded away: skipped numbers, failed and withheld items, conflicts, books. */
import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncReport } from '../../shared/contract/report.ts';
import type { ProfileState } from '../../shared/contract/state.ts';
import { type Route, routeHref } from '../frame/route.ts';
import { useFormats } from '../i18n/use-formats.ts';
import { ChevronIcon } from '../parts/icons.tsx';
import { ConflictLine, FailedLine, SkippedLine } from '../parts/report-lines.tsx';
import { TwoLines } from '../parts/two-lines.tsx';
import { VirtualList } from '../parts/virtual-list.tsx';
import classes from './leftovers.module.css';
import { useItemNames } from './use-item-names.ts';

interface LeftoversProps {
  readonly profile: ProfileState;
  readonly report: SyncReport;
}

export function Leftovers({ profile: state, report }: LeftoversProps) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const { id: profile } = state;
  const { skipped, failed, conflicts, withheld, leftOut } = report;
  const names = useItemNames(withheld.length > 0 ? state : undefined);
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
        title={t('unread.withheldTitle', titleOf(withheld))}
        help={t('unread.withheldHelp')}
        more={{ page: 'contacts', profile, state: 'to-remove' }}
        items={withheld}
      >
        {(jid) => <TwoLines first={names.get(jid) ?? jid} second={names.has(jid) ? jid : ''} />}
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
      <Leftover
        title={t('unread.leftOutTitle', titleOf(leftOut))}
        help={t('unread.leftOutHelp')}
        more={{ page: 'profile', profile }}
        items={leftOut}
      >
        {({ name, url }) => <TwoLines first={name} second={url} />}
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
            {t(more.page === 'contacts' ? 'common.showAllInContacts' : 'unread.showInSettings')}
          </Anchor>
        </p>
        <VirtualList label={title} items={items} lineHeight={50} maximumHeight={250}>
          {children}
        </VirtualList>
      </div>
    </details>
  );
}
