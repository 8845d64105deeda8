/**
 * One fresh process of the carddav bench: reads an address book as often as it is told, through all that the
 * product does (discovery, HTTP, parsing, cache, contacts), and prints what each read took.
 */
import { readFileSync } from 'node:fs';
import { readAddressBook } from '../../electron/core/carddav/address-book.ts';
import { keepHeapSmall } from '../../electron/core/profile/small-heap.ts';
import { cardCache } from '../../electron/core/store/card-cache.ts';
import { openDatabase } from '../../electron/core/store/database.ts';
import type { DavCredentials } from '../servers/dav-request.ts';

/** What the process is given as its argument, in JSON. */
export interface ChildTask {
  readonly url: string;
  readonly credentials: DavCredentials;
  readonly dataFolder: string;
  readonly reads: number;
  /** One more, which compares all cards with what is known. */
  readonly full: boolean;
}

interface ReadFigures {
  readonly ms: number;
  readonly requests: number;
  readonly bytes: number;
  readonly contacts: number;
}

/** What it prints, in JSON. */
export interface ChildReport {
  readonly reads: readonly ReadFigures[];
  /** The one that compares all; null where none was wanted. */
  readonly full: ReadFigures | null;
  /** The last read's point to go on from. */
  readonly syncToken: string;
  readonly peakMegabytes: number;
}

const task: ChildTask = JSON.parse(process.argv[2] ?? '');
keepHeapSmall();
const database = openDatabase(task.dataFolder, 'bench');
const cache = cardCache(database);
const { url, credentials } = task;
const { username } = credentials;
const source = { url, books: [], username, credentials, defaultCountry: 'CA' };
const reads: ReadFigures[] = [];
for (let index = 0; index < task.reads; index++) reads.push(await read(false));
const full = task.full ? await read(true) : null;
const syncToken = cache.books({ address: url, username })[0]?.syncToken ?? '';
database.close();
process.stdout.write(
  JSON.stringify({ reads, full, syncToken, peakMegabytes: peakMegabytes() } satisfies ChildReport),
);

async function read(full: boolean): Promise<ReadFigures> {
  const start = performance.now();
  const { signal } = new AbortController();
  const reading = await readAddressBook(source, cache, signal, () => undefined, { full });
  const { requests, bytes, contacts } = reading;
  return { ms: performance.now() - start, requests, bytes, contacts: contacts.length };
}

/**
 * The most memory that was ever in use (proc(5), VmHWM). Not `process.resourceUsage().maxRSS`: Linux counts
 * into that what the process had that started this one.
 */
function peakMegabytes(): number {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}
