/** `rolodial serve`: the window in a browser, on loopback only. */
import path from 'node:path';
import { createCore } from '../../core/core.ts';
import { prepareSettingsFile } from '../../core/settings/settings-file.ts';
import { exitCodes } from '../exit-code.ts';
import type { CommonOptions } from '../for-each-profile.ts';
import { headlessHost, settingsFileOf } from '../host.ts';
import { serveWindow } from '../http/serve-window.ts';
import { terminal } from '../terminal.ts';
import { untilSignal } from './watch.ts';

interface ServeOptions extends CommonOptions {
  readonly port?: number;
}

/** The built window is beside the built command line. */
const rendererFolder = path.join(import.meta.dirname, '..', 'renderer');

export async function serve(options: ServeOptions): Promise<number> {
  const shown = terminal();
  const log = (line: string) => {
    if (options.verbose) shown.say(line);
  };
  // The window must open whatever the default file holds; a file that the user named is not set aside.
  const setAside =
    options.config === undefined ? prepareSettingsFile(settingsFileOf(undefined)) : null;
  const core = createCore(
    headlessHost({ config: options.config, data: options.data, log }),
    setAside,
  );
  const window = await serveWindow(core, { port: options.port ?? 0, rendererFolder, log });
  shown.result(window.url);
  shown.say('Open this address in a browser on this computer. It works once; Ctrl-C ends.');
  await untilSignal(core, () => window.close());
  return exitCodes.done;
}
