/** A coloured panel that explains something: an icon, a heading, a text, and buttons. */
import { type ReactNode, useId } from 'react';
import classes from './panel.module.css';

export type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'calm';

interface PanelProps {
  readonly tone: Tone;
  readonly icon: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  /** `alert` and `status` are said by screen readers when they appear. */
  readonly role?: 'alert' | 'status' | 'group';
}

export function Panel({ tone, icon, title, children, actions, role = 'group' }: PanelProps) {
  const titleId = useId();
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: each of the three roles may be named
    <div className={classes['panel']} data-tone={tone} role={role} aria-labelledby={titleId}>
      <span className={classes['icon']}>{icon}</span>
      <p id={titleId} className={classes['title']}>
        {title}
      </p>
      <div className={classes['body']}>
        {children}
        {actions !== undefined && <div className={classes['actions']}>{actions}</div>}
      </div>
    </div>
  );
}
