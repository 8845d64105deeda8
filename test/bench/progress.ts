/**
 * What a push of 2,000 items costs on the main thread to show it: as events of what is another, with progress at
 * most ten times a second; beside it, in the same run, the whole state of the profile with each item, as it was
 * told before. Each event is written as JSON, as for a browser, and the tray is worked out from the state.
 */
import { trayView } from '../../electron/shell/tray-view.ts';
import { wordsFor } from '../../electron/shell/words.ts';
import { FakeCore } from '../support/core/fake-core.ts';
import { contact } from '../support/roster/samples.ts';
import { type Bench, figure } from './figures.ts';

const items = 2_000;
const rounds = 3;

/** How a push is told of. */
type Telling = 'changes' | 'whole states';

interface Cost {
  readonly bytes: number;
  readonly milliseconds: number;
  readonly events: number;
}

export const progress: Bench = async (tell) => {
  const costs: Record<Telling, Cost[]> = { changes: [], 'whole states': [] };
  for (let round = 1; round <= rounds; round += 1) {
    for (const telling of ['changes', 'whole states'] as const) {
      tell(`a push of ${items} items, told as ${telling}, ${round} of ${rounds}`);
      costs[telling].push(await pushed(telling));
    }
  }
  const now = median(costs.changes);
  const whole = median(costs['whole states']);
  const of = `push of ${items.toLocaleString('en')} items`;
  return [
    figure(`${of}, events`, now.events, 'events'),
    figure(`${of}, bytes told`, now.bytes, 'bytes'),
    figure(`${of}, telling it, main thread`, now.milliseconds, 'ms'),
    figure(`${of}, bytes told as whole states`, whole.bytes, 'bytes'),
    figure(`${of}, telling whole states, main thread`, whole.milliseconds, 'ms'),
    figure(`${of}, bytes, of whole states 1`, now.bytes / whole.bytes, '×', 0.01),
    figure(
      `${of}, main thread, of whole states 1`,
      now.milliseconds / whole.milliseconds,
      '×',
      0.1,
    ),
  ];
};

/** A push that renames every item; the sync before it has skipped as many numbers, which its report lists. */
async function pushed(telling: Telling): Promise<Cost> {
  const fake = new FakeCore({ dids: [{ number: '+16135550100', alias: 'Home' }] });
  const people = (name: string) =>
    Array.from({ length: items }, (_, index) =>
      contact(
        `${name} ${index}`,
        [`+1613${5570000 + index}`, 'cell'],
        [`+1514${5570000 + index}`, 'fax'],
      ),
    );
  fake.servers.contacts = people('Before');
  await fake.core.handlers.syncNow({ profile: 'john' });
  fake.servers.contacts = people('After');

  let [bytes, milliseconds, events] = [0, 0, 0];
  const words = wordsFor('en', []);
  const show = (event: object, isShownInTray: boolean) => {
    const startedAt = performance.now();
    bytes += JSON.stringify(event).length;
    if (isShownInTray) trayView(fake.core.state(), words);
    milliseconds += performance.now() - startedAt;
    events += 1;
  };
  if (telling === 'changes') {
    fake.core.subscribe((event) => show(event, event.event !== 'progress'));
  }
  fake.servers.onSet = async () => {
    // Every set is answered by itself, as over a network.
    await new Promise((resolve) => setImmediate(resolve));
    if (telling === 'whole states') {
      const [profile] = fake.core.state().profiles;
      show({ event: 'profile', profile }, true);
    }
    return undefined;
  };
  const { applied } = await fake.core.handlers.syncNow({ profile: 'john' });
  if (applied.updated !== items) throw new Error(`pushed ${applied.updated} of ${items} items`);
  await fake.close();
  return { bytes, milliseconds, events };
}

function median(costs: readonly Cost[]): Cost {
  const sorted = costs.toSorted((one, other) => one.milliseconds - other.milliseconds);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (!middle) throw new Error('nothing was measured');
  return middle;
}
