/** `npm run demo`, as somebody who has just cloned the repository sees it. */
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { syncReportSchema } from '../../shared/contract/report.ts';
import { type RunningProcess, startProcess } from '../servers/processes.ts';
import { rosterInFiles } from '../servers/prosody-storage.ts';
import { type TemporaryFolder, temporaryFolder } from '../servers/temporary-folders.ts';

const root = join(import.meta.dirname, '..', '..');

/** The demo's own temporary folder, so that what it leaves can be seen. */
let temporary: TemporaryFolder;
beforeEach(() => {
  temporary = temporaryFolder('demo-test');
});
afterEach(() => temporary.remove());

function startDemo(options: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return startProcess(process.execPath, ['test/demo/demo.ts', ...options], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '', TMPDIR: temporary.path, ...env },
  });
}

async function runDemo(options: readonly string[], env?: NodeJS.ProcessEnv) {
  const { child, ended } = await startDemo(options, env);
  if (!child.stdout || !child.stderr) throw new Error('its output must be pipes');
  const [stdout, stderr, { code }] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    ended,
  ]);
  return { stdout, stderr, code };
}

/** Waits for words on standard output or standard error. */
function untilSaid({ child }: RunningProcess, words: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (chunk: Buffer) => {
      said += chunk;
      if (said.includes(words)) resolve();
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('exit', () => reject(new Error(`it ended without saying "${words}":\n${said}`)));
  });
}

/** Processes that know the demo's temporary folder: the servers by their parameters, the others by TMPDIR. */
function processesLeft(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name) && name !== String(process.pid))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`TMPDIR=${temporary.path}`);
      } catch {
        return false;
      }
    });
}

function expectNothingLeft() {
  expect(processesLeft()).toEqual([]);
  expect(readdirSync(temporary.path)).toEqual([]);
}

describe('npm run demo -- --once', () => {
  it('--json prints the result alone, and a second run over kept data changes nothing', async () => {
    const kept = temporaryFolder('demo-kept');
    const first = await runDemo(['--once', '--json', '--keep', kept.path]);
    expect(first.code, first.stderr).toBe(0);
    expect(first.stdout.trim().split('\n')).toHaveLength(1);
    const report = syncReportSchema.parse(JSON.parse(first.stdout));
    expect(report.addressBook.cards).toBeGreaterThanOrEqual(40);
    expect(report.applied.added).toBeGreaterThan(100);
    expect(new Set(report.skipped.map((number) => number.reason))).toEqual(
      new Set(['not-a-number', 'too-short', 'too-long', 'type-excluded', 'own-number']),
    );
    expectNothingLeft();

    const stored = await rosterInFiles(
      join(kept.path, 'prosody', 'storage'),
      'example.com',
      'john',
    );
    expect(stored).toHaveLength(report.applied.added);
    for (const { jid, name, groups } of stored) {
      expect(jid).toMatch(/^\+\d{7,15}%\+10(?:345678901|473828482)@sms\.example\.com$/u);
      expect(name).toMatch(jid.includes('%+10345678901@') ? /^\[Home\] ./u : /^\[Work\] ./u);
      expect(groups).toEqual([jid.includes('%+10345678901@') ? 'Home' : 'Work']);
    }

    const second = await runDemo(['--once', '--json', '--keep', kept.path]);
    expect(second.code, second.stderr).toBe(0);
    expect(syncReportSchema.parse(JSON.parse(second.stdout)).applied).toEqual({
      added: 0,
      updated: 0,
      removed: 0,
    });
    await kept.remove();
  });

  it('shows counts, items, skipped numbers and shared groups to a person, and cleans up', async () => {
    const { stdout, stderr, code } = await runDemo(['--once']);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^Address book +\d+ cards/mu);
    expect(stdout).toMatch(/^ {2}Home +\+\d+%\+10345678901@sms\.example\.com +\[Home\] \S/mu);
    expect(stdout).toMatch(/^ {2}too-short +911 +Emergency$/mu);
    expect(stdout).toContain('Support Team: Support Desk (support@example.com)');
    expect(stdout).toContain('Book Club: Jane (jane@example.com), reader@example.com');
    expectNothingLeft();
  });
});

describe('npm run demo', () => {
  it('serves the window, and Ctrl-C ends everything without a trace', async () => {
    const demo = await startDemo([]);
    await untilSaid(demo, 'Open this address');
    expect(processesLeft().length).toBeGreaterThanOrEqual(4);
    demo.signal('SIGINT');
    expect(await demo.ended).toEqual({ code: 0, signal: null });
    expectNothingLeft();
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('leaves nothing when %s comes in the middle of a sync', async (signal, code) => {
    const demo = await startDemo(['--once']);
    await untilSaid(demo, 'reading the address book');
    demo.signal(signal);
    // npm hands on what the terminal has sent already.
    demo.signal(signal);
    expect(await demo.ended).toEqual({ code, signal: null });
    expectNothingLeft();
  });

  it('opens the app where there is an Electron binary and a display', async () => {
    const binaries = temporaryFolder('fake-electron');
    await writeFile(join(binaries.path, 'electron'), '#!/bin/sh\necho "opened with: $*"\n', {
      mode: 0o755,
    });
    const { stderr, code } = await runDemo([], {
      DISPLAY: ':99',
      ELECTRON_OVERRIDE_DIST_PATH: binaries.path,
    });
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/^opened with: .*--settings-folder .*\/rolodial$/mu);
    expectNothingLeft();
    await binaries.remove();
  });

  it('says what it does not understand, and starts nothing', async () => {
    const unknown = await runDemo(['--twice']);
    expect(unknown).toMatchObject({ code: 2, stdout: '' });
    expect(unknown.stderr).toContain("'--twice'");
    expect((await runDemo(['--json'])).stderr).toContain('--json needs --once');
    expect((await runDemo(['--help'])).stdout).toContain('--keep DIR');
  });
});
