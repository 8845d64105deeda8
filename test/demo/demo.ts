/**
 * `npm run demo`: Rolodial against servers of its own, from nothing to a synced roster and an open window.
 * Whatever ends it (the user, a signal, an error), it leaves no process and no file behind.
 */
import { setImmediate as pendingSignals } from 'node:timers/promises';
import { buildIfNeeded } from '../../electron/headless/checkout/build-first.ts';
import { findElectron } from '../../electron/headless/checkout/electron-binary.ts';
import { rosterReportSchema, syncReportSchema } from '../../shared/contract/report.ts';
import { endEverything } from '../servers/caretaker.ts';
import { ensureDebianPackages } from '../servers/debian-packages.ts';
import { type RunningProcess, startProcess } from '../servers/processes.ts';
import { prosodyPackages } from '../servers/prosody.ts';
import { radicalePackages } from '../servers/radicale.ts';
import { type DemoOptions, readOptions, UsageError, usage } from './options.ts';
import { askRolodial, root, startRolodial } from './rolodial.ts';
import { type Stage, setStage } from './stage.ts';
import { rosterSummary, syncSummary } from './summary.ts';

// The build's tools would leave Node's compile cache in the temporary folder.
process.env['NODE_DISABLE_COMPILE_CACHE'] = '1';

/** The window is open: from now on, Ctrl-C is the expected end and no failure. */
let windowOpen = false;

const signalled = new Promise<number>((resolve) => {
  process.on('SIGINT', () => resolve(windowOpen ? 0 : 130));
  process.on('SIGTERM', () => resolve(143));
  process.on('SIGHUP', () => resolve(129));
});

// npm hands on the signals that the terminal has sent already; the handlers stay, so that a second one
// does not cut the cleaning up short.
const code = await Promise.race([signalled, main()]);
await endEverything();
process.exit(code);

async function main(): Promise<number> {
  try {
    const options = readOptions(process.argv.slice(2));
    if (!options.help) return await demo(options);
    process.stdout.write(usage);
    return 0;
  } catch (error) {
    // A build or an installation that Ctrl-C has ended is no error to report.
    await pendingSignals();
    const interrupted = await Promise.race([signalled, undefined]);
    if (interrupted !== undefined) return interrupted;
    say(error instanceof Error ? error.message : String(error));
    if (!(error instanceof UsageError)) return 1;
    say('npm run demo -- --help lists what there is.');
    return 2;
  }
}

async function demo({ once, json, keep }: DemoOptions): Promise<number> {
  await ensureDebianPackages([...prosodyPackages, ...radicalePackages], { ask: true });
  say('Building Rolodial, if need be…');
  buildIfNeeded();
  say('Starting Prosody and Radicale…');
  const stage = await setStage(keep);
  const { prosody, radicale } = stage;
  say(`  XMPP    john@${prosody.domain} at ${prosody.host}:${prosody.port}`);
  say(`  CardDAV ${radicale.url}`);

  say('Syncing…');
  if (json) return await exitCode(startRolodial(stage, ['sync', '--json']));
  const sync = await askRolodial(stage, ['sync', '--json']);
  const report = syncReportSchema.safeParse(parsed(sync.output));
  if (!report.success) return sync.code || 1;
  process.stdout.write(`\n${syncSummary(report.data)}\n`);
  const roster = await askRolodial(stage, ['roster', '--json']);
  if (roster.code !== 0) return roster.code;
  process.stdout.write(`${rosterSummary(rosterReportSchema.parse(parsed(roster.output)))}\n`);
  return once ? sync.code : await openWindow(stage);
}

/** Opens the app, or serves its window in a browser, and waits until it is closed. */
async function openWindow(stage: Stage): Promise<number> {
  windowOpen = true;
  const electron = findElectron(root, true);
  if ('binary' in electron) {
    say('Opening Rolodial; Ctrl-C ends it and the servers.');
    const code = await exitCode(openApp(electron.binary, stage));
    if (code === 0) return code;
    say('Electron could not open the app here.');
  }
  say('Serving the window; Ctrl-C ends it and the servers.');
  return await exitCode(startRolodial(stage, ['serve']));
}

function openApp(binary: string, { settingsFolder }: Stage): Promise<RunningProcess> {
  // Chromium refuses to run as root with its sandbox.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return startProcess(binary, [...asRoot, root, '--settings-folder', settingsFolder], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
}

async function exitCode(started: Promise<RunningProcess>): Promise<number> {
  return (await (await started).ended).code ?? 1;
}

function parsed(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    return undefined;
  }
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
