/** The faults of a document, one a line. */
import { useTranslation } from 'react-i18next';
import type { DocumentFetch } from '../../shared/contract/remote-report.ts';
import classes from './remote.module.css';

/** A document may have thousands of faults; these are enough to see what is wrong. */
const shownAtMost = 100;

export function FaultLines({ faults }: { faults: readonly DocumentFetch['faults'][number][] }) {
  const { t } = useTranslation();
  return (
    <ul className={classes['lines']}>
      {faults.slice(0, shownAtMost).map(({ jid, reason, detail }) => (
        <li key={`${jid}\n${reason}`}>
          {jid !== null && <strong>{jid}: </strong>}
          {t(`remote.fault.${reason}` as 'remote.fault.duplicate')} <code>{detail}</code>
        </li>
      ))}
    </ul>
  );
}
