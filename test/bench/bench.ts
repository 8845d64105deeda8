/**
 * `npm run bench -- [names] [--json]`: measures what must not become slow, each bench in a file of its own.
 *
 * Standard output has the figures, as a table or as one JSON document; what is going on goes to standard
 * error. Exit code 1 where a figure misses its limit.
 */
import { parseArgs } from 'node:util';
import { endEverything } from '../servers/caretaker.ts';
import { type Bench, type Figure, table } from './figures.ts';

const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  carddav: async () => (await import('./carddav.ts')).carddav,
  progress: async () => (await import('./progress.ts')).progress,
  roster: async () => (await import('./roster.ts')).roster,
  service: async () => (await import('./service.ts')).service,
};

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const names = positionals.length > 0 ? positionals : Object.keys(benches);
const unknown = names.filter((name) => !Object.hasOwn(benches, name));

if (unknown.length > 0) {
  console.error(
    `There is no bench ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.`,
  );
  process.exitCode = 2;
} else {
  const figures = await measure();
  console.log(values.json ? JSON.stringify({ figures }, undefined, 2) : table(figures));
  if (figures.some(({ ok }) => !ok)) process.exitCode = 1;
}

async function measure(): Promise<Figure[]> {
  const figures: Figure[] = [];
  try {
    for (const name of names) {
      const bench = await benches[name]?.();
      const tell = (what: string) => process.stderr.write(`${name}: ${what}\n`);
      if (bench) figures.push(...(await bench(tell)));
    }
  } finally {
    await endEverything();
  }
  return figures;
}
