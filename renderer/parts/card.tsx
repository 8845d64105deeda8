/** A card: one topic of a page, with a heading and a help text where it has them. */
import { type ElementType, type ReactNode, useId } from 'react';
import classes from './card.module.css';

interface CardProps {
  readonly title?: string;
  readonly help?: string;
  readonly titleElement?: ElementType;
  readonly children: ReactNode;
}

export function Card({ title, help, titleElement: Heading = 'h2', children }: CardProps) {
  const titleId = useId();
  return (
    <section
      className={classes['card']}
      aria-labelledby={title === undefined ? undefined : titleId}
    >
      {title !== undefined && (
        <header className={classes['header']}>
          <Heading id={titleId} className={classes['title']}>
            {title}
          </Heading>
          {help !== undefined && <p className={classes['help']}>{help}</p>}
        </header>
      )}
      {children}
    </section>
  );
}
