import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openFirstWindow } from '../../../electron/shell/first-window.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function start(hidden: boolean, present: boolean) {
  const opened: string[] = [];
  const listeners = new Set<(present: boolean) => void>();
  openFirstWindow(
    { hidden, settingsFolder: undefined },
    {
      open: () => void opened.push('in front'),
      openInBackground: () => void opened.push('in the background'),
      send: () => {},
    },
    {
      present,
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  );
  const panelComes = () => {
    for (const listener of listeners) listener(true);
  };
  return { opened, panelComes };
}

test('a start shows the window', () => {
  expect(start(false, false).opened).toEqual(['in front']);
  expect(start(false, true).opened).toEqual(['in front']);
});

test('a start at login stays hidden where there is a tray, also one that comes a little later', () => {
  const now = start(true, true);
  const soon = start(true, false);
  soon.panelComes();
  vi.advanceTimersByTime(60_000);

  expect(now.opened).toEqual([]);
  expect(soon.opened).toEqual([]);
});

test('a start at login without a tray shows the window, without taking the keyboard', () => {
  const { opened, panelComes } = start(true, false);
  vi.advanceTimersByTime(60_000);
  panelComes();

  expect(opened).toEqual(['in the background']);
});
