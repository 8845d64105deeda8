import { expect, test } from 'vitest';
import { openedPage, startShell, stateOf, windowCount } from '../../support/shell/running-shell.ts';

test('where there is no tray, a closed window stays in the task bar and comes back', async () => {
  const shell = await startShell();
  const page = await openedPage(shell);
  const window = await shell.app.browserWindow(page);
  await expect.poll(() => window.evaluate((opened) => opened.isVisible())).toBe(true);

  await window.evaluate((opened) => opened.close());
  await expect.poll(() => window.evaluate((opened) => opened.isMinimized())).toBe(true);
  await expect.poll(() => windowCount(shell)).toBe(1);

  await shell.launchAgain();
  await expect.poll(() => window.evaluate((opened) => opened.isMinimized())).toBe(false);
  await expect.poll(() => windowCount(shell)).toBe(1);
  expect((await stateOf(page)).host).toBe('electron');
});

test('where there is no tray, asking to start hidden opens the window all the same', async () => {
  const shell = await startShell({ arguments: ['--hidden'] });

  const page = await shell.app.firstWindow({ timeout: 20_000 });

  const window = await shell.app.browserWindow(page);
  await expect.poll(() => window.evaluate((opened) => opened.isVisible())).toBe(true);
});
