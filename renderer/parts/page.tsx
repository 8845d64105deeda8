/** A page: its heading, what stands beside the heading, and its content; names the window after it. */

import { Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import classes from './page.module.css';

interface PageProps {
  readonly title: string;
  /** Above the heading: the way back. */
  readonly before?: ReactNode;
  readonly actions?: ReactNode;
  /** The content takes the height of the window and scrolls by itself. */
  readonly fill?: boolean;
  readonly children: ReactNode;
}

export function Page({ title, before, actions, fill = false, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Rolodial`;
  }, [title]);
  return (
    <div className={classes['page']} data-fill={fill || undefined}>
      {before}
      <header className={classes['header']}>
        <Title order={1}>{title}</Title>
        {actions}
      </header>
      {children}
    </div>
  );
}
