/** Shown instead of content that does not exist, with what can be done about it. */
import { Center, EmptyState } from '@mantine/core';
import type { ReactNode } from 'react';

interface EmptyPageProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly text: string;
  /** Grey instead of the accent colour, for a passing state such as a search without results. */
  readonly passing?: boolean;
  /** Buttons below the words. */
  readonly actions?: ReactNode;
}

export function EmptyPage({ icon, title, text, passing = false, actions }: EmptyPageProps) {
  return (
    <Center flex={1}>
      <EmptyState
        variant="light"
        {...(passing && { color: 'gray' })}
        icon={icon}
        title={title}
        description={text}
      >
        {actions !== undefined && <EmptyState.Actions>{actions}</EmptyState.Actions>}
      </EmptyState>
    </Center>
  );
}
