import { expect, test } from 'vitest';
import { fitBounds } from '../../../electron/shell/bounds.ts';

const left = { x: 0, y: 0, width: 1920, height: 1040 };
const right = { x: 1920, y: 0, width: 1280, height: 984 };
const first = { width: 1000, height: 700 };

test('a window opens where it was left', () => {
  const kept = { x: 2000, y: 100, width: 900, height: 650 };
  expect(fitBounds(kept, [left, right])).toEqual(kept);
});

test('a window whose display is gone opens wherever the desktop puts it, as large as it was', () => {
  const kept = { x: 2000, y: 100, width: 900, height: 650 };
  expect(fitBounds(kept, [left])).toEqual({ width: 900, height: 650 });
});

test('a window is never larger than the display it opens on, nor smaller than it can be used', () => {
  expect(fitBounds({ x: 1930, y: 0, width: 3000, height: 2000 }, [left, right])).toEqual({
    x: 1930,
    y: 0,
    width: 1280,
    height: 984,
  });
  expect(fitBounds({ x: 0, y: 0, width: 10, height: 10 }, [left])).toMatchObject({
    width: 480,
    height: 560,
  });
});

test.each([
  undefined,
  null,
  'wide',
  {},
  { x: 0, y: 0, width: '900', height: 650 },
  { x: Number.NaN },
])('bounds that were never written (%j) give a window of the first size', (kept) => {
  expect(fitBounds(kept, [left])).toEqual(first);
});
