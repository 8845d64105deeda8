/** What commands share: a core for the settings file, a loop over the profiles, the exit code. */
import { existsSync } from 'node:fs';
import { RolodialError, toProblem } from '../../shared/errors.ts';
import { type Core, createCore } from '../core/core.ts';
import { exitCodeOfError, worstExitCode } from './exit-code.ts';
import { headlessHost, settingsFileOf } from './host.ts';
import { type Terminal, terminal } from './terminal.ts';
import { refreshLines } from './words/remote.ts';

export interface CommonOptions {
  readonly config?: string;
  readonly data?: string;
  readonly profile?: string;
  readonly json?: boolean;
  readonly verbose?: boolean;
}

/** A core over the settings that the options name. */
export function openCore(options: CommonOptions, log: (line: string) => void): Core {
  const file = settingsFileOf(options.config);
  if (!existsSync(file)) {
    throw new RolodialError(
      'settings-missing',
      `There is no settings file ${file}. Write one (the README shows how) or name another with --config.`,
      { file },
    );
  }
  return createCore(headlessHost({ config: options.config, data: options.data, log }));
}

/** The profile of `--profile`, or all of them. */
function profilesOf(core: Core, { profile }: CommonOptions): string[] {
  if (profile !== undefined) return [core.profile(profile).id];
  const ids = core.state().profiles.map(({ id }) => id);
  if (ids.length > 0) return ids;
  throw new RolodialError('settings-missing', 'The settings hold no profile.', {});
}

/**
 * Runs work for each profile in turn and shows its progress; SIGINT ends it between two items.
 *
 * @param work returns the exit code for its profile
 * @returns the exit code for all; a failure of one profile is printed, and the next one runs
 */
export async function forEachProfile(
  options: CommonOptions,
  work: (core: Core, profile: string, shown: Terminal) => Promise<number>,
): Promise<number> {
  const shown = terminal();
  const log = options.verbose ? (line: string) => shown.say(line) : () => undefined;
  const core = openCore(options, log);
  const codes: number[] = [];
  let running: string | undefined;
  let interrupted = false;
  const interrupt = () => {
    interrupted = true;
    if (running !== undefined) core.profile(running).interrupt();
  };
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  core.subscribe((event) => {
    if (event.event === 'progress') shown.progress(event.id, event.progress);
    else if (event.event === 'profile' && event.changed.activity) {
      const { activity } = event.changed;
      if (activity.kind === 'syncing') shown.progress(event.id, activity);
      else shown.progressEnded();
    }
  });
  try {
    for (const profile of profilesOf(core, options)) {
      if (interrupted) break;
      running = profile;
      codes.push(await work(core, profile, shown).catch((error) => failed(error, profile)));
    }
  } finally {
    await core.stop();
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
  return worstExitCode(codes);

  function failed(error: unknown, profile: string): number {
    const problem = toProblem(error);
    shown.say(`${profile}: ${problem.message}`);
    if (options.json) shown.result(JSON.stringify({ profile, error: problem }));
    return exitCodeOfError(problem.code);
  }
}

/**
 * Where Rolodial itself keeps the roster: tells the server of the new document before the command ends, and
 * prints the outcome.
 */
export async function announce(core: Core, profile: string, shown: Terminal): Promise<void> {
  const outcome = await core.profile(profile).served.announce();
  if (outcome) for (const line of refreshLines(profile, outcome)) shown.say(line);
}
