/** When the last sync was and the next will be, what the last one did, and what it left out. */
import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SyncReport } from '../../shared/contract/report.ts';
import type { ProfileState } from '../../shared/contract/state.ts';
import { routeHref } from '../frame/route.ts';
import { useFormats, useNow } from '../i18n/use-formats.ts';
import { SyncIcon } from '../parts/icons.tsx';
import { Panel } from '../parts/panel.tsx';
import { LastAttempt } from './last-attempt.tsx';
import classes from './last-sync.module.css';
import { Leftovers } from './leftovers.tsx';
import { Moment } from './moment.tsx';

export function LastSync({ profile }: { profile: ProfileState }) {
  const { t } = useTranslation();
  const report = profile.lastSync;
  return (
    <>
      <dl className={classes['times']}>
        <div>
          <dt>{t('overview.lastSync')}</dt>
          <dd>{report ? <LastTime report={report} /> : t('overview.never')}</dd>
        </div>
        <div>
          <dt>{t('overview.nextSync')}</dt>
          <dd>
            <NextTime profile={profile} />
          </dd>
        </div>
        <LastAttempt profile={profile} />
      </dl>
      {report ? (
        <>
          <Counts profile={profile.id} report={report} />
          <Missed report={report} />
          <Leftovers profile={profile} report={report} />
        </>
      ) : (
        <p className={classes['nothing']}>{t('overview.noSyncYet')}</p>
      )}
    </>
  );
}

/** Cards that a comparison of all has found: something was out of date, and is not any more. */
function Missed({ report }: { report: SyncReport }) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const { missed } = report.addressBook;
  if (missed === 0) return null;
  return (
    <Panel
      tone="calm"
      icon={<SyncIcon size={20} />}
      title={t('unread.missed', { count: missed, formatted: number(missed) })}
    >
      <p>{t('unread.missedMeaning')}</p>
    </Panel>
  );
}

function LastTime({ report }: { report: SyncReport }) {
  const { t } = useTranslation();
  const { duration } = useFormats();
  const took = t('overview.took', { duration: duration(report.durationMs) });
  const ended = new Date(Date.parse(report.startedAt) + report.durationMs);
  return <Moment moment={ended} note={took} />;
}

/** So close to its time, "now" would be said while nothing runs. */
const soonMs = 45_000;

function NextTime({ profile }: { profile: ProfileState }) {
  const { t } = useTranslation();
  const now = useNow();
  if (profile.activity.kind === 'syncing') return t('overview.nextRunning');
  const waits = profile.nextSyncAt === null;
  if (profile.activity.kind === 'asking' && waits) return t('overview.nextAnswer');
  if (profile.paused) return t('overview.nextPaused');
  if (profile.nextSyncAt !== null) {
    const moment = new Date(profile.nextSyncAt);
    const isSoon = moment.getTime() - now.getTime() < soonMs;
    return isSoon ? t('overview.nextSoon') : <Moment moment={moment} />;
  }
  return profile.problem ? t('overview.nextWaiting') : t('common.notYet');
}

/** The six numbers of a sync; those that name rows of the Contacts page lead there. */
function Counts({ profile, report }: { profile: string; report: SyncReport }) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const counts = [
    { name: 'added', value: report.applied.added },
    { name: 'updated', value: report.applied.updated },
    { name: 'removed', value: report.applied.removed },
    { name: 'unchanged', value: report.plan.keep },
    { name: 'skipped', value: report.skipped.length, state: 'skipped' },
    { name: 'failed', value: report.failed.length, state: 'failed' },
  ] as const;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a list of numbers is no fieldset
    <div role="group" aria-label={t('overview.resultOf')}>
      <dl className={classes['counts']}>
        {counts.map((count) => (
          <div key={count.name} data-name={count.name} data-zero={count.value === 0 || undefined}>
            <dt>{t(`overview.counts.${count.name}`)}</dt>
            <dd>
              {'state' in count && count.value > 0 ? (
                <Anchor
                  href={routeHref({ page: 'contacts', profile, state: count.state })}
                  aria-label={`${t(`overview.counts.${count.name}`)}: ${number(count.value)}`}
                >
                  {number(count.value)}
                </Anchor>
              ) : (
                number(count.value)
              )}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
