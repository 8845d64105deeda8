/** Plays a history on a lying server, with the product as the client, and checks it after every sync. */
import type { SyncOptions } from '../../../electron/core/sync/context.ts';
import { RolodialError } from '../../../shared/errors.ts';
import type { LyingServer } from '../../servers/lying-dav.ts';
import { change } from './history-changes.ts';
import {
  checkPresent,
  checkRoster,
  checkTaken,
  checkTold,
  checkUnread,
  deceivedBooks,
  inForceOfGone,
  type Synced,
  settlePending,
} from './history-checks.ts';
import { HistoryClient } from './history-client.ts';
import type { History, SyncStep } from './history-steps.ts';
import { jidFor, World } from './history-world.ts';

const day = 86_400_000;

/** @throws Error at the first rule that is broken */
export async function play(history: History, server: LyingServer): Promise<void> {
  const world = new World(history);
  server.site = world.site;
  const client = new HistoryClient(server.url, world.site.told);
  for (let item = 0; item < history.ownItems; item += 1) client.addOwnItem(jidFor(item));
  try {
    for (const step of history.steps) {
      if (step.act === 'sync') await sync(step, world, client);
      else change(world, step);
    }
    await atTheEnd(world, client, history.end);
  } finally {
    await client.close();
  }
}

/** All is mended: one sync must do, unless the server has hidden something, which a comparison must bring out. */
async function atTheEnd(world: World, client: HistoryClient, end: History['end']) {
  const last: SyncStep = { act: 'sync', guard: 'confirm', days: 0, full: false, restarted: false };
  world.mendEverything();
  await sync(last, world, client);
  const isLater = end === 'a week later';
  await sync({ ...last, days: isLater ? 7 : 0, full: !isLater }, world, client);
  if (world.books.length > 0) checkRoster(client, world.wanted());
}

/** One sync of the history, and what follows on its questions. */
async function sync(
  { guard, days, full, restarted }: SyncStep,
  world: World,
  client: HistoryClient,
): Promise<void> {
  client.now += days * day + 60_000;
  if (restarted) client.restart();
  let answer: SyncOptions['guard'] = guard === 'keep' ? 'keep' : 'ask';
  for (let questions = 0; ; questions += 1) {
    const ended = await attempt({ guard: answer, full }, world, client);
    if (!ended) return;
    const { report, deceived, synced } = ended;
    if (!report.guard) {
      checkPresent(synced);
      if (isAllRead(synced) && deceived.size === 0 && answer !== 'keep') {
        checkRoster(client, world.wanted(), inForceOfGone(world, client));
      }
    }
    // Of a guard that stops, and of books that are gone, there is one question at a time.
    const asked = report.guard?.jids ?? report.absentBooks?.jids ?? [];
    checkTaken(synced, lettingGo(world, asked), deceived);
    if (asked.length === 0 || guard !== 'confirm') return;
    if (questions === 2) throw new Error(`question: asks again and again for ${asked}`);
    for (const jids of world.pending.values()) for (const jid of asked) jids.delete(jid);
    answer = new Set(asked);
  }
}

/** Whether there is nothing that was not read; a home without books is no address book to speak of. */
function isAllRead({ world, unread }: Synced): boolean {
  return world.books.length > 0 && unread.every(({ reason }) => reason === 'gone');
}

/** What is asked about, but for the books that are gone, about which it has to be. */
function lettingGo(world: World, jids: readonly string[]): string[] {
  const pending = new Set([...world.pending.values()].flatMap((each) => [...each]));
  const wanted = world.wanted();
  return jids.filter((jid) => !pending.has(jid) || wanted.has(jid));
}

async function attempt(options: SyncOptions, world: World, client: HistoryClient) {
  const before = client.memory();
  settlePending(world, before);
  world.site.told.length = 0;
  client.taken.length = 0;
  try {
    const report = await client.sync(options);
    const { unread } = report;
    const { memory: after = before, told = [] } = client.first ?? {};
    const synced: Synced = { world, client, before, after, told, unread };
    const { hiding, isWrong: deceived } = deceivedBooks(synced, options);
    checkTaken(synced, client.taken, deceived);
    checkTold(synced, deceived);
    checkUnread(synced, hiding);
    return { report, deceived, synced };
  } catch (error) {
    if (!(error instanceof RolodialError)) throw error;
    const readable = world.books.filter((book) => world.isReadable(book));
    // Who asks to be left alone speaks for all of the server.
    const isBusy = [...world.site.brokenCollections.values()].includes(503);
    if ((readable.length > 0 && !isBusy) || error.code === 'internal') {
      const paths = readable.map(({ path }) => path).join(', ');
      throw new Error(`failure: ${error.message} although ${paths} can be read`, { cause: error });
    }
    checkTaken({ world, before }, client.taken, new Set());
    return undefined;
  }
}
