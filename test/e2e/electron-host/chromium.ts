/** Debian's Chromium behind the stand-in: one process, spoken to over the DevTools protocol. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type DevTools, DevToolsConnection } from './devtools.ts';

const program = process.env['ROLODIAL_CHROMIUM'] ?? '/usr/bin/chromium';

export interface Chromium {
  readonly root: DevTools;
  /** The session of a page that Chromium has just attached; the page waits until told to run. */
  attached(targetId: string): Promise<DevTools>;
  /** Settles when the process has gone. */
  stop(): Promise<void>;
}

let running: Promise<Chromium> | undefined;

/** Whether Playwright started us: it then waits for the line that says where Chromium listens. */
export const underPlaywright = process.argv.includes('--remote-debugging-port=0');

/** Ends Chromium, where it was started. */
export async function stopChromium(): Promise<void> {
  await (await running)?.stop();
}

/** Starts Chromium at the first call. */
export function chromium(): Promise<Chromium> {
  running ??= start();
  return running;
}

async function start(): Promise<Chromium> {
  const profile = mkdtempSync(path.join(tmpdir(), 'electron-stand-in-'));
  const child = spawn(
    program,
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      // Chrome turns http: links into https: ones, Electron does not.
      '--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable',
      '--disable-quic',
      '--no-first-run',
      '--no-startup-window',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--password-store=basic',
      '--force-color-profile=srgb',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
    ],
    // Whatever Chromium leaves behind goes with its profile.
    { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, TMPDIR: profile } },
  );
  process.once('exit', () => {
    child.kill('SIGKILL');
    rmSync(profile, { recursive: true, force: true, maxRetries: 10 });
  });
  const endpoint = await new Promise<string>((resolve, reject) => {
    let output = '';
    child.stderr.on('data', (chunk) => {
      output += String(chunk);
      const match = /DevTools listening on (ws:\/\/\S+)/.exec(output);
      if (match?.[1]) resolve(match[1]);
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`${program} ended: ${output}`)));
  });
  const connection = await DevToolsConnection.open(endpoint);
  const attached = await followPages(connection.root, connection);
  if (underPlaywright) process.stderr.write(`DevTools listening on ${endpoint}\n`);
  return {
    root: connection.root,
    attached,
    async stop() {
      // A Ctrl-C reaches it as well as us.
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      await connection.root.send('Browser.close').catch(() => child.kill());
      await ended;
    },
  };
}

async function followPages(
  root: DevTools,
  connection: DevToolsConnection,
): Promise<Chromium['attached']> {
  const sessions = new Map<string, DevTools>();
  const waiting = new Map<string, (session: DevTools) => void>();

  root.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    const session = connection.session(sessionId);
    if (targetInfo.openerId !== undefined) {
      void endPopup(root, session, targetInfo.targetId);
      return;
    }
    const wait = waiting.get(targetInfo.targetId);
    if (wait) wait(session);
    else sessions.set(targetInfo.targetId, session);
  });
  await root.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: true,
    flatten: true,
    filter: [{ type: 'page' }],
  });
  return (targetId) => {
    const session = sessions.get(targetId);
    if (session) return Promise.resolve(session);
    return new Promise((resolve) => waiting.set(targetId, resolve));
  };
}

/**
 * Ends a window that a page opened: no other answer than `deny` is implemented. It must be let go first,
 * because it shares its opener's process and holds it up; what it asks for meanwhile stays unanswered.
 */
async function endPopup(root: DevTools, popup: DevTools, targetId: string): Promise<void> {
  await popup.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
  await popup.send('Runtime.runIfWaitingForDebugger');
  await root.send('Target.closeTarget', { targetId });
}
