/** Opens the window at the start, except where the app was started hidden and there is a tray. */
import type { Launch } from './launch.ts';
import type { TrayHost } from './tray-host.ts';
import type { StatusWindow } from './window.ts';

/** At login, the panel may start after us. */
const trayLimitMs = 10_000;

/** Opens the window at once; with `--hidden`, only when no tray host has come within a few seconds. */
export function openFirstWindow(launch: Launch, window: StatusWindow, host: TrayHost): void {
  if (!launch.hidden) {
    window.open();
    return;
  }
  if (host.present) return;
  const late = setTimeout(() => {
    forget();
    window.openInBackground();
  }, trayLimitMs);
  const forget = host.onChange((present) => {
    if (!present) return;
    clearTimeout(late);
    forget();
  });
}
