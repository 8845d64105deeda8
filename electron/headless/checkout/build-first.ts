/**
 * Runs the command line in a checkout: builds it first, silently, where it is older than its sources.
 * `npm run --silent rolodial -- <arguments>` starts this file.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = path.resolve(import.meta.dirname, '..', '..', '..');

/** What the build reads, and the file that it writes last. */
const sources = [
  'electron',
  'renderer',
  'shared',
  'package.json',
  'package-lock.json',
  'vite.config.ts',
];
const built = path.join(root, 'dist', 'headless', 'cli.js');

/**
 * Builds when a source is newer than what was built.
 * @throws Error with the build's output where it fails
 */
export function buildIfNeeded(): void {
  if (newest(sources.map((source) => path.join(root, source))) <= modified(built)) return;
  const build = spawnSync('npm', ['run', '--silent', 'build'], {
    cwd: root,
    encoding: 'utf8',
    // A test runner sets another one, and Vite would bundle React's development build.
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (build.status === 0) return;
  throw new Error(`The build failed.\n${build.stdout ?? ''}${build.stderr ?? ''}`);
}

function newest(paths: readonly string[]): number {
  return Math.max(...paths.map((each) => newestIn(each)));
}

function newestIn(file: string): number {
  const stats = statSync(file);
  if (!stats.isDirectory()) return stats.mtimeMs;
  const inside = readdirSync(file).map((name) => newestIn(path.join(file, name)));
  return Math.max(stats.mtimeMs, ...inside);
}

function modified(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

if (import.meta.main) {
  try {
    buildIfNeeded();
    process.argv[1] = built;
    await import(pathToFileURL(built).href);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
