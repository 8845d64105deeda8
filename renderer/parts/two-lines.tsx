/** A line of a list: what it is about, and below it, quieter, what there is to say about it. */
import type { ReactNode } from 'react';
import classes from './two-lines.module.css';

interface TwoLinesProps {
  readonly first: ReactNode;
  readonly second: ReactNode;
}

export function TwoLines({ first, second }: TwoLinesProps) {
  return (
    <>
      <span className={classes['first']} dir="auto">
        {first}
      </span>
      <span className={classes['second']}>{second}</span>
    </>
  );
}
