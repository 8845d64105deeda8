/** Logs out and in again, and lists what has changed in the groups since. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GroupsChanges } from '../../shared/contract/groups-report.ts';
import { useCommand } from '../bridge/core-context.tsx';
import { CircleCheckIcon, SyncIcon } from '../parts/icons.tsx';
import { Panel } from '../parts/panel.tsx';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import textClasses from '../parts/text.module.css';
import classes from './groups.module.css';

export function RefreshGroups({ profile }: { profile: string }) {
  const { t } = useTranslation();
  const { run, running, problem } = useCommand('refreshGroups');
  const [changes, setChanges] = useState<GroupsChanges>();

  async function refresh(): Promise<void> {
    setChanges(undefined);
    const answer = await run({ profile });
    if (answer.ok) setChanges(answer.value);
  }

  return (
    <>
      <div className={classes['refresh']}>
        <Button
          variant="default"
          leftSection={<SyncIcon size={16} />}
          loading={running}
          onClick={refresh}
        >
          {t('groups.refresh')}
        </Button>
        <p className={textClasses['secondary']}>{t('groups.refreshHelp')}</p>
      </div>
      {problem && <ProblemAlert problem={problem} urgent />}
      {changes && (
        <Panel tone="good" icon={<CircleCheckIcon />} title={t('groups.refreshed')} role="status">
          <Changes changes={changes} />
        </Panel>
      )}
    </>
  );
}

function Changes({ changes: { added, removed, renamed } }: { changes: GroupsChanges }) {
  const { t } = useTranslation();
  const lines = [
    ...added.map((each) => ({ key: `+${each.group}\n${each.jid}`, text: t('groups.added', each) })),
    ...removed.map((each) => ({
      key: `-${each.group}\n${each.jid}`,
      text: t('groups.removed', each),
    })),
    ...renamed.map((each) => ({ key: `~${each.jid}`, text: t('groups.renamed', each) })),
  ];
  if (lines.length === 0) return <p>{t('groups.refreshedNothing')}</p>;
  return (
    <ul className={classes['changes']}>
      {lines.map(({ key, text }) => (
        <li key={key}>{text}</li>
      ))}
    </ul>
  );
}
