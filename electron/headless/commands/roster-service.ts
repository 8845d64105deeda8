/** `rolodial remote document` and `remote serve`: Rolodial itself as the service that keeps rosters. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { RolodialError } from '../../../shared/errors.ts';
import type { Core } from '../../core/core.ts';
import { exitCodes } from '../exit-code.ts';
import { announce, type CommonOptions, forEachProfile, openCore } from '../for-each-profile.ts';
import { type Terminal, terminal } from '../terminal.ts';
import { importLines, servedLines } from '../words/remote.ts';
import { syncLog, untilSignal } from './watch.ts';

interface DocumentOptions extends CommonOptions {
  /** Path of a document to import. */
  readonly import?: string;
  readonly importRoster?: boolean;
  readonly remove?: readonly string[];
}

/** Prints the document itself on standard output; ends with 1 where there is none yet. */
export async function remoteDocument(options: DocumentOptions): Promise<number> {
  const imported = options.import === undefined ? undefined : await readDocument(options.import);
  return await forEachProfile(options, async (core, profile, shown) => {
    const { served } = core.profile(profile);
    const say = (lines: readonly string[]) => {
      for (const line of lines) shown.say(line);
    };
    if (imported !== undefined) say(importLines(profile, await served.import(imported)));
    if (options.importRoster) say(importLines(profile, await served.import(null)));
    if (options.remove) await served.removeOthers(options.remove);
    await announce(core, profile, shown);
    const text = served.text();
    const report = served.report();
    if (options.json) {
      shown.result(JSON.stringify({ profile, ...report, text }));
    } else {
      say(servedLines(profile, report));
      if (text !== null) shown.result(text.trimEnd());
    }
    return text === null ? exitCodes.failed : exitCodes.done;
  });
}

async function readDocument(file: string): Promise<string> {
  try {
    return await readFile(path.resolve(file), 'utf8');
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new RolodialError('bad-input', `The document cannot be read: ${detail}.`, { detail });
  }
}

interface ServeOptions extends CommonOptions {
  readonly port?: number;
}

/** Listens, whether the settings say so or not, and syncs on schedule as `watch` does. */
export async function remoteServe(options: ServeOptions): Promise<number> {
  const shown = terminal();
  const core = openCore(options, (line) => shown.say(`${new Date().toISOString()} ${line}`));
  const { profiles } = core.state().settings;
  if (!profiles.some(({ remoteRoster }) => remoteRoster.serve)) {
    await core.stop();
    throw new RolodialError(
      'settings-invalid',
      'No profile is to be served: set "remoteRoster": {"serve": true} in the settings.',
      { field: 'remoteRoster.serve', detail: 'not set' },
    );
  }
  const { port, json } = options;
  // Without --json, the log tells of the service.
  if (json) printServiceEvents(core, shown);
  const log = syncLog(shown);
  core.onSynced((report) => {
    if (json) shown.result(JSON.stringify({ event: 'sync', report }));
    else log(report);
  });
  await untilSignal({
    start: () => core.start({ enabled: true, ...(port !== undefined && { port }) }),
    stop: () => core.stop(),
  });
  return exitCodes.done;
}

/** Prints the service's state and requests as JSON. */
function printServiceEvents(core: Core, shown: Terminal): void {
  let status = '';
  let request = '';
  core.subscribe((event) => {
    if (event.event !== 'service') return;
    const { requests, ...state } = event.service;
    const [last] = requests;
    if (JSON.stringify(state) !== status) {
      status = JSON.stringify(state);
      shown.result(JSON.stringify({ event: 'service', ...state }));
    }
    if (last && JSON.stringify(last) !== request) {
      request = JSON.stringify(last);
      shown.result(JSON.stringify({ event: 'request', ...last }));
    }
  });
}
