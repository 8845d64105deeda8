/**
 * Reading an address book of 1,000, 10,000 and 50,000 cards from a real Radicale, beside curl doing the same
 * REPORT. Both are repeated in turns and the best of each counts: a machine is never only slower for one.
 */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { ensureDebianPackages } from '../servers/debian-packages.ts';
import { type RadicaleServer, startRadicale } from '../servers/radicale.ts';
import { temporaryFolder } from '../servers/temporary-folders.ts';
import { bundle } from './bundle.ts';
import type { ChildReport, ChildTask } from './carddav-child.ts';
import { changesSince, curlReport, query } from './curl.ts';
import { type Bench, type Figure, figure } from './figures.ts';
import { peopleCards } from './people-cards.ts';

const run = promisify(execFile);

/** Cards, and how often each measurement is repeated. */
const sizes = [
  { cards: 1_000, rounds: 7 },
  { cards: 10_000, rounds: 5 },
  { cards: 50_000, rounds: 3 },
] as const;

/** Best times of one size, in milliseconds. */
interface Measured {
  readonly cards: number;
  readonly first: number;
  readonly curlFirst: number;
  /** Compares all ETags once and gets the sync token. */
  readonly second: number;
  readonly curlSecond: number;
  readonly unchanged: number;
  /** In a process that has just been started. */
  readonly unchangedAnew: number;
  readonly curlUnchanged: number;
  readonly unchangedRequests: number;
  /** Compares all cards with what is known, as once a week. */
  readonly full: number;
  readonly fullRequests: number;
  readonly fullBytes: number;
  readonly peakMegabytes: number;
}

export const carddav: Bench = async (tell) => {
  await ensureDebianPackages(['curl']);
  const folder = temporaryFolder('bench');
  const child = await bundle(path.join(import.meta.dirname, 'carddav-child.ts'), folder.path);
  const radicale = await startRadicale({ books: sizes.map(({ cards }) => bookOf(cards)) });
  const measured: Measured[] = [];
  for (const { cards, rounds } of sizes) {
    tell(`${cards} cards: writing them, and letting Radicale fill its own caches`);
    await radicale.writeCards(peopleCards(cards), bookOf(cards));
    await curlReport(radicale.bookUrl(bookOf(cards)), query, radicale);
    await curlReport(radicale.bookUrl(bookOf(cards)), changesSince(''), radicale);
    tell(`${cards} cards: measuring, ${rounds} rounds`);
    measured.push(await measure(radicale, child, cards, rounds));
  }
  return [...measured.flatMap(figuresOf), growth(measured)];
};

function bookOf(cards: number): string {
  return `book-${cards}`;
}

async function measure(
  radicale: RadicaleServer,
  child: string,
  cards: number,
  rounds: number,
): Promise<Measured> {
  const url = radicale.bookUrl(bookOf(cards));
  const credentials = { username: radicale.username, password: radicale.password };
  const curl = (body: string) => curlReport(url, body, credentials);
  const all: Measured[] = [];
  for (let round = 0; round < rounds; round++) {
    const folder = temporaryFolder('bench-data');
    const task = { url, credentials, dataFolder: folder.path };
    const curlFirst = await curl(query);
    const running = await readInChild(child, { ...task, reads: 5, full: true }, cards);
    const curlSecond = await curl(changesSince(''));
    const curlUnchanged = await curl(changesSince(running.syncToken));
    const anew = await readInChild(child, { ...task, reads: 1, full: false }, cards);
    const [first, second, ...later] = running.reads.map(({ ms }) => ms);
    all.push({
      cards,
      first: first ?? Number.NaN,
      curlFirst: Math.min(curlFirst, await curl(query)),
      second: second ?? Number.NaN,
      curlSecond,
      unchanged: Math.min(...later),
      unchangedAnew: anew.reads[0]?.ms ?? Number.NaN,
      curlUnchanged: Math.min(curlUnchanged, await curl(changesSince(running.syncToken))),
      unchangedRequests: anew.reads[0]?.requests ?? Number.NaN,
      full: running.full?.ms ?? Number.NaN,
      fullRequests: running.full?.requests ?? Number.NaN,
      fullBytes: running.full?.bytes ?? Number.NaN,
      peakMegabytes: Math.max(running.peakMegabytes, anew.peakMegabytes),
    });
    await folder.remove();
  }
  const best = (key: keyof Measured) => Math.min(...all.map((each) => each[key]));
  const worst = (key: keyof Measured) => Math.max(...all.map((each) => each[key]));
  return {
    cards,
    first: best('first'),
    curlFirst: best('curlFirst'),
    second: best('second'),
    curlSecond: best('curlSecond'),
    unchanged: best('unchanged'),
    unchangedAnew: best('unchangedAnew'),
    curlUnchanged: best('curlUnchanged'),
    unchangedRequests: worst('unchangedRequests'),
    full: best('full'),
    fullRequests: worst('fullRequests'),
    fullBytes: worst('fullBytes'),
    peakMegabytes: worst('peakMegabytes'),
  };
}

/** @throws Error where a read does not give all contacts: then its time means nothing */
async function readInChild(child: string, task: ChildTask, cards: number): Promise<ChildReport> {
  const { stdout } = await run(process.execPath, [child, JSON.stringify(task)]);
  const report: ChildReport = JSON.parse(stdout);
  const wrong = [...report.reads, ...(report.full ? [report.full] : [])].find(
    ({ contacts }) => contacts !== cards,
  );
  if (wrong) throw new Error(`${wrong.contacts} contacts were read of ${cards}`);
  return report;
}

function figuresOf(measured: Measured): Figure[] {
  const { cards, first, curlFirst, second, curlSecond, unchanged, curlUnchanged } = measured;
  const of = `of ${cards.toLocaleString('en')} cards`;
  // Half a second for what is done once: finding the book, starting the parser, making the contacts.
  const firstLimit = cards === 10_000 ? 1.3 * curlFirst + 500 : null;
  return [
    figure(`first read ${of}`, first, 'ms', firstLimit),
    figure(`first read ${of}, beside curl`, first / curlFirst, '×'),
    figure(`second read ${of} (gets the sync token), beside curl`, second / curlSecond, '×'),
    figure(`unchanged read ${of}`, unchanged, 'ms'),
    figure(`unchanged read ${of}, beside curl`, unchanged / curlUnchanged, '×', 1.2),
    // It parses all cards while the server looks for changes: on a busy machine one waits for the other.
    figure(
      `unchanged read ${of} after a new start, beside curl`,
      measured.unchangedAnew / curlUnchanged,
      '×',
    ),
    figure(`requests of an unchanged read ${of}`, measured.unchangedRequests, 'requests', 1),
    figure(`full comparison ${of}`, measured.full, 'ms'),
    figure(`full comparison ${of}, beside curl listing all`, measured.full / curlSecond, '×'),
    figure(`requests of a full comparison ${of}`, measured.fullRequests, 'requests', 3),
    figure(
      `bytes of a full comparison ${of}, for each card`,
      measured.fullBytes / cards,
      'bytes',
      250,
    ),
    figure(`peak memory of reads ${of}`, measured.peakMegabytes, 'MB', 200),
  ];
}

/** Whether a card takes longer the more there are. */
function growth(measured: readonly Measured[]): Figure {
  const perCard = measured.map(({ first, cards }) => first / cards);
  const [smallest = Number.NaN] = perCard;
  const largest = perCard.at(-1) ?? Number.NaN;
  return figure(
    'first read, time per card of 50,000 to that of 1,000',
    largest / smallest,
    '×',
    1.5,
  );
}
