import { once } from 'node:events';
import { expect, test } from 'vitest';
import { openedPage, startShell } from '../../support/shell/running-shell.ts';

test('quitting closes the window, waits for the core to stop, and only then ends', async () => {
  const shell = await startShell();
  await openedPage(shell);
  await shell.app.evaluate(({ app, BrowserWindow }) => {
    const tell = (what: string) => console.error(`seen: ${what}`);
    BrowserWindow.getAllWindows()[0]?.on('closed', () => tell('window closed'));
    app.on('before-quit', () => tell('before-quit'));
    app.on('will-quit', (event) => tell(`will-quit, ${event.defaultPrevented ? 'held' : 'free'}`));
    app.on('quit', () => tell('quit'));
  });

  const ended = once(shell.app.process(), 'exit');
  await shell.app.evaluate(({ app }) => app.quit());
  const [code] = await ended;

  expect(code).toBe(0);
  expect(shell.log().match(/(?<=seen: ).*/g)).toEqual([
    'before-quit',
    'window closed',
    'will-quit, held',
    'before-quit',
    'will-quit, free',
    'quit',
  ]);
});

test('a second instance goes by itself and leaves the first alone', async () => {
  const shell = await startShell();
  await openedPage(shell);

  // Settles when the second one has gone.
  await shell.launchAgain();

  expect(shell.app.process().exitCode).toBeNull();
});
