/** The last requests to the service: when, for which account, and the answer. */
import { useTranslation } from 'react-i18next';
import type { ServiceRequest } from '../../shared/contract/service-report.ts';
import { useFormats } from '../i18n/use-formats.ts';
import textClasses from '../parts/text.module.css';
import classes from './remote.module.css';

export function RequestTable({ requests }: { requests: readonly ServiceRequest[] }) {
  const { t } = useTranslation();
  if (requests.length === 0)
    return <p className={textClasses['secondary']}>{t('service.noRequests')}</p>;
  return (
    <details className={classes['fold']} open>
      <summary>{t('service.requests')}</summary>
      <table className={classes['requests']} aria-label={t('service.requests')}>
        <thead>
          <tr>
            <th scope="col">{t('service.column.time')}</th>
            <th scope="col">{t('service.column.account')}</th>
            <th scope="col">{t('service.column.answer')}</th>
          </tr>
        </thead>
        <tbody>
          {requests.map((request) => (
            <Line key={`${request.at} ${request.number}`} request={request} />
          ))}
        </tbody>
      </table>
    </details>
  );
}

function Line({ request }: { request: ServiceRequest }) {
  const { t } = useTranslation();
  const { dateTime, size, duration } = useFormats();
  const { at, from, account, status, bytes, durationMs } = request;
  return (
    <tr>
      <td>{dateTime(new Date(at))}</td>
      <td>
        {account ?? t('service.refused')}
        <span className={classes['second']}>{t('service.from', { from })}</span>
      </td>
      <td>
        {t(`service.answer.${answerOf(request)}`, { status })}
        <span className={classes['second']}>
          {/* The shortest durations are rounded up to a millisecond. */}
          {size(bytes)} · {duration(Math.max(1, durationMs))}
        </span>
      </td>
    </tr>
  );
}

function answerOf({ account, status }: ServiceRequest): 'given' | 'unchanged' | 'notYet' | 'other' {
  if (account === null) return 'other';
  if (status === 200) return 'given';
  if (status === 304) return 'unchanged';
  return status === 503 ? 'notYet' : 'other';
}
