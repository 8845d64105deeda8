/** Says that the connection to the host is lost, which can happen in a browser only. */
import { useTranslation } from 'react-i18next';
import { useCoreView } from '../bridge/core-context.tsx';
import { PlugIcon } from '../parts/icons.tsx';
import { Panel } from '../parts/panel.tsx';
import classes from './connection-notice.module.css';

export function ConnectionNotice() {
  const { t } = useTranslation();
  const { connection } = useCoreView();
  if (connection === 'open') return null;
  const ended = connection === 'refused';
  return (
    <div className={classes['notice']}>
      <Panel
        tone="warn"
        icon={<PlugIcon />}
        title={t(ended ? 'common.sessionEnded' : 'common.connectionLost')}
        role="status"
      >
        <p>{t(ended ? 'common.sessionEndedMeaning' : 'common.connectionLostMeaning')}</p>
      </Panel>
    </div>
  );
}
