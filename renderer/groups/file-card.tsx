/** An administrator's groups file beside the roster: what differs, what is wrong in it, and its editor. */
import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GroupsFileReport, GroupsReport } from '../../shared/contract/groups-report.ts';
import { withoutUndefined } from '../../shared/settings/without-undefined.ts';
import { useAppState, useCommand } from '../bridge/core-context.tsx';
import { Card } from '../parts/card.tsx';
import { CircleCheckIcon, PencilIcon, WarningIcon } from '../parts/icons.tsx';
import { Panel } from '../parts/panel.tsx';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import textClasses from '../parts/text.module.css';
import { FileEditor } from './file-editor.tsx';
import classes from './groups.module.css';

interface FileCardProps {
  readonly profile: string;
  /** The file that decides, by the settings. */
  readonly file: GroupsReport['file'];
}

export function FileCard({ profile, file }: FileCardProps) {
  const { t } = useTranslation();
  const { run, running, problem } = useCommand('checkGroupsFile');
  const form = useForm({ initialValues: { path: file?.path ?? '' } });
  const [report, setReport] = useState<GroupsFileReport>();
  const [edits, setEdits] = useState(false);
  const [isChanged, setIsChanged] = useState(false);

  async function check({ path }: { path: string }): Promise<void> {
    const answer = await run({ profile, path: path.trim() });
    setReport(answer.ok ? answer.value : undefined);
    setEdits(false);
  }

  return (
    <Card title={t('groups.file.title')} help={t('groups.file.help')}>
      {file?.problem && <ProblemAlert problem={file.problem} />}
      <form className={classes['fileRow']} onSubmit={form.onSubmit(check)}>
        <TextInput
          label={t('groups.file.path')}
          placeholder="/etc/prosody/sharedgroups.txt"
          spellCheck={false}
          autoComplete="off"
          {...form.getInputProps('path')}
        />
        <Button
          type="submit"
          variant="default"
          loading={running}
          // Opening another file would lose the edits that are not saved yet.
          disabled={form.values.path.trim() === '' || isChanged}
        >
          {t('groups.file.check')}
        </Button>
      </form>
      {problem && <ProblemAlert problem={problem} urgent />}
      {report && <Findings report={report} />}
      {report && (
        <Decides profile={profile} path={report.path} decides={file?.path === report.path} />
      )}
      {report && !edits && (
        <div>
          <Button
            variant="default"
            leftSection={<PencilIcon size={16} />}
            onClick={() => setEdits(true)}
          >
            {t('groups.file.edit')}
          </Button>
        </div>
      )}
      {report && edits && (
        <FileEditor profile={profile} report={report} onSaved={setReport} onChange={setIsChanged} />
      )}
    </Card>
  );
}

function Findings({ report: { checks, warnings } }: { report: GroupsFileReport }) {
  const { t } = useTranslation();
  const differing = checks.filter(({ verdict }) => verdict !== 'ok');
  return (
    <>
      {differing.length === 0 ? (
        <Panel
          tone="good"
          icon={<CircleCheckIcon />}
          title={t('groups.file.sound', { count: checks.length })}
          role="status"
        />
      ) : (
        <Panel
          tone="warn"
          icon={<WarningIcon />}
          title={t('groups.file.differs', { count: differing.length })}
          role="status"
        >
          <ul className={classes['findings']}>
            {differing.map(({ group, jid, verdict, fileName, rosterName }) => (
              <li key={`${group}\n${jid}`}>
                <strong dir="auto">{group}</strong> · {jid}
                {t('groups.file.colon')}{' '}
                {t(`groups.file.verdict.${verdict}`, {
                  fileName: fileName ?? '',
                  rosterName: rosterName ?? '',
                })}
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {warnings.length > 0 && (
        <Panel
          tone="warn"
          icon={<WarningIcon />}
          title={t('groups.file.warnings', { count: warnings.length })}
        >
          <ul className={classes['findings']}>
            {warnings.map(({ line, text, reason }) => (
              <li key={line}>
                {t('groups.file.line', { line })} <code dir="auto">{text}</code>
                {t('groups.file.colon')} {t(`groups.file.warning.${reason}`)}
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}

interface DecidesProps {
  readonly profile: string;
  readonly path: string;
  readonly decides: boolean;
}

/** Whether this file is the one of the settings, which decides about its groups. */
function Decides({ profile, path, decides }: DecidesProps) {
  const { t } = useTranslation();
  const { settings } = useAppState();
  const { run, running, problem } = useCommand('saveProfile');
  const saved = settings.profiles.find(({ id }) => id === profile);
  if (!saved) return null;

  async function decide(file: string | undefined): Promise<void> {
    if (!saved) return;
    const sharedGroups = withoutUndefined({ ...saved.sharedGroups, file });
    await run({ ...saved, sharedGroups });
  }

  return (
    <div className={classes['actions']}>
      <p className={textClasses['secondary']}>
        {t(decides ? 'groups.file.decides' : 'groups.file.undecided')}
      </p>
      <Button
        variant="default"
        loading={running}
        onClick={() => decide(decides ? undefined : path)}
      >
        {t(decides ? 'groups.file.stop' : 'groups.file.decide')}
      </Button>
      {problem && <ProblemAlert problem={problem} urgent />}
    </div>
  );
}
