/** What the demo can be asked for on its command line. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface DemoOptions {
  readonly help: boolean;
  /** One sync, and then everything is ended. */
  readonly once: boolean;
  /** The result as JSON, alone on standard output. */
  readonly json: boolean;
  /** Keeps the servers' and Rolodial's data in this folder, for another run. */
  readonly keep: string | undefined;
}

export const usage = `Runs Rolodial against a throwaway Prosody and a throwaway Radicale with a sample address book.

npm run demo -- [options]

  (none)        sync, show the result, and open the app, or serve its window in a browser; Ctrl-C ends all
  --once        sync once, show the result, and end
  --json        with --once: the result as JSON on standard output
                (npm run --silent demo keeps npm's own lines off it)
  --keep DIR    keep all data in DIR, for another run; the settings are written anew each time
  --help        this text
`;

/** The demo was asked for something that it does not know; the message says what. */
export class UsageError extends Error {}

/**
 * @param parameters what follows the script's name
 * @throws UsageError
 */
export function readOptions(parameters: readonly string[]): DemoOptions {
  const { once = false, json = false, help = false, keep } = parse(parameters);
  if (json && !once) throw new UsageError('--json needs --once');
  if (keep === '') throw new UsageError('--keep needs a folder');
  return {
    help,
    once,
    json,
    // npm runs scripts in the package's folder, whatever folder the user is in.
    keep: keep && resolve(process.env['INIT_CWD'] ?? '', keep),
  };
}

function parse(parameters: readonly string[]) {
  try {
    return parseArgs({
      args: [...parameters],
      options: {
        once: { type: 'boolean' },
        json: { type: 'boolean' },
        keep: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
