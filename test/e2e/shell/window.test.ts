import { describe, expect, test } from 'vitest';
import type { Bridge } from '../../../shared/contract/contract.ts';
import {
  catchOpenExternal,
  openedPage,
  startShell,
  stateOf,
  windowCount,
} from '../../support/shell/running-shell.ts';

type BridgedWindow = typeof globalThis & { readonly rolodial: Bridge };

describe('the window of the desktop app', () => {
  test('opens under its own name, at its own address, with its page in it', async () => {
    const shell = await startShell();
    const page = await openedPage(shell);

    await page.locator('#root :visible').first().waitFor();
    await expect.poll(() => page.title()).toMatch(/\bRolodial$/);
    expect(new URL(page.url()).pathname).toBe('/index.html');
    const window = await shell.app.browserWindow(page);
    await expect.poll(() => window.evaluate((opened) => opened.isVisible())).toBe(true);
    await expect
      .poll(() => window.evaluate((opened) => opened.getNormalBounds()))
      .toMatchObject({
        width: 1000,
        height: 700,
      });
  });

  test('asks the core through the bridge and hears of what changes', async () => {
    const shell = await startShell();
    const page = await openedPage(shell);

    const state = await stateOf(page);
    expect(state.host).toBe('electron');
    expect(state.settingsFile).toContain(shell.folder);
    const heard = await page.evaluate(async () => {
      const { rolodial } = globalThis as BridgedWindow;
      const events: string[] = [];
      const stop = rolodial.subscribe((event) => events.push(event.event));
      await rolodial.invoke('setLanguage', { language: 'fr' });
      await new Promise((resolve) => setTimeout(resolve, 200));
      stop();
      await rolodial.invoke('setLanguage', { language: 'en' });
      await new Promise((resolve) => setTimeout(resolve, 200));
      return events;
    });
    expect(heard).toEqual(['state']);
    expect((await stateOf(page)).settings.language).toBe('en');
  });

  test('works again after a reload', async () => {
    const shell = await startShell();
    const page = await openedPage(shell);

    await page.reload();

    await page.waitForFunction(() => 'rolodial' in globalThis);
    expect((await stateOf(page)).host).toBe('electron');
  });

  test('has nothing of Node, and a bridge that nobody can change', async () => {
    const page = await openedPage(await startShell());

    const seen = await page.evaluate(() => {
      const names = ['require', 'process', 'Buffer', 'global', 'module', 'ipcRenderer'];
      const { rolodial } = globalThis as BridgedWindow;
      return {
        node: names.filter((name) => name in globalThis),
        bridge: Object.keys(rolodial).sort(),
        frozen: Object.isFrozen(rolodial),
        replaced: Reflect.set(globalThis, 'rolodial', {}),
      };
    });
    expect(seen).toEqual({
      node: [],
      bridge: ['invoke', 'subscribe'],
      frozen: true,
      replaced: false,
    });
  });

  test('answers a question that makes no sense with a problem, not with an exception', async () => {
    const page = await openedPage(await startShell());

    const ask = (command: unknown, input: unknown) =>
      page.evaluate(
        ([name, given]) =>
          (globalThis as BridgedWindow).rolodial.invoke(
            name as 'getState',
            given as Record<string, never>,
          ),
        [command, input],
      );
    for (const [command, input] of [
      ['formatDisk', {}],
      ['toString', {}],
      [null, {}],
      ['syncNow', {}],
      ['syncNow', { profile: 7 }],
      ['getState', { more: 1 }],
    ]) {
      const answer = await ask(command, input);
      expect(answer, JSON.stringify([command, input])).toMatchObject({
        ok: false,
        problem: { code: 'bad-input' },
      });
    }
    expect(await ask('syncNow', { profile: 'nobody' })).toMatchObject({
      ok: false,
      problem: { code: 'profile-unknown' },
    });
  });
});

describe('what the page of the desktop app may not do', () => {
  test('run a script that stands in the document', async () => {
    const page = await openedPage(await startShell());

    const blocked = await page.evaluate(async () => {
      const violation = new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => {
          if (event.blockedURI === 'inline') resolve(event.effectiveDirective);
        });
      });
      const script = document.createElement('script');
      script.textContent = 'globalThis.inlineScriptRan = true';
      document.body.append(script);
      return { directive: await violation, ran: 'inlineScriptRan' in globalThis };
    });
    expect(blocked).toEqual({ directive: 'script-src-elem', ran: false });
  });

  test('read a file outside its own folder', async () => {
    const page = await openedPage(await startShell());

    const status = (address: string, method = 'GET') =>
      page.evaluate(
        async ([target, how]) => (await fetch(target as string, { method: how as string })).status,
        [address, method],
      );
    expect(await status('/index.html')).toBe(200);
    for (const address of [
      '/..%2f..%2fpackage.json',
      '/%2e%2e%2f%2e%2e%2fpackage.json',
      '/..%5c..%5cpackage.json',
      '/%2fetc%2fpasswd',
      '/../../package.json',
      '/index.html%00.js',
    ]) {
      expect(await status(address), address).toBe(404);
    }
    expect(await status('/index.html', 'POST')).toBe(405);
  });

  test('go to another address: an https or xmpp link opens outside, anything else nowhere', async () => {
    const shell = await startShell();
    const page = await openedPage(shell);
    const openedOutside = await catchOpenExternal(shell);
    const home = page.url();

    const follow = (address: string) =>
      page.evaluate((target) => {
        const link = Object.assign(document.createElement('a'), { href: target });
        document.body.append(link);
        link.click();
      }, address);
    await follow('https://example.com/help');
    await expect.poll(openedOutside).toEqual(['https://example.com/help']);
    await follow('xmpp:+16135550100%25+10345678901@sms.example.com?message');
    await expect.poll(openedOutside).toHaveLength(2);
    for (const address of [
      'http://example.com/',
      'file:///etc/passwd',
      'xmpp:nobody',
      'mailto:a@b.c',
    ]) {
      await follow(address);
    }
    await expect.poll(() => shell.log()).toContain('refused');

    await expect
      .poll(() => openedOutside())
      .toEqual([
        'https://example.com/help',
        'xmpp:+16135550100%25+10345678901@sms.example.com?message',
      ]);
    expect(page.url()).toBe(home);
    expect((await stateOf(page)).host).toBe('electron');
  });

  test('open a window', async () => {
    const shell = await startShell();
    const page = await openedPage(shell);
    const openedOutside = await catchOpenExternal(shell);

    const open = (address: string) => page.evaluate((target) => void window.open(target), address);
    await open('https://example.com/in-a-window');
    await expect.poll(openedOutside).toEqual(['https://example.com/in-a-window']);
    await open('/index.html');

    await expect.poll(() => shell.app.windows().length).toBe(1);
    await expect.poll(() => windowCount(shell)).toBe(1);
    await expect.poll(() => openedOutside()).toEqual(['https://example.com/in-a-window']);
  });

  test('get a permission, but for writing to the clipboard', async () => {
    const page = await openedPage(await startShell());

    const states = await page.evaluate(async () => {
      const names = [
        'camera',
        'clipboard-read',
        'clipboard-write',
        'geolocation',
        'microphone',
        'midi',
        'notifications',
      ];
      const given: string[] = [];
      for (const name of names) {
        const { state } = await navigator.permissions.query({ name: name as PermissionName });
        if (state !== 'denied') given.push(`${name}: ${state}`);
      }
      await navigator.clipboard.writeText('+16135550100');
      return given;
    });
    expect(states).toEqual(['clipboard-write: granted']);
  });
});
