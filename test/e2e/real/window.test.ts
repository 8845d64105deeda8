/**
 * The whole way as a person goes it: the window, in both hosts, over the real core, a real Prosody and a
 * real Radicale. Nothing here is a double but the Electron module (see electron-host/README.md).
 */
import { once } from 'node:events';
import { chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type ProsodyServer, startProsody } from '../../servers/prosody.ts';
import { type RadicaleServer, startRadicale } from '../../servers/radicale.ts';
import { card, people } from '../../support/contact/cards.ts';
import { type CommandLine, commandLine } from '../../support/headless/command-line.ts';
import { openedPage, startShell } from '../../support/shell/running-shell.ts';

let prosody: ProsodyServer;
let radicale: RadicaleServer;

beforeAll(async () => {
  [prosody, radicale] = await Promise.all([startProsody(), startRadicale()]);
  await radicale.writeCards(people(20));
});

beforeEach(async () => {
  await radicale.putCard('anna.vcf', card('anna', 'Anna Béliveau', '613-555-0101'));
});

afterAll(async () => {
  await Promise.all([prosody?.stop(), radicale?.stop()]);
});

/** Fills in the settings of a new account as a person reads the form. */
async function setUpAccount(page: Page, user: string): Promise<void> {
  await page.getByRole('link', { name: 'Set up your account' }).click();
  const account = page.getByRole('region', { name: 'Chat account' });
  await account.getByLabel('Address').fill(`${user}@${prosody.domain}`);
  await account
    .getByLabel('Password', { exact: false })
    .first()
    .fill(prosody.users[user] ?? '');
  await account.getByText('Advanced').click();
  await account.getByLabel('Host', { exact: true }).fill(prosody.host);
  await account.getByLabel('Port', { exact: true }).fill(String(prosody.port));
  await account.getByLabel('Certificate authority file').fill(prosody.caFile);
  await account.getByRole('button', { name: 'Test account' }).click();
  await account.getByText('the roster holds 0 items').waitFor();

  const book = page.getByRole('region', { name: 'Address book' });
  await book.getByLabel('Address').fill(radicale.url);
  await book.getByLabel('User name').fill(radicale.username);
  await book.getByRole('textbox', { name: 'Password' }).fill(radicale.password);
  await book.getByRole('button', { name: 'Test address book' }).click();
  await book.getByText('21 cards').waitFor();

  await page.getByLabel('Number 1', { exact: true }).fill('+16135550199');
  await page.getByLabel('Alias of number 1').fill('Home');
  await page.getByLabel('Gateway domain').fill('sms.example.com');
  await page.getByRole('button', { name: 'Save' }).click();
}

/** From the first run to the contacts in the roster. */
async function firstRun(page: Page, user: string): Promise<void> {
  await setUpAccount(page, user);
  await page.getByRole('link', { name: 'Overview' }).click();
  await page.getByText('Up to date', { exact: true }).waitFor();
  await expect.poll(() => countNamed(page, 'Added')).toBe('21');

  await page.getByRole('link', { name: 'Contacts' }).click();
  await page.getByText('21 entries').waitFor();
  await page.getByPlaceholder('Search name, number or address').fill('beliveau');
  await page.getByText('[Home] Anna Béliveau (cell)').waitFor();
  await page.getByText('In sync').first().waitFor();

  const stored = await prosody.storedRoster(user);
  expect(stored).toHaveLength(21);
  expect(stored.find((item) => item.jid.startsWith('+16135550101%'))).toMatchObject({
    jid: '+16135550101%+16135550199@sms.example.com',
    name: '[Home] Anna Béliveau (cell)',
    groups: ['Home'],
  });
}

/** A figure of the last sync, as the Overview shows it beside its name. */
async function countNamed(page: Page, name: string): Promise<string> {
  const term = page.getByText(name, { exact: true }).first();
  const entry = await term.locator('xpath=..').innerText();
  return entry.replace(name, '').trim();
}

/** A contact renamed on the server reaches the window and the roster by one click. */
async function syncNow(page: Page, user: string, name: string): Promise<void> {
  await radicale.putCard('anna.vcf', card('anna', name, '613-555-0101'));
  await page.getByRole('link', { name: 'Overview' }).click();
  await page.getByRole('button', { name: 'Sync now' }).click();
  await page.getByRole('link', { name: 'Contacts' }).click();
  await page.getByText(`[Home] ${name} (cell)`).waitFor();
  await expect
    .poll(async () => (await prosody.storedRoster(user)).map((item) => item.name))
    .toContain(`[Home] ${name} (cell)`);
}

/** Starts `rolodial serve` and opens its address. */
async function servedPage(line: CommandLine): Promise<Page> {
  const running = await line.start('serve');
  const { stdout } = running.child;
  if (!stdout) throw new Error('the streams must be pipes');
  const [address] = await once(stdout.setEncoding('utf8'), 'data');
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  onTestFinished(async () => {
    await browser.close();
    running.signal('SIGTERM');
    expect((await running.ended).code).toBe(0);
  });
  const page = await browser.newPage({ locale: 'en-CA', viewport: { width: 1000, height: 700 } });
  await page.goto(String(address).trim());
  return page;
}

describe('the window in a browser', () => {
  it('goes from the first run to contacts in the roster, and keeps up with changes', async () => {
    const line = commandLine();
    onTestFinished(() => line.remove());
    const page = await servedPage(line);
    await firstRun(page, 'john');
    await syncNow(page, 'john', 'Anna Tremblay');
  });
});

describe('the window of the app', () => {
  it('goes from the first run to contacts in the roster, and keeps up with changes', async () => {
    const shell = await startShell();
    const page = await openedPage(shell);
    await firstRun(page, 'jane');
    await syncNow(page, 'jane', 'Anna Roy');
  });
});
