/** Tells the core when the machine has woken up or is back on the network. */
import type { Net, PowerMonitor } from 'electron';
import type { Core } from '../core/core.ts';
import type { Log } from '../core/host.ts';

/** Electron's main process has no event for the network, so it is asked this often. */
const networkCheckMs = 15_000;

/** Follows suspend, resume, unlock and the network until the app ends. */
export function followPowerAndNetwork(
  powerMonitor: PowerMonitor,
  net: Pick<Net, 'isOnline'>,
  core: Pick<Core, 'resumed'>,
  log: Log,
): void {
  powerMonitor.on('suspend', () => log('the machine goes to sleep'));
  powerMonitor.on('resume', () => tell('the machine woke up'));
  powerMonitor.on('unlock-screen', () => tell('the screen was unlocked'));

  let online = net.isOnline();
  setInterval(() => {
    const before = online;
    online = net.isOnline();
    if (online && !before) tell('the network is back');
  }, networkCheckMs).unref();

  function tell(why: string): void {
    log(why);
    core.resumed();
  }
}
