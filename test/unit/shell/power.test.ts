import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { followPowerAndNetwork } from '../../../electron/shell/power.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function follow() {
  const machine = { online: true, power: new EventEmitter(), resumed: 0 };
  followPowerAndNetwork(
    machine.power as Electron.PowerMonitor,
    { isOnline: () => machine.online },
    {
      resumed() {
        machine.resumed += 1;
      },
    },
    () => {},
  );
  return machine;
}

test('waking up and unlocking make the core try at once; going to sleep does not', () => {
  const machine = follow();

  machine.power.emit('suspend');
  expect(machine.resumed).toBe(0);
  machine.power.emit('resume');
  machine.power.emit('unlock-screen');
  expect(machine.resumed).toBe(2);
});

test('a network that comes back makes the core try, once', () => {
  const machine = follow();

  machine.online = false;
  vi.advanceTimersByTime(60_000);
  expect(machine.resumed).toBe(0);
  machine.online = true;
  vi.advanceTimersByTime(60_000);
  expect(machine.resumed).toBe(1);
});
