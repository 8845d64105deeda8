/** One profile on the Overview: connected or why not, what runs, what the last sync did, what one can do. */
import { Button, Group } from '@mantine/core';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProfileState } from '../../shared/contract/state.ts';
import { mayStart } from '../../shared/contract/status.ts';
import type { Problem } from '../../shared/errors.ts';
import { useCommand } from '../bridge/core-context.tsx';
import { routeHref } from '../frame/route.ts';
import { PauseIcon, PlayIcon, PreviewIcon } from '../parts/icons.tsx';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import { GuardPanel } from './guard-panel.tsx';
import { LastSync } from './last-sync.tsx';
import { PreviewDrawer } from './preview-drawer.tsx';
import classes from './profile-card.module.css';
import { ProfileStatusBadge } from './profile-status-badge.tsx';
import { SyncButton } from './sync-button.tsx';
import { SyncProgress } from './sync-progress.tsx';
import { UndoButton } from './undo-button.tsx';
import { UndoneNotice } from './undone-notice.tsx';
import { UnreadPanel } from './unread-panel.tsx';
import { useUndo } from './use-undo.ts';

export function ProfileCard({ profile }: { profile: ProfileState }) {
  const titleId = useId();
  const { t } = useTranslation();
  const sync = useCommand('syncNow');
  const undo = useUndo(profile);
  const { activity } = profile;
  const failures = [sync.problem, undo.problem]
    .filter((problem) => problem !== undefined)
    .filter((problem) => isNews(problem, profile));
  return (
    <section className={classes['card']} aria-labelledby={titleId}>
      <header className={classes['header']}>
        <div className={classes['account']}>
          <h2 id={titleId} className={classes['jid']}>
            {profile.jid}
          </h2>
          <div className={classes['facts']}>
            <ProfileStatusBadge profile={profile} />
            {profile.rosterKind === 'remote' && <span>{t('overview.rosterRemote')}</span>}
            {profile.rosterKind === 'served' && <span>{t('overview.rosterServed')}</span>}
          </div>
        </div>
        <Actions profile={profile} onSync={(want) => sync.run({ profile: profile.id, ...want })} />
      </header>
      {profile.problem && <KnownProblem problem={profile.problem} profile={profile} />}
      {failures.map((problem) => (
        <ProblemAlert key={problem.code} problem={problem} urgent />
      ))}
      <UndoneNotice profile={profile} report={undo.report} />
      {activity.kind === 'asking' && <GuardPanel profile={profile} question={activity.question} />}
      {activity.kind === 'syncing' && <SyncProgress profile={profile} activity={activity} />}
      <UnreadPanel
        profile={profile}
        onReadAgain={() => sync.run({ profile: profile.id, full: true })}
      />
      <LastSync profile={profile} />
      <UndoButton profile={profile} onUndo={undo.run} />
    </section>
  );
}

/** The answer of Sync now, unless the card already shows the same by itself. */
function isNews(problem: Problem, profile: ProfileState): boolean {
  if (problem.code === 'cancelled') return false;
  return problem.code !== profile.problem?.code;
}

function KnownProblem({ problem, profile }: { problem: Problem; profile: ProfileState }) {
  const { t } = useTranslation();
  return (
    <ProblemAlert problem={problem}>
      <Button
        component="a"
        href={routeHref({ page: 'profile', profile: profile.id })}
        size="xs"
        variant="default"
      >
        {t('common.openSettings')}
      </Button>
    </ProblemAlert>
  );
}

interface ActionsProps {
  readonly profile: ProfileState;
  /** With `only`, these items alone; with `full`, everything is read again. */
  readonly onSync: (want?: { only: string[] } | { full: true }) => void;
}

function Actions({ profile, onSync }: ActionsProps) {
  const { t } = useTranslation();
  const pause = useCommand('setPaused');
  const [previewing, setPreviewing] = useState(false);
  const ready = mayStart(profile);
  return (
    <Group
      gap={8}
      className={classes['actions'] ?? ''}
      role="group"
      aria-label={t('overview.actionsFor', { account: profile.jid })}
    >
      <SyncButton account={profile.jid} disabled={!ready} onSync={onSync} />
      <Button
        size="sm"
        variant="default"
        leftSection={<PreviewIcon size={16} />}
        disabled={!ready}
        onClick={() => setPreviewing(true)}
      >
        {t('overview.preview')}
      </Button>
      <Button
        size="sm"
        variant="default"
        leftSection={profile.paused ? <PlayIcon size={16} /> : <PauseIcon size={16} />}
        loading={pause.running}
        onClick={() => pause.run({ profile: profile.id, paused: !profile.paused })}
      >
        {t(profile.paused ? 'overview.resume' : 'overview.pause')}
      </Button>
      <PreviewDrawer
        profile={profile}
        opened={previewing}
        onClose={() => setPreviewing(false)}
        onSync={(only) => {
          setPreviewing(false);
          onSync(only && { only: [...only] });
        }}
      />
    </Group>
  );
}
