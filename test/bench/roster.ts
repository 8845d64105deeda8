/**
 * Bringing a roster in line: a first push of 2,000 items to a real Prosody with SQLite, beside the same
 * stanzas pipelined over a raw TLS socket and beside a plain loop; and planning against full rosters. The
 * pushes are repeated in turns and the best of each counts: a machine is never only slower for one.
 */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { type ProsodyServer, startProsody } from '../servers/prosody.ts';
import { temporaryFolder } from '../servers/temporary-folders.ts';
import { bundle } from './bundle.ts';
import { type Bench, type Figure, figure } from './figures.ts';
import type { PlanReport, PushReport, RosterTask } from './roster-child.ts';
import { pipelined, sequential } from './roster-sets.ts';

const run = promisify(execFile);

const people = 1_000;
const items = 2 * people;
const rounds = 5;

export const roster: Bench = async (tell) => {
  const folder = temporaryFolder('bench');
  const child = await bundle(path.join(import.meta.dirname, 'roster-child.ts'), folder.path);
  const prosody = await startProsody({ storage: 'sqlite' });
  const pushes: { ours: PushReport; raw: number; loop: number }[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    tell(`round ${round} of ${rounds}: a first push of ${items} items, three ways`);
    const user = async (name: string) => {
      await prosody.addUser(`${name}-${round}`, 'password');
      return `${name}-${round}`;
    };
    pushes.push({
      raw: await pipelined(prosody, await user('raw'), people),
      ours: await push(child, prosody, await user('ours')),
      loop: await sequential(prosody, await user('loop'), people),
    });
  }
  await prosody.stop();
  tell('planning 10,000 and 50,000 cards under two numbers');
  return [...pushFigures(pushes), ...(await planFigures(child))];
};

async function push(child: string, prosody: ProsodyServer, user: string): Promise<PushReport> {
  const { host, port, caFile, domain, users } = prosody;
  const folder = temporaryFolder('bench-data');
  const report = await inChild<PushReport>(child, {
    ...{ kind: 'push', people, jid: `${user}@${domain}`, password: users[user] ?? '' },
    ...{ host, port, caFile, dataFolder: folder.path },
  });
  await folder.remove();
  if (report.applied !== items) throw new Error(`${report.applied} of ${items} items were pushed`);
  return report;
}

async function inChild<Report>(child: string, task: RosterTask): Promise<Report> {
  const { stdout } = await run(process.execPath, [child, JSON.stringify(task)]);
  return JSON.parse(stdout);
}

function pushFigures(pushes: readonly { ours: PushReport; raw: number; loop: number }[]): Figure[] {
  const best = (of: (each: (typeof pushes)[number]) => number) => Math.min(...pushes.map(of));
  const worst = (of: (each: (typeof pushes)[number]) => number) => Math.max(...pushes.map(of));
  const ours = best((each) => each.ours.pushMs);
  const raw = best((each) => each.raw);
  const loop = best((each) => each.loop);
  const first = `first push of ${items.toLocaleString('en')} items`;
  return [
    figure(first, ours, 'ms'),
    figure(`${first}, the same stanzas pipelined`, raw, 'ms'),
    figure(`${first}, pipelined stanzas 1`, ours / raw, '×', 1 / 0.9),
    figure(`${first}, one set after the other`, loop, 'ms'),
    figure(`${first}, one set after the other 1`, ours / loop, '×', 1),
    figure(
      `${first}, items not pushed`,
      worst((each) => each.ours.failed),
      'items',
      0,
    ),
    figure(
      `${first}, event loop delay, 99th percentile`,
      worst((each) => each.ours.loopDelayMs),
      'ms',
      50,
    ),
    figure(
      'unchanged sync, roster sets',
      worst((each) => each.ours.unchangedSets),
      'sets',
      0,
    ),
  ];
}

async function planFigures(child: string): Promise<Figure[]> {
  const times = async (cards: number) =>
    (await inChild<PlanReport>(child, { kind: 'plan', people: cards, times: 9 })).times;
  const some = await times(10_000);
  const many = await times(50_000);
  const [first = Number.NaN] = some;
  return [
    figure('planning 10,000 cards under 2 numbers', Math.min(...some), 'ms', 150),
    figure('planning 10,000 cards under 2 numbers, first in a process', first, 'ms', 150),
    figure('planning 50,000 cards under 2 numbers', Math.min(...many), 'ms'),
    // Sorting alone takes 1.16 times as long for each of five times as many; a square would be 5.
    figure(
      'planning, time per item of 100,000 to that of 20,000',
      Math.min(...many) / Math.min(...some) / 5,
      '×',
      1.8,
    ),
  ];
}
