/**
 * One fresh process of the roster bench, which prints what it measured: a first push and then an unchanged
 * sync, through all that the product does (session, plan, push, ledger, history); or the planning alone.
 */

import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Sharing } from '../../electron/core/groups/sharing.ts';
import { trustAuthorities } from '../../electron/core/settings/trust.ts';
import { openRecords } from '../../electron/core/store/records.ts';
import type { SyncContext } from '../../electron/core/sync/context.ts';
import { runSync } from '../../electron/core/sync/run.ts';
import { openSession } from '../../electron/core/xmpp/session.ts';
import { desiredItems } from '../../shared/roster/desired.ts';
import { newEntry } from '../../shared/roster/ledger.ts';
import { plan } from '../../shared/roster/plan.ts';
import { readingOf } from '../support/carddav/readings.ts';
import { contacts, profileOf } from './roster-people.ts';

/** What the process is given as its argument, in JSON. */
export type RosterTask =
  | {
      readonly kind: 'push';
      readonly people: number;
      readonly jid: string;
      readonly password: string;
      readonly host: string;
      readonly port: number;
      readonly caFile: string;
      readonly dataFolder: string;
    }
  | { readonly kind: 'plan'; readonly people: number; readonly times: number };

/** What it prints, in JSON. */
export interface PushReport {
  /** From the first set to the last answer. */
  readonly pushMs: number;
  readonly applied: number;
  readonly failed: number;
  /** 99th percentile over the whole sync, in milliseconds. */
  readonly loopDelayMs: number;
  /** Of the sync after it. */
  readonly unchangedSets: number;
}
export interface PlanReport {
  /** Milliseconds, the first in a process that has just been started. */
  readonly times: readonly number[];
}

const task: RosterTask = JSON.parse(process.argv[2] ?? '');
process.stdout.write(JSON.stringify(task.kind === 'push' ? await pushed(task) : planned(task)));

async function pushed(given: Extract<RosterTask, { kind: 'push' }>): Promise<PushReport> {
  trustAuthorities(given.caFile, 'bench');
  const profile = profileOf(given.jid);
  const people = contacts(given.people);
  const records = openRecords(given.dataFolder, profile);
  const session = await openSession(
    { ...given, allowUnencrypted: false },
    AbortSignal.timeout(60_000),
  );
  let sets = 0;
  const counted: typeof session = {
    ...session,
    setItem(jid, naming) {
      sets += 1;
      return session.setItem(jid, naming);
    },
    removeItem(jid) {
      sets += 1;
      return session.removeItem(jid);
    },
  };
  let startedAt = 0;
  let endedAt = 0;
  const context: SyncContext = {
    profile,
    dataFolder: given.dataFolder,
    records,
    sharing: new Sharing(
      () => profile,
      records.evidence,
      () => false,
    ),
    account: { open: async () => counted, mayPush: () => true },
    book: {
      read: async () => readingOf(people),
    },
    onProgress({ phase, done }) {
      if (phase !== 'pushing') return;
      if (done === 0) startedAt = performance.now();
      else endedAt = performance.now();
    },
  };
  const sync = async () =>
    (await runSync(context, { guard: 'ask' }, new AbortController().signal)).report;

  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const first = await sync();
  delay.disable();
  const pushMs = endedAt - startedAt;
  sets = 0;
  await sync();
  await session.close();
  records.close();
  return {
    pushMs,
    applied: first.applied.added,
    failed: first.failed.length,
    loopDelayMs: delay.percentile(99) / 1e6,
    unchangedSets: sets,
  };
}

function planned({ people, times }: Extract<RosterTask, { kind: 'plan' }>): PlanReport {
  const profile = profileOf('john@example.com');
  const book = contacts(people);
  const { items } = desiredItems(book, profile);
  // As the server and the database give them: strings of their own, not the ones that are compared.
  const copy = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value));
  const live = {
    items: items.map(({ jid, name, groups }) => copy({ jid, name, groups, subscription: 'none' })),
    shared: new Set<string>(),
  };
  const ledger = items.map(({ jid, name, groups }) => copy(newEntry(jid, { name, groups })));
  return {
    times: Array.from({ length: times }, () => {
      const startedAt = performance.now();
      const { actions } = plan(desiredItems(book, profile).items, live, ledger, profile);
      const took = performance.now() - startedAt;
      if (actions.some((action) => action.action !== 'keep' || action.record)) {
        throw new Error('where nothing has changed, the plan must be empty');
      }
      return took;
    }),
  };
}
