/** The user's own contacts in the served document, and a way to remove some of them. */
import { Button, Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ServedReport } from '../../shared/contract/service-report.ts';
import { useCommand } from '../bridge/core-context.tsx';
import { useFormats } from '../i18n/use-formats.ts';
import { ConfirmModal } from '../parts/confirm-modal.tsx';
import { SearchIcon } from '../parts/icons.tsx';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import { VirtualList } from '../parts/virtual-list.tsx';
import classes from './remote.module.css';

type Other = ServedReport['others'][number];

interface OthersListProps {
  readonly profile: string;
  readonly others: readonly Other[];
  readonly onTakenOff: () => void;
}

/** From this many on there is a search field. */
const manyOthers = 8;
const namedAtMost = 5;

export function OthersList({ profile, others, onTakenOff }: OthersListProps) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const [query, setQuery] = useState('');
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState(false);
  const chosen = others.filter(({ jid }) => picked.has(jid));
  const title = t('service.served.others', {
    count: others.length,
    formatted: number(others.length),
  });

  function pick(jid: string, isPicked: boolean): void {
    const next = new Set(picked);
    if (isPicked) next.add(jid);
    else next.delete(jid);
    setPicked(next);
  }

  return (
    <details className={classes['fold']}>
      <summary>{title}</summary>
      <div className={classes['stack']}>
        {others.length >= manyOthers && (
          <TextInput
            aria-label={t('contacts.search')}
            placeholder={t('contacts.search')}
            leftSection={<SearchIcon size={16} />}
            value={query}
            onChange={({ currentTarget }) => setQuery(currentTarget.value)}
          />
        )}
        <VirtualList
          label={title}
          items={others.filter((other) => matches(other, query))}
          lineHeight={52}
          maximumHeight={312}
        >
          {({ jid, name, groups }) => (
            <Checkbox
              label={<span dir="auto">{name || jid}</span>}
              description={[...(name === '' ? [] : [jid]), ...groups].join(' · ')}
              checked={picked.has(jid)}
              onChange={({ currentTarget }) => pick(jid, currentTarget.checked)}
            />
          )}
        </VirtualList>
        <div>
          <Button variant="default" disabled={chosen.length === 0} onClick={() => setAsking(true)}>
            {t('service.served.takeOff', {
              count: chosen.length,
              formatted: number(chosen.length),
            })}
          </Button>
        </div>
      </div>
      <TakeOff
        profile={profile}
        chosen={chosen}
        opened={asking}
        onClose={() => setAsking(false)}
        onDone={() => {
          setPicked(new Set());
          setAsking(false);
          onTakenOff();
        }}
      />
    </details>
  );
}

interface TakeOffProps {
  readonly profile: string;
  readonly chosen: readonly Other[];
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

function TakeOff({ profile, chosen, opened, onClose, onDone }: TakeOffProps) {
  const { t } = useTranslation();
  const { list, number } = useFormats();
  const { run, running, problem } = useCommand('removeServed');
  const names = chosen.slice(0, namedAtMost).map(({ jid, name }) => name || jid);
  const rest = chosen.length - names.length;

  async function takeOff(): Promise<void> {
    const answer = await run({ profile, jids: chosen.map(({ jid }) => jid) });
    if (answer.ok) onDone();
  }

  return (
    <ConfirmModal
      opened={opened}
      title={t('service.served.takeOffTitle')}
      text={t('service.served.takeOffText', {
        names: list([
          ...names,
          ...(rest > 0
            ? [t('service.served.takeOffMore', { count: rest, formatted: number(rest) })]
            : []),
        ]),
      })}
      confirm={t('service.served.takeOffConfirm')}
      running={running}
      onConfirm={takeOff}
      onClose={onClose}
    >
      {problem && <ProblemAlert problem={problem} urgent />}
    </ConfirmModal>
  );
}

function matches({ jid, name, groups }: Other, query: string): boolean {
  const words = query.toLocaleLowerCase().split(/\s+/);
  const text = [jid, name, ...groups].join(' ').toLocaleLowerCase();
  return words.every((word) => text.includes(word));
}
