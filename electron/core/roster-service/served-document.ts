/**
 * The document of one account as requests get it: built once per change, kept in memory, and replaced only by
 * a complete one, also where another process builds it.
 */
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type DocumentItem, documentText } from '../../../shared/roster/document.ts';
import type { ServedRosterStore } from '../store/served-roster.ts';

/** One representation of the document (RFC 9110 §3.2). */
export interface Representation {
  readonly body: Buffer;
  /** Strong, and another for each encoding (RFC 9110 §8.8.3.3). */
  readonly etag: string;
  readonly builtAt: Date;
  readonly gzipped: boolean;
}

const compress = promisify(gzip);

/**
 * Builds the document of these items, and stores it where it differs from the one that is served.
 * @returns whether it differs
 */
export async function publishDocument(
  items: readonly DocumentItem[],
  store: ServedRosterStore,
): Promise<boolean> {
  const text = documentText(items);
  // Each of these steps is slow with tens of thousands of items; requests are answered in between.
  await nextTurn();
  const tag = createHash('sha256').update(text).digest('base64url').slice(0, 22);
  if (tag === store.publishedTag() && !store.isStale()) return false;
  const differs = tag !== store.publishedTag();
  await nextTurn();
  store.publish({ builtAt: new Date().toISOString(), tag, text, items: items.length });
  return differs;
}

export class ServedDocument {
  readonly #store: ServedRosterStore;
  #tag: string | null = null;
  #plain: Representation | null = null;
  #gzipped: Promise<Representation> | null = null;

  constructor(store: ServedRosterStore) {
    this.#store = store;
  }

  /** Null where there is none yet. */
  async representation(gzipped: boolean): Promise<Representation | null> {
    const tag = this.#store.publishedTag();
    if (tag !== this.#tag) this.#read(tag);
    const plain = this.#plain;
    if (!plain || !gzipped) return plain;
    this.#gzipped ??= compress(plain.body).then((body) => ({
      ...{ body, builtAt: plain.builtAt, gzipped: true },
      etag: `"${tag}-gzip"`,
    }));
    return await this.#gzipped;
  }

  #read(tag: string | null): void {
    const stored = this.#store.published();
    this.#tag = tag;
    this.#gzipped = null;
    this.#plain = stored && {
      body: Buffer.from(stored.text),
      etag: `"${stored.tag}"`,
      builtAt: new Date(stored.builtAt),
      gzipped: false,
    };
  }
}
