/** An entry of a list in two lines: its name, and its details below in grey. */
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
      <Detail>{second}</Detail>
    </>
  );
}

/** A line in grey; for entries that have one more. */
export function Detail({ children }: { children: ReactNode }) {
  return <span className={classes['second']}>{children}</span>;
}
