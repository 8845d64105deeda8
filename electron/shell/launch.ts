/** The arguments that the app was started with. Chromium's own switches are among them, and are ignored. */
import path from 'node:path';
import { parseArgs } from 'node:util';

export interface Launch {
  /** Start without a window, as at login. */
  readonly hidden: boolean;
  /** Run against this folder instead of the user's own: settings, secrets, databases, single instance. */
  readonly settingsFolder: string | undefined;
}

/**
 * Reads `--hidden` and `--settings-folder DIR`.
 *
 * @param argv `process.argv`, the program included
 * @param folder what a relative folder is relative to
 */
export function readLaunch(argv: readonly string[], folder: string): Launch {
  const { values } = parseArgs({
    args: argv.slice(1),
    options: { hidden: { type: 'boolean' }, 'settings-folder': { type: 'string' } },
    strict: false,
  });
  const settingsFolder = values['settings-folder'];
  return {
    hidden: values['hidden'] === true,
    settingsFolder:
      typeof settingsFolder === 'string' && settingsFolder !== ''
        ? path.resolve(folder, settingsFolder)
        : undefined,
  };
}
