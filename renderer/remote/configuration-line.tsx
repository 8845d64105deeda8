/** The line that Prosody's configuration needs; the secret in it is shown and copied only when asked for. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppState, useCommand } from '../bridge/core-context.tsx';
import { useAnnounce } from '../frame/announcer.tsx';
import { useFormats } from '../i18n/use-formats.ts';
import { CopyIcon } from '../parts/icons.tsx';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import classes from './remote.module.css';

/** @param url with `SECRET` in the place of a secret */
export function ConfigurationLine({ url }: { url: string }) {
  const { t } = useTranslation();
  const announce = useAnnounce();
  const { settings } = useAppState();
  const { run, problem } = useCommand('serviceUrl');
  const [shown, setShown] = useState<string>();
  const [copied, setCopied] = useState(false);
  const lineOf = (address: string) => `http_roster_url = "${address}"`;

  async function whole(): Promise<string | undefined> {
    const answer = await run({});
    return answer.ok ? (answer.value ?? undefined) : undefined;
  }

  async function copy(): Promise<void> {
    const address = await whole();
    if (address === undefined) return;
    try {
      await navigator.clipboard.writeText(lineOf(address));
      setCopied(true);
      announce(t('service.copied'));
    } catch {
      announce(t('service.copyFailed'));
    }
  }

  return (
    <>
      <p>{t('service.line')}</p>
      <code className={classes['line']}>{lineOf(shown ?? url)}</code>
      {problem && <ProblemAlert problem={problem} urgent />}
      <div className={classes['row']} style={{ marginTop: 8 }}>
        <Button size="xs" variant="default" leftSection={<CopyIcon size={14} />} onClick={copy}>
          {t(copied ? 'service.copied' : 'service.copy')}
        </Button>
        {settings.service.secret && (
          <Button
            size="xs"
            variant="default"
            onClick={async () => setShown(shown === undefined ? await whole() : undefined)}
          >
            {t(shown === undefined ? 'service.show' : 'service.hide')}
          </Button>
        )}
      </div>
      <SameNames />
    </>
  );
}

/** Accounts of the same user name on several servers are asked for by their whole address. */
function SameNames() {
  const { t } = useTranslation();
  const { list } = useFormats();
  const { settings } = useAppState();
  const served = settings.profiles.filter(({ remoteRoster }) => remoteRoster.serve);
  const accounts = [...new Set(served.map(({ xmpp }) => xmpp.jid.toLowerCase()))];
  const byUser = Map.groupBy(accounts, (account) => account.slice(0, account.indexOf('@')));
  const [same] = [...byUser].filter(([, those]) => those.length > 1);
  if (!same) return null;
  const [user, those] = same;
  const instead = list(those.map((account) => `%s${account.slice(account.indexOf('@'))}`));
  return <p>{t('service.sameName', { user, instead })}</p>;
}
