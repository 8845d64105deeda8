/** Numbers, dates, durations and lists in the window's language. */
import { useMemo, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { type Language, resolveLocale } from '../../shared/words/language.ts';

export interface Formats {
  number(value: number): string;
  percent(share: number): string;
  /** `Nov 20, 2026, 8:14 PM` */
  dateTime(moment: Date): string;
  /** `2 hours ago`, `in 22 hours` */
  relative(moment: Date, now: Date): string;
  /** `41 milliseconds`, `3.4 seconds`, `2 minutes` */
  duration(milliseconds: number): string;
  list(parts: readonly string[]): string;
  /** `23 bytes`, `12 kB`, `2.6 MB`: thousands of bytes, as servers limit them */
  size(bytes: number): string;
}

export function createFormats(locale: string): Formats {
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent' });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const unit = (
    value: number,
    name: 'byte' | 'millisecond' | 'second' | 'minute' | 'hour',
    digits: number,
  ) =>
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: name,
      unitDisplay: 'long',
      maximumFractionDigits: digits,
    }).format(value);
  return {
    number: (value) => number.format(value),
    percent: (share) => percent.format(share),
    dateTime: (moment) => dateTime.format(moment),
    relative(moment, now) {
      const { value, unit: name } = largestUnit(moment.getTime() - now.getTime());
      return relative.format(value, name);
    },
    duration(milliseconds) {
      if (milliseconds < 100) return unit(milliseconds, 'millisecond', 0);
      if (milliseconds < 60_000) return unit(milliseconds / 1_000, 'second', 1);
      if (milliseconds < 3_600_000) return unit(milliseconds / 60_000, 'minute', 0);
      return unit(milliseconds / 3_600_000, 'hour', 1);
    },
    list: (parts) => list.format(parts),
    size(bytes) {
      if (bytes < 1_000) return unit(bytes, 'byte', 0);
      const [name, factor, digits] = bytes < 1_000_000 ? sizes.small : sizes.large;
      return new Intl.NumberFormat(locale, {
        style: 'unit',
        unit: name,
        maximumFractionDigits: digits,
      }).format(bytes / factor);
    },
  };
}

const sizes = { small: ['kilobyte', 1_000, 1], large: ['megabyte', 1_000_000, 1] } as const;

/** The span in the largest unit that it fills, so that nobody reads "in 1,320 minutes". */
function largestUnit(milliseconds: number): {
  value: number;
  unit: 'second' | 'minute' | 'hour' | 'day';
} {
  const size = Math.abs(milliseconds);
  if (size < 45_000) return { value: 0, unit: 'second' };
  if (size < 45 * 60_000) return { value: Math.round(milliseconds / 60_000), unit: 'minute' };
  if (size < 36 * 3_600_000) return { value: Math.round(milliseconds / 3_600_000), unit: 'hour' };
  return { value: Math.round(milliseconds / 86_400_000), unit: 'day' };
}

export function useFormats(): Formats {
  const { i18n } = useTranslation();
  return useMemo(
    () => createFormats(resolveLocale(i18n.language as Language, navigator.languages)),
    [i18n.language],
  );
}

const minute = 60_000;

/** The present, to the half minute: enough for "2 minutes ago", and no work while the window is hidden. */
export function useNow(): Date {
  const step = useSyncExternalStore(followClock, () => Math.floor(Date.now() / (minute / 2)));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the step is what makes the moment a new one
  return useMemo(() => new Date(), [step]);
}

function followClock(listener: () => void): () => void {
  const timer = setInterval(() => {
    if (!document.hidden) listener();
  }, minute / 2);
  document.addEventListener('visibilitychange', listener);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', listener);
  };
}
