/** The linter must refuse every import that crosses a wall between two rooms, and every import circle. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type TemporaryFolder, temporaryFolder } from '../servers/temporary-folders.ts';

const breaches = [
  ['shared/roster/planted.ts', 'electron'],
  ['shared/roster/planted.ts', 'electron-store'],
  ['shared/roster/planted.ts', 'node:fs'],
  ['shared/roster/planted.ts', 'react'],
  ['shared/roster/planted.ts', '../../electron/core/core.ts'],
  ['shared/roster/planted.ts', '../../renderer/app.tsx'],
  ['shared/roster/planted.ts', '../contract/report.ts'],
  ['shared/contact/planted.ts', '../contract/report.ts'],
  ['electron/core/sync/planted.ts', 'electron'],
  ['electron/core/sync/planted.ts', 'electron-store'],
  ['electron/core/sync/planted.ts', '../../shell/window.ts'],
  ['electron/core/sync/planted.ts', '../../headless/cli.ts'],
  ['electron/core/sync/planted.ts', '../../../renderer/app.tsx'],
  ['electron/headless/planted.ts', 'electron'],
  ['electron/headless/planted.ts', '../shell/window.ts'],
  ['electron/headless/planted.ts', '../../renderer/app.tsx'],
  ['electron/shell/planted.ts', '../headless/serve.ts'],
  ['electron/shell/planted.ts', '../../renderer/app.tsx'],
  ['electron/shell/planted.ts', 'react'],
  ['renderer/planted.tsx', 'electron'],
  ['renderer/planted.tsx', 'node:fs'],
  ['renderer/planted.tsx', 'tsdav'],
  ['renderer/planted.tsx', '../electron/core/core.ts'],
  ['renderer/overview/planted.tsx', '../../electron/core/core.ts'],
] as const;

const passages = [
  ['shared/roster/planted.ts', './plan.ts'],
  ['shared/contract/planted.ts', '../roster/plan.ts'],
  ['shared/roster/planted.ts', 'zod'],
  ['shared/roster/planted.ts', 'libphonenumber-js/max'],
  ['electron/core/sync/planted.ts', 'node:fs'],
  ['electron/core/sync/planted.ts', '../../../shared/roster/plan.ts'],
  ['electron/core/sync/planted.ts', 'tsdav'],
  ['electron/headless/planted.ts', '../core/core.ts'],
  ['electron/shell/planted.ts', 'electron'],
  ['electron/shell/planted.ts', 'electron-store'],
  ['electron/shell/planted.ts', '../core/core.ts'],
  ['renderer/planted.tsx', '../shared/contract/contract.ts'],
  ['renderer/planted.tsx', 'react'],
  ['renderer/planted.tsx', '@mantine/core'],
] as const;

/** Every way to import from a module. */
const forms = [
  (source: string) => `import { x } from '${source}';\nexport const y = x;\n`,
  (source: string) => `export { x } from '${source}';\n`,
  (source: string) => `export const y = await import('${source}');\n`,
  (source: string) => `import type { X } from '${source}';\nexport type Y = X;\n`,
];

/** Two files that import each other, the second only a type of the first. */
const circle = [
  [
    'electron/core/sync/circle-one.ts',
    "import { y } from './circle-two.ts';\nexport const x = y;\n",
  ],
  [
    'electron/core/sync/circle-two.ts',
    "import type { x } from './circle-one.ts';\nexport const y = 1;\nexport type X = typeof x;\n",
  ],
] as const;

const reportSchema = z.object({
  diagnostics: z.array(
    z.object({ category: z.string(), location: z.object({ path: z.string() }) }),
  ),
});

const wallRules = new Set(['lint/style/noRestrictedImports', 'lint/correctness/noNodejsModules']);

let folder: TemporaryFolder;
/** Planted files that the linter refuses for an import. */
let refused: Set<string>;
/** Planted files that the linter refuses for a circle. */
let inCircle: Set<string>;

/** Where a file of this room that imports this module is planted. */
function planted(file: string, source: string, form: number): string {
  const { dir, name, ext } = path.parse(file);
  const number = [...breaches, ...passages].findIndex(
    ([eachFile, eachSource]) => eachFile === file && eachSource === source,
  );
  return `${dir}/${name}-${number}-${form}${ext}`;
}

beforeAll(() => {
  folder = temporaryFolder('walls');
  for (const file of ['biome.json', '.gitignore']) {
    copyFileSync(file, path.join(folder.path, file));
  }
  for (const [file, source] of [...breaches, ...passages]) {
    for (const [form, write] of forms.entries()) {
      const place = path.join(folder.path, planted(file, source, form));
      mkdirSync(path.dirname(place), { recursive: true });
      writeFileSync(place, write(source));
    }
  }
  for (const [file, text] of circle) writeFileSync(path.join(folder.path, file), text);
  const biome = path.resolve('node_modules/.bin/biome');
  const args = ['lint', '--reporter=json', '--max-diagnostics=none', '.'];
  const { stdout } = spawnSync(biome, args, { cwd: folder.path, encoding: 'utf8' });
  const report = reportSchema.parse(JSON.parse(stdout));
  const refusedBy = (isRule: (category: string) => boolean) =>
    new Set(
      report.diagnostics
        .filter(({ category }) => isRule(category))
        .map(({ location }) => location.path),
    );
  refused = refusedBy((category) => wallRules.has(category));
  inCircle = refusedBy((category) => category === 'lint/suspicious/noImportCycles');
});

afterAll(() => folder.remove());

describe('the walls between the rooms', () => {
  it.each(breaches)('%s may not import %s', (file, source) => {
    for (const form of forms.keys()) expect(refused).toContain(planted(file, source, form));
  });

  it.each(passages)('%s may import %s', (file, source) => {
    for (const form of forms.keys()) expect(refused).not.toContain(planted(file, source, form));
  });
});

it('files may not import each other, not even a type', () => {
  expect([...inCircle].sort()).toEqual(circle.map(([file]) => file));
});
