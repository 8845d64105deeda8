import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..', '..', '..');

test('npm start without Electron says so in one line and serves the window in a browser', async () => {
  const home = await mkdtemp(path.join(tmpdir(), 'rolodial-start-'));
  onTestFinished(() => rm(home, { recursive: true }));
  const started = spawn(process.execPath, ['electron/headless/checkout/start.ts'], {
    cwd: root,
    env: { ...process.env, XDG_CONFIG_HOME: home, ELECTRON_OVERRIDE_DIST_PATH: home },
  });
  const ended = once(started, 'exit');
  const heard = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    started[name].on('data', (chunk) => {
      heard[name] += String(chunk);
    });
  }

  await expect
    .poll(() => heard.stdout, { timeout: 60_000 })
    .toMatch(/^http:\/\/127\.0\.0\.1:\d+\//);
  expect(heard.stderr.split('\n')[0]).toBe(
    'Electron cannot open a window here (its binary is not installed); the window opens in a browser instead.',
  );
  // The token in the address is changed for a cookie, and the browser sent on to the page.
  const answer = await fetch(heard.stdout.trim(), { redirect: 'manual' });
  expect(answer.status).toBe(303);

  started.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});
