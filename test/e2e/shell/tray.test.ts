import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Bridge, CoreEvent } from '../../../shared/contract/contract.ts';
import {
  closeWindow,
  nextOpenedPage,
  openedPage,
  type RunningShell,
  startShell,
  stateOf,
  windowCount,
} from '../../support/shell/running-shell.ts';
import { type SessionBus, startSessionBus } from '../../support/shell/session-bus.ts';
import { catchTrayMenu, clickTrayEntry, trayEntries } from '../../support/shell/tray-menu.ts';

type BridgedWindow = typeof globalThis & { readonly rolodial: Bridge; heard: CoreEvent[] };

/** An account whose servers are nowhere: its syncs begin and fail. */
const settings = JSON.stringify({
  language: 'en',
  profiles: [
    {
      id: 'john',
      xmpp: {
        jid: 'john@example.com',
        password: { env: 'TEST_PASSWORD' },
        host: '127.0.0.1',
        port: 1,
      },
      carddav: { url: 'http://127.0.0.1:1/', username: 'john', password: { env: 'TEST_PASSWORD' } },
      dids: [{ number: '+10345678901', alias: 'Home' }],
    },
  ],
});

let bus: SessionBus;
beforeAll(async () => {
  bus = await startSessionBus();
  await bus.addTrayHost();
});
afterAll(async () => {
  await bus.stop();
});

/** The app asks the session bus on its own time; until it knows, it behaves as if there were no tray. */
async function untilThereIsATray(shell: RunningShell, page: Page): Promise<void> {
  await catchTrayMenu(shell);
  await setLanguage(page, 'fr');
  await trayEntries(shell);
}

const setLanguage = (page: Page, language: 'en' | 'fr') =>
  page.evaluate(
    (wanted) => (globalThis as BridgedWindow).rolodial.invoke('setLanguage', { language: wanted }),
    language,
  );

/** A server that is away is waited for, for 15 s. */
const awayMs = 40_000;

test('a closed window goes to the tray, and a second launch brings it back as it was', async () => {
  const shell = await startShell({ bus: bus.address });
  const firstPage = await openedPage(shell);
  const first = await shell.app.browserWindow(firstPage);
  await untilThereIsATray(shell, firstPage);
  await first.evaluate((opened) => opened.setBounds({ x: 40, y: 60, width: 800, height: 650 }));

  await closeWindow(shell);
  expect(shell.app.process().exitCode).toBeNull();
  const reopened = nextOpenedPage(shell);
  await shell.launchAgain();

  const page = await reopened;
  expect((await stateOf(page)).host).toBe('electron');
  const window = await shell.app.browserWindow(page);
  await expect.poll(() => window.evaluate((opened) => opened.isVisible())).toBe(true);
  await expect
    .poll(() => window.evaluate((opened) => opened.getNormalBounds()))
    .toMatchObject({
      width: 800,
      height: 650,
    });
  await expect.poll(() => windowCount(shell)).toBe(1);
});

test('the tray says how things stand and offers what can be done, in the language of the settings', async () => {
  const shell = await startShell({ bus: bus.address, settings });
  const page = await openedPage(shell);
  await catchTrayMenu(shell);
  await setLanguage(page, 'fr');

  await expect
    .poll(async () => (await trayEntries(shell)).slice(1, 4), { timeout: awayMs })
    .toEqual([
      { label: 'Synchroniser maintenant', enabled: true },
      { label: 'Mettre en pause', enabled: true },
      { label: 'Ouvrir Rolodial', enabled: true },
    ]);
  expect((await trayEntries(shell)).at(-1)).toEqual({ label: 'Quitter', enabled: true });

  await setLanguage(page, 'en');
  await expect.poll(async () => (await trayEntries(shell)).at(-1)?.label).toBe('Quit');
  await expect
    .poll(async () => (await trayEntries(shell)).map(({ label }) => label), { timeout: awayMs })
    .toEqual([
      'Offline, will try again',
      'Sync now',
      'Pause',
      'Open Rolodial',
      'john@example.com: 127.0.0.1:1 cannot be reached',
      'Quit',
    ]);
});

test('Sync now and Pause in the tray reach the core', async () => {
  const shell = await startShell({ bus: bus.address, settings });
  const page = await openedPage(shell);
  await expect
    .poll(async () => (await stateOf(page)).profiles[0]?.problem?.code, { timeout: awayMs })
    .toBe('xmpp-unreachable');
  await catchTrayMenu(shell);
  await setLanguage(page, 'fr');
  await trayEntries(shell);
  await page.evaluate(() => {
    const world = globalThis as BridgedWindow;
    world.heard = [];
    world.rolodial.subscribe((event) => world.heard.push(event));
  });

  await clickTrayEntry(shell, 'Synchroniser maintenant');
  await expect
    .poll(() =>
      page.evaluate(() =>
        (globalThis as BridgedWindow).heard.some(
          (event) => event.event === 'profile' && event.changed.activity?.kind === 'syncing',
        ),
      ),
    )
    .toBe(true);

  await clickTrayEntry(shell, 'Mettre en pause');
  await expect.poll(async () => (await stateOf(page)).profiles[0]?.paused).toBe(true);
  await expect
    .poll(async () => (await trayEntries(shell)).map(({ label }) => label))
    .toContain('Reprendre');
});

test('started hidden, it waits in the tray until it is opened from there', async () => {
  const shell = await startShell({ bus: bus.address, arguments: ['--hidden'] });
  await catchTrayMenu(shell);
  // The panel restarts: the icon is put there anew, and the test gets to see its menu.
  await bus.removeTrayHost();
  await bus.addTrayHost();
  await trayEntries(shell);
  await expect.poll(() => windowCount(shell)).toBe(0);

  const opened = nextOpenedPage(shell);
  await clickTrayEntry(shell, 'Open Rolodial');

  expect((await stateOf(await opened)).host).toBe('electron');
});
