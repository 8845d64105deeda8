/**
 * A list of any length in a box that scrolls: only the lines in sight exist. Screen readers are told the
 * whole length and the place of each line; the box takes the focus, so that the arrow keys scroll it.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useRef } from 'react';
import classes from './virtual-list.module.css';

interface VirtualListProps<Item> {
  readonly label: string;
  readonly items: readonly Item[];
  /** Pixels of each line. */
  readonly lineHeight: number;
  /** Pixels that the box grows to, in a window that has room for it. */
  readonly maximumHeight: number;
  readonly children: (item: Item) => ReactNode;
}

export function VirtualList<Item>(props: VirtualListProps<Item>) {
  const { label, items, lineHeight, maximumHeight, children } = props;
  const box = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current,
    estimateSize: () => lineHeight,
    overscan: 8,
    initialRect: { width: 400, height: maximumHeight },
  });
  return (
    <section
      ref={box}
      className={classes['box']}
      style={{ maxHeight: `min(${maximumHeight}px, 40vh)` }}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reachable by keyboard
      tabIndex={0}
    >
      {/* biome-ignore lint/a11y/noRedundantRoles: Safari drops the role of a list without markers */}
      <ul role="list" className={classes['list']} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((line) => {
          const item = items[line.index];
          if (item === undefined) return null;
          return (
            <li
              key={line.key}
              className={classes['line']}
              aria-setsize={items.length}
              aria-posinset={line.index + 1}
              style={{ height: lineHeight, transform: `translateY(${line.start}px)` }}
            >
              {children(item)}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
