/** One group: who keeps it and how Rolodial knows, what the user says about it, and its members. */
import { Select } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { GroupMember, SharedGroup } from '../../shared/contract/groups-report.ts';
import type { GroupEvidence, GroupVerdict } from '../../shared/roster/classify.ts';
import { useCommand } from '../bridge/core-context.tsx';
import { useFormats } from '../i18n/use-formats.ts';
import { CheckIcon, ChevronIcon, ConflictIcon, GroupsIcon } from '../parts/icons.tsx';
import type { Tone } from '../parts/panel.tsx';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import { StatusBadge } from '../parts/status-badge.tsx';
import textClasses from '../parts/text.module.css';
import classes from './groups.module.css';

const looks = {
  shared: { tone: 'good', icon: <GroupsIcon size={14} /> },
  perhaps: { tone: 'warn', icon: <ConflictIcon size={14} /> },
  personal: { tone: 'calm', icon: <CheckIcon size={14} /> },
} as const satisfies Record<GroupVerdict, { tone: Tone; icon: React.ReactNode }>;

export function GroupCard({ profile, group }: { profile: string; group: SharedGroup }) {
  const { t } = useTranslation();
  const titleId = useId();
  const { name, verdict, evidence, members } = group;
  return (
    <section className={classes['group']} aria-labelledby={titleId}>
      <header className={classes['groupHeader']}>
        <div className={classes['about']}>
          <h2 id={titleId} className={classes['groupName']} dir="auto">
            {name}
          </h2>
          <StatusBadge {...looks[verdict]}>{t(`groups.verdict.${verdict}`)}</StatusBadge>
          <p className={textClasses['secondary']}>{t(`groups.meaning.${verdict}`)}</p>
        </div>
        <MarkChoice profile={profile} group={group} />
      </header>
      {evidence.length > 0 && <Reasons evidence={evidence} />}
      <p className={classes['count']}>{t('groups.members', { count: members.length })}</p>
      <ul className={classes['members']}>
        {members.map((member) => (
          <MemberLine key={member.jid} member={member} />
        ))}
      </ul>
    </section>
  );
}

function Reasons({ evidence }: { evidence: readonly GroupEvidence[] }) {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  const texts = evidence.map(({ kind, at, jid }) =>
    t(`groups.evidence.${kind}`, {
      jid: jid ?? '',
      at: at === null ? '' : dateTime(new Date(at)),
    }),
  );
  return (
    <details className={classes['reasons']}>
      <summary>
        <ChevronIcon size={14} />
        {t('groups.why')}
      </summary>
      <ul>
        {[...new Set(texts)].map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </details>
  );
}

const marks = ['auto', 'shared', 'personal'] as const;

function MarkChoice({ profile, group }: { profile: string; group: SharedGroup }) {
  const { t } = useTranslation();
  const { run, running, problem } = useCommand('markGroup');

  async function mark(choice: string | null): Promise<void> {
    const chosen = choice === 'shared' || choice === 'personal' ? choice : null;
    if (!running && chosen !== group.mark) await run({ profile, group: group.name, mark: chosen });
  }

  return (
    <div className={classes['mark']}>
      <Select
        label={t('groups.mark.label')}
        data={marks.map((value) => ({ value, label: t(`groups.mark.${value}`) }))}
        value={group.mark ?? 'auto'}
        onChange={mark}
        allowDeselect={false}
      />
      {problem && <ProblemAlert problem={problem} urgent />}
    </div>
  );
}

function MemberLine({ member }: { member: GroupMember }) {
  const { t } = useTranslation();
  const { jid, name, nameFrom, avatar, presence } = member;
  return (
    <li className={classes['member']}>
      {avatar === null ? (
        <span className={classes['initial']} aria-hidden="true">
          {[...name.normalize()][0]?.toLocaleUpperCase()}
        </span>
      ) : (
        <img className={classes['avatar']} src={avatar} alt="" width={32} height={32} />
      )}
      <span className={classes['who']}>
        <span className={classes['memberName']} dir="auto">
          {name}
        </span>
        <span className={textClasses['secondary']}>
          {nameFrom === 'jid' ? t('groups.nameFrom.jid') : jid}
          {nameFrom !== 'jid' && nameFrom !== 'roster' && ` · ${t(`groups.nameFrom.${nameFrom}`)}`}
        </span>
      </span>
      {presence && (
        <span className={classes['presence']} data-show={presence.show}>
          {t(`groups.presence.${presence.show}`)}
          {presence.status !== '' && <span dir="auto"> · {presence.status}</span>}
        </span>
      )}
    </li>
  );
}
