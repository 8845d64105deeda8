/** A moment as people say it, and below it as the clock does, with a note if there is one. */
import { useFormats, useNow } from '../i18n/use-formats.ts';
import classes from './last-sync.module.css';

export function Moment({ moment, note }: { moment: Date; note?: string }) {
  const { relative, dateTime } = useFormats();
  const now = useNow();
  return (
    <time dateTime={moment.toISOString()}>
      <span className={classes['relative']}>{relative(moment, now)}</span>
      <span className={classes['absolute']}>
        {dateTime(moment)}
        {note !== undefined && ` · ${note}`}
      </span>
    </time>
  );
}
