/** Shows the core's state in a tray icon, while the desktop has a tray. */
import type { App } from 'electron';
import type { Core } from '../core/core.ts';
import type { Log } from '../core/host.ts';
import { type TrayIcon, trayIcon } from './tray.ts';
import type { TrayHost } from './tray-host.ts';
import { type TrayAction, trayView } from './tray-view.ts';
import type { StatusWindow } from './window.ts';
import { type Words, wordsFor } from './words.ts';

/**
 * Shows the core's state in the tray until the app ends.
 *
 * @param app for its languages and to quit
 * @param newWords is told the words at the start and when the language changes
 */
export function statusTray(
  app: Pick<App, 'getPreferredSystemLanguages' | 'quit'>,
  core: Core,
  window: StatusWindow,
  host: TrayHost,
  log: Log,
  newWords: (words: Words) => void,
): void {
  let icon: TrayIcon | undefined;
  let words: Words | undefined;
  let shown = '';

  function update(): void {
    const state = core.state();
    const now = wordsFor(state.settings.language, app.getPreferredSystemLanguages());
    if (now !== words) {
      words = now;
      newWords(now);
    }
    const view = trayView(state, now);
    // Setting the menu again would close it while the user has it open.
    const key = JSON.stringify(view);
    if (!host.present || (icon && key === shown)) return;
    shown = key;
    if (icon) icon.show(view);
    else icon = trayIcon(view, perform);
  }

  function perform(action: TrayAction): void {
    switch (action.kind) {
      case 'open':
        window.open();
        return;
      case 'quit':
        app.quit();
        return;
      case 'sync':
        for (const profile of action.profiles) attempt(core.handlers.syncNow({ profile }));
        return;
      case 'pause':
        for (const profile of action.profiles) {
          attempt(core.handlers.setPaused({ profile, paused: action.paused }));
        }
    }
  }

  /** Only logs a failure, since the profile's state tells of it in the tray and the window. */
  function attempt(command: Promise<unknown>): void {
    command.catch((error: unknown) =>
      log(`asked for in the tray: ${error instanceof Error ? error.message : String(error)}`),
    );
  }

  core.subscribe((event) => {
    // The tray shows no progress within a phase.
    if (event.event !== 'progress') update();
  });
  host.onChange((present) => {
    // A panel that restarts has lost the icon and needs a new one.
    icon?.remove();
    icon = undefined;
    if (present) update();
  });
  update();
}
