/** Where the window opens: at its last place, unless no display shows that any more. */
import type { Rectangle } from 'electron';

export const minimumSize = { width: 480, height: 560 } as const;
const firstSize = { width: 1000, height: 700 } as const;

/** What is kept from one window to the next. */
export interface WindowPlace {
  readonly bounds?: Rectangle | undefined;
  readonly maximized?: boolean | undefined;
}

/** Position is left to the desktop where it is not given. */
export type Bounds = { width: number; height: number; x?: number; y?: number };

/** Enough of the title bar to drag the window. */
const draggable = { width: 100, height: 40 } as const;

/**
 * Bounds for a new window.
 *
 * @param kept the last window's bounds; the file may hold anything
 * @param workAreas of the displays that are connected now
 */
export function fitBounds(kept: unknown, workAreas: readonly Rectangle[]): Bounds {
  if (!isRectangle(kept)) return { ...firstSize };
  const area = workAreas.find((candidate) => showsTitleBar(kept, candidate));
  const largest = area ?? workAreas[0] ?? { ...firstSize, x: 0, y: 0 };
  const width = clamp(kept.width, minimumSize.width, largest.width);
  const height = clamp(kept.height, minimumSize.height, largest.height);
  return area ? { width, height, x: kept.x, y: kept.y } : { width, height };
}

function showsTitleBar(bounds: Rectangle, area: Rectangle): boolean {
  const width = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
  return (
    width >= draggable.width &&
    bounds.y >= area.y &&
    bounds.y + draggable.height <= area.y + area.height
  );
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}

function isRectangle(value: unknown): value is Rectangle {
  if (typeof value !== 'object' || value === null) return false;
  const { x, y, width, height } = value as Partial<Record<keyof Rectangle, unknown>>;
  return [x, y, width, height].every(Number.isSafeInteger);
}
