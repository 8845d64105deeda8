/** Plays a history on a lying server, with the product as the client, and checks it after every sync. */
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
  type Synced,
} from './history-checks.ts';
import { HistoryClient, type Unread } from './history-client.ts';
import type { History, SyncStep } from './history-steps.ts';
import { jidFor, World } from './history-world.ts';

const day = 86_400_000;
const week = 7 * day + 60_000;

/** @throws Error at the first rule that is broken */
export async function play(history: History, server: LyingServer): Promise<void> {
  const world = new World(history);
  server.site = world.site;
  const client = new HistoryClient(server.url);
  const own = new Set(Array.from({ length: history.ownItems }, (_, index) => jidFor(index)));
  for (const jid of own) client.addOwnItem(jid);
  try {
    for (const step of history.steps) {
      if (step.act === 'sync') await sync(step, world, client);
      else change(world, step);
    }
    await atTheEnd(world, client, own);
  } finally {
    await client.close();
  }
}

/** All is mended: one sync must do, unless the server has hidden something, which a week later must come out. */
async function atTheEnd(world: World, client: HistoryClient, own: ReadonlySet<string>) {
  const last: SyncStep = { act: 'sync', guard: 'confirm', days: 0, full: false, restarted: false };
  world.mendEverything();
  const isFirst = client.memory().size === 0;
  const deceived = await sync(last, world, client, 'must');
  if (deceived.size === 0 && !isFirst && world.books.length > 0) {
    checkRoster(client, world.wanted(), own);
  }
  client.now += week;
  await sync(last, world, client, 'must');
  if (world.books.length > 0) checkRoster(client, world.wanted(), own);
}

/**
 * One sync of the history.
 *
 * @returns paths of the books in which the server has hidden something
 */
async function sync(
  { guard, days, full, restarted }: SyncStep,
  world: World,
  client: HistoryClient,
  succeeding?: 'must',
): Promise<ReadonlySet<string>> {
  client.now += days * day + 60_000;
  client.full = full;
  if (restarted) client.restart();
  const first = await attempt(guard === 'keep' ? 'keep' : 'ask', world, client, succeeding);
  if (!first) return new Set();
  const { report, deceived, synced } = first;
  if (!report.guard) {
    checkPresent(synced);
    return deceived;
  }
  checkTaken(synced, lettingGo(world, report.guard.jids), deceived);
  if (guard !== 'confirm') return deceived;
  for (const jids of world.pending.values()) for (const jid of report.guard.jids) jids.delete(jid);
  const second = await attempt(new Set(report.guard.jids), world, client, succeeding);
  if (second?.report.guard) throw new Error(`guard: asks again for ${second.report.guard.jids}`);
  if (second) checkPresent(second.synced);
  return second?.deceived ?? deceived;
}

/** What the guard asks about, but for the books that are gone, about which it has to. */
function lettingGo(world: World, jids: readonly string[]): string[] {
  const pending = new Set([...world.pending.values()].flatMap((each) => [...each]));
  const wanted = world.wanted();
  return jids.filter((jid) => !pending.has(jid) || wanted.has(jid));
}

async function attempt(
  guard: 'ask' | 'keep' | ReadonlySet<string>,
  world: World,
  client: HistoryClient,
  succeeding?: 'must',
) {
  const before = client.memory();
  world.site.told.length = 0;
  client.taken.length = 0;
  try {
    const report = await client.sync(guard);
    const unread: readonly Unread[] = client.reading?.unread ?? [];
    const synced: Synced = { world, client, before, unread };
    const deceived = deceivedBooks(synced);
    checkTaken(synced, client.taken, deceived);
    checkTold(synced, deceived);
    checkUnread(synced);
    if (succeeding && unread.length > 0) {
      throw new Error(`unread: ${JSON.stringify(unread)}, although all is mended`);
    }
    return { report, deceived, synced };
  } catch (error) {
    if (!(error instanceof RolodialError)) throw error;
    const readable = world.books.filter((book) => world.isReadable(book));
    if (readable.length > 0 || error.code === 'internal') {
      const paths = readable.map(({ path }) => path).join(', ');
      throw new Error(`failure: ${error.message} although ${paths} can be read`, { cause: error });
    }
    checkTaken({ world, client, before, unread: [] }, client.taken, new Set());
    return undefined;
  }
}
