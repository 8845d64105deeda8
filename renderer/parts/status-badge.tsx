/** A state as a small label: always an icon and a word, never a colour alone. */
import type { ReactNode } from 'react';
import type { Tone } from './panel.tsx';
import classes from './status-badge.module.css';

interface StatusBadgeProps {
  readonly tone: Tone;
  readonly icon: ReactNode;
  readonly children: string;
}

export function StatusBadge({ tone, icon, children }: StatusBadgeProps) {
  return (
    <span className={classes['badge']} data-tone={tone}>
      {icon}
      <span className={classes['word']}>{children}</span>
    </span>
  );
}
