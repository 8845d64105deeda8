import { describe, expect, it } from 'vitest';
import { createFormats } from '../../../renderer/i18n/use-formats.ts';

const now = new Date('2026-11-20T20:00:00Z');
const inTime = (milliseconds: number) => new Date(now.getTime() + milliseconds);
const minute = 60_000;
const hour = 60 * minute;

describe('times in words', () => {
  it('use the largest unit that fits', () => {
    const { relative } = createFormats('en-CA');
    expect(relative(inTime(-20_000), now)).toBe('now');
    expect(relative(inTime(-3 * minute), now)).toBe('3 minutes ago');
    expect(relative(inTime(22 * hour), now)).toBe('in 22 hours');
    expect(relative(inTime(-24 * hour), now)).toBe('24 hours ago');
    expect(relative(inTime(-49 * hour), now)).toBe('2 days ago');
  });
  it('speak French', () => {
    const { relative, duration, number } = createFormats('fr-CA');
    expect(relative(inTime(-2 * hour), now)).toBe('il y a 2 heures');
    expect(duration(3_400)).toBe('3,4 secondes');
    expect(number(50_004)).toMatch(/^50\s004$/);
  });
  it('tell how long a sync took', () => {
    const { duration } = createFormats('en');
    expect(duration(41)).toBe('41 milliseconds');
    expect(duration(400)).toBe('0.4 seconds');
    expect(duration(150_000)).toBe('3 minutes');
    expect(duration(5_400_000)).toBe('1.5 hours');
  });
});

describe('sizes in words', () => {
  it('are bytes where there are few, and thousands of them beyond', () => {
    const { size } = createFormats('en-CA');
    expect([0, 23, 12_400, 10_500_000].map(size)).toEqual([
      ...['0 bytes', '23 bytes', '12.4 kB', '10.5 MB'],
    ]);
    expect(createFormats('fr-CA').size(23)).toMatch(/^23\soctets$/);
  });
});
