/** The last requests to the service. */
import { useTranslation } from 'react-i18next';
import type { ServiceRequest } from '../../shared/ipc/service-report.ts';
import { useFormats } from '../i18n/use-formats.ts';
import classes from './service.module.css';

export function RequestLines({ requests }: { requests: readonly ServiceRequest[] }) {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  if (requests.length === 0) return <p className={classes['quiet']}>{t('service.noRequests')}</p>;
  return (
    <details className={classes['fold']} open>
      <summary>{t('service.requests')}</summary>
      <ul className={classes['lines']} style={{ marginTop: 8 }}>
        {requests.map((request) => (
          <li key={`${request.at} ${request.number}`}>
            {dateTime(new Date(request.at))} · {request.from} · <Answer request={request} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function Answer({ request }: { request: ServiceRequest }) {
  const { t } = useTranslation();
  const { size, duration } = useFormats();
  const { account, status, bytes, durationMs } = request;
  if (account === null) return t('service.refused', { status });
  if (status === 304) return t('service.unchanged', { account });
  if (status === 503) return t('service.notYet', { account });
  return t('service.given', { account, size: size(bytes), duration: duration(durationMs) });
}
