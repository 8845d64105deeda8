/** Books as a read leaves them in the cache. */
import type { ReadBook } from '../../../electron/core/store/card-cache.ts';

/** What most books have in common. */
export const ordinaryBook = {
  ...{ ctag: null, comparedAt: null, identity: null, doubtedAt: null, setBackAt: null },
  ...{ isShared: false, absence: null, unread: [] },
} as const satisfies Partial<ReadBook>;
