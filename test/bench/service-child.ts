/**
 * One fresh process of the service bench, which prints what it measured: a first sync into the document, an
 * unchanged one, a changed one, and requests for it over loopback beside a bare server with the same bytes.
 */

import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Sharing } from '../../electron/core/groups/sharing.ts';
import { listen } from '../../electron/core/roster-service/listener.ts';
import { ServedProfile } from '../../electron/core/roster-service/served-profile.ts';
import { openRecords } from '../../electron/core/store/records.ts';
import type { SyncContext } from '../../electron/core/sync/context.ts';
import { runSync } from '../../electron/core/sync/run.ts';
import type { Contact } from '../../shared/contact/contact.ts';
import { readingOf } from '../support/carddav/readings.ts';
import { contacts, profileOf } from './roster-people.ts';

/** What the process is given as its argument, in JSON. */
export interface ServiceTask {
  readonly people: number;
  readonly requests: number;
  readonly dataFolder: string;
}

/** What it prints, in JSON; milliseconds. */
export interface ServiceReport {
  readonly items: number;
  readonly bytes: number;
  readonly firstSyncMs: number;
  /** From the end of the sync until the document is served. */
  readonly buildMs: number;
  /** 99th percentile of the event loop's delay over both syncs. */
  readonly loopDelayMs: number;
  /** Documents made by two syncs of which one changed something. */
  readonly builds: number;
  readonly served: readonly number[];
  readonly gzipped: readonly number[];
  readonly unchanged: readonly number[];
  /** A bare server that sends the same bytes. */
  readonly bare: readonly number[];
}

const task: ServiceTask = JSON.parse(process.argv[2] ?? '');
const profile = {
  ...profileOf('john@example.com'),
  remoteRoster: { checkAtLogin: true, serve: true, keepOthers: false },
};
const records = openRecords(task.dataFolder, profile);
let builds = 0;
const sharing = new Sharing(
  () => profile,
  records.evidence,
  () => true,
);
const served = new ServedProfile(
  {
    profile,
    records: {
      ...records,
      servedRoster: {
        ...records.servedRoster,
        publish(document) {
          builds += 1;
          records.servedRoster.publish(document);
        },
      },
    },
    sharing,
    dataFolder: task.dataFolder,
    account: { openForQuestion: () => Promise.reject(new Error('there is no server')) },
    log: () => undefined,
  },
  () => Promise.reject(new Error('nobody is to be told')),
  () => undefined,
);

process.stdout.write(JSON.stringify(await measured()));

async function measured(): Promise<ServiceReport> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const startedAt = performance.now();
  await sync(contacts(task.people));
  const syncedAt = performance.now();
  await served.syncEnded();
  const builtAt = performance.now();
  await sync(contacts(task.people));
  await served.syncEnded();
  delay.disable();
  const document = await served.representation(false);
  if (!document) throw new Error('nothing is served');

  const { url, close } = await start();
  const bare = createServer((_, response) => response.end(document.body));
  bare.listen(0, '127.0.0.1');
  await once(bare, 'listening');
  const bareUrl = `http://127.0.0.1:${(bare.address() as AddressInfo).port}/`;
  const report: ServiceReport = {
    items: records.servedRoster.count(),
    bytes: document.body.length,
    firstSyncMs: syncedAt - startedAt,
    buildMs: builtAt - syncedAt,
    loopDelayMs: delay.percentile(99) / 1e6,
    builds,
    bare: await times(bareUrl, {}),
    served: await times(url, {}),
    gzipped: await times(url, { 'Accept-Encoding': 'gzip' }),
    unchanged: await times(url, { 'If-None-Match': document.etag }),
  };
  bare.close();
  await close();
  records.close();
  return report;
}

async function sync(people: readonly Contact[]): Promise<void> {
  const context: SyncContext = {
    profile,
    dataFolder: task.dataFolder,
    records: served.records,
    sharing,
    account: served,
    book: {
      read: async () => readingOf(people),
    },
    onProgress: () => undefined,
  };
  await runSync(context, { guard: 'ask' }, new AbortController().signal);
}

async function start() {
  const { port, close } = await listen({
    ...{ address: '127.0.0.1', port: 0, tls: null, secret: null },
    find: async () => served,
    onRequest: () => undefined,
    log: (line) => process.stderr.write(`${line}\n`),
  });
  return { url: `http://127.0.0.1:${port}/contacts/john`, close };
}

/** How long each request takes, from asking to the last byte, over a new connection as Prosody asks. */
async function times(url: string, headers: Record<string, string>): Promise<number[]> {
  const taken: number[] = [];
  for (let request = 0; request < task.requests; request += 1) {
    const startedAt = performance.now();
    const [answer] = (await once(get(url, { headers, agent: false }), 'response')) as [
      IncomingMessage,
    ];
    answer.resume();
    await once(answer, 'end');
    taken.push(performance.now() - startedAt);
  }
  return taken;
}
