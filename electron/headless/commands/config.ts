/** `rolodial config check`: says every field of the settings that is wrong; changes nothing. */
import { exitCodes } from '../exit-code.ts';
import { type CommonOptions, openCore } from '../for-each-profile.ts';
import { terminal } from '../terminal.ts';

export async function checkConfig(options: CommonOptions): Promise<number> {
  const shown = terminal();
  const core = openCore(options, () => undefined);
  const { settingsFile, profiles } = core.state();
  await core.stop();
  if (options.json) {
    shown.result(JSON.stringify({ file: settingsFile, profiles: profiles.map(({ id }) => id) }));
  } else {
    shown.result(
      `${settingsFile} is in order: ${profiles.map(({ id }) => id).join(', ') || 'no profile yet'}`,
    );
  }
  return exitCodes.done;
}
