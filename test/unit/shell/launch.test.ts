import { expect, test } from 'vitest';
import { readLaunch } from '../../../electron/shell/launch.ts';

test('a start without arguments shows the window and uses the user’s own folder', () => {
  expect(readLaunch(['rolodial'], '/home/john')).toEqual({
    hidden: false,
    settingsFolder: undefined,
  });
});

test('--hidden and --settings-folder are found among Chromium’s switches', () => {
  const argv = [
    'electron',
    '--no-sandbox',
    '--inspect=0',
    '.',
    '--settings-folder',
    'try',
    '--hidden',
  ];
  expect(readLaunch(argv, '/home/john')).toEqual({
    hidden: true,
    settingsFolder: '/home/john/try',
  });
  expect(readLaunch(['rolodial', '--settings-folder=/tmp/try'], '/').settingsFolder).toBe(
    '/tmp/try',
  );
});

test('--settings-folder without a folder is no folder', () => {
  expect(readLaunch(['rolodial', '--settings-folder'], '/').settingsFolder).toBeUndefined();
  expect(readLaunch(['rolodial', '--settings-folder='], '/').settingsFolder).toBeUndefined();
});
