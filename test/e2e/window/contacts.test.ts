import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Profile } from '../../../shared/settings/schema.ts';
import { sampleProfile } from '../../support/core-double/sample-profile.ts';
import { windowTests } from '../../support/renderer/window-tests.ts';

const open = windowTests();
const john = { profiles: [sampleProfile], path: '#/contacts' };

/** The names in sight, from top to bottom. */
async function names(page: Page): Promise<string[]> {
  const rows = page.getByRole('grid').locator('tbody tr');
  return rows.evaluateAll((all) =>
    all
      .sort((a, b) => Number(a.getAttribute('data-index')) - Number(b.getAttribute('data-index')))
      .map((row) => row.querySelector('th span')?.textContent ?? ''),
  );
}

async function choose(page: Page, filter: string, option: string | RegExp): Promise<void> {
  await page.getByRole('combobox', { name: filter }).or(page.getByLabel(filter)).first().click();
  await page.getByRole('option', { name: option }).click();
}

const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

describe('the table of contacts', () => {
  it('finds a name without its accents, and a number however it is written', async () => {
    const { page } = await open(john);
    const search = page.getByRole('searchbox');
    await search.fill('amelie tremblay');
    await page.getByText('2 of 124 entries').waitFor();
    await expect
      .poll(() => names(page))
      .toEqual(['[Home] Amélie Tremblay (main)', '[Work] Amélie Tremblay (main)']);
    await search.fill('(819) 555-0103');
    await expect.poll(() => names(page)).toContain('[Home] Jean-Philippe Tremblay');
    await page.getByRole('button', { name: 'Clear the search' }).click();
    await page.getByText('124 entries', { exact: true }).waitFor();
  });

  it('filters by state, own number and type, and says so when nothing is left', async () => {
    const { page } = await open(john);
    await choose(page, 'State', 'To change (4)');
    await page.getByText('4 of 124 entries').waitFor();
    await page.getByText('was “[Home] Tremblay”').waitFor();
    await choose(page, 'Your number', /^Work/);
    await page.getByText('2 of 124 entries').waitFor();
    await choose(page, 'Type', 'main');
    await page.getByText('Nothing found').waitFor();
    await page.getByRole('button', { name: 'Clear search and filters' }).click();
    await page.getByText('124 entries', { exact: true }).waitFor();
  });

  it('filters by category, where contacts have any', async () => {
    const { page, core } = await open(john);
    await choose(page, 'Category', 'Hockey');
    await page.getByText(/^\d+ of 124 entries$/).waitFor();
    const rows = await core.handlers.listContacts({ profile: 'john' });
    const players = rows.filter(({ category }) => category === 'Hockey').length;
    await page.getByText(`${players} of 124 entries`).waitFor();
    await choose(page, 'Category', 'No category');
    await page.getByRole('searchbox').fill('napoli');
    await expect.poll(() => names(page)).toEqual(['Pizzeria Napoli']);
    await choose(page, 'Category', 'Family');
    await page.getByText('Nothing found').waitFor();
    await page.getByRole('button', { name: 'Clear search and filters' }).click();
    core.script.changeRows('john', (all) => all.map((row) => ({ ...row, category: '' })));
    await page.getByRole('combobox', { name: 'Category' }).waitFor({ state: 'detached' });
  });

  it('sorts by each column, and back', async () => {
    const { page } = await open(john);
    const header = page.getByRole('columnheader', { name: 'Name' });
    await expect.poll(() => header.getAttribute('aria-sort')).toBe('ascending');
    const first = (await names(page))[0];
    await header.getByRole('button').click();
    await expect.poll(() => header.getAttribute('aria-sort')).toBe('descending');
    await expect.poll(async () => (await names(page))[0]).not.toBe(first);
    const state = page.getByRole('columnheader', { name: 'State' });
    await state.getByRole('button').click();
    await expect
      .poll(async () => await page.getByRole('row').nth(1).innerText())
      .toContain('Failed');
  });

  it('shows why a number was skipped', async () => {
    const { page } = await open({ ...john, path: '#/contacts?state=skipped' });
    await page.getByText('4 of 124 entries').waitFor();
    await page.getByText('Not a phone number').waitFor();
    await page.getByText('No valid number of its country').waitFor();
    await expect.poll(() => page.getByRole('button', { name: /^Copy/ }).count()).toBe(0);
  });

  it('takes over an item that stands under another name, when told so', async () => {
    const profiles: Profile[] = [{ ...sampleProfile, takeover: 'ask' }];
    const { page, core } = await open({ profiles, path: '#/contacts?state=conflict' });
    const row = page.getByRole('row', { name: /\[Home\] Aisha Gagnon/ });
    await expect.poll(() => row.innerText()).toContain('now “Gagnon (old phone)”');
    await row
      .getByRole('button', { name: 'Take over “Gagnon (old phone)” as [Home] Aisha Gagnon (work)' })
      .click();
    await row.waitFor({ state: 'detached' });
    const jid = '+16135550132%+16135550100@sms.example.com';
    expect(core.script.calls.find(({ command }) => command === 'syncNow')?.input).toEqual({
      profile: 'john',
      only: [jid],
    });
    // The others still wait.
    await page.getByText('7 of 124 entries').waitFor();
    const takeOver = page.getByRole('button', { name: /^Take over/ }).first();
    // What is asked for is done while paused, too, but not while something else runs.
    core.script.change('john', { paused: true });
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByText('Paused', { exact: true }).waitFor();
    await page.goBack();
    await expect.poll(() => takeOver.isDisabled()).toBe(false);
    const activity = { kind: 'syncing', phase: 'reading', done: 0, total: 0 } as const;
    core.script.change('john', { activity });
    await expect.poll(() => takeOver.isDisabled()).toBe(true);
  });

  it('marks a name that was changed in another application', async () => {
    const { page, core } = await open(john);
    core.script.changeRows('john', (rows) =>
      rows.map((row) =>
        row.contact === 'Aisha Gagnon' ? { ...row, changedElsewhere: true } : row,
      ),
    );
    await page.getByRole('searchbox').fill('aisha');
    await expect
      .poll(() => page.getByText('changed elsewhere').count(), { timeout: 5_000 })
      .toBe(2);
  });

  it('copies an address with its button and says so', async () => {
    const { page } = await open(john);
    await page.getByRole('searchbox').fill('zoe tremblay home');
    await page.getByRole('button', { name: /^Copy the address of \[Home\] Zoë Tremblay/ }).click();
    const jid = '+16135550100%+16135550100@sms.example.com';
    await page.getByTestId('announcer').getByText(`Copied ${jid}`).waitFor();
    await expect.poll(() => clipboard(page)).toBe(jid);
  });

  it('opens a chat through a link that other programs can read', async () => {
    const { page } = await open(john);
    await page.getByRole('searchbox').fill('zoe tremblay home');
    const link = page.getByRole('link', { name: /^Open a chat with \[Home\] Zoë Tremblay/ });
    await expect
      .poll(() => link.getAttribute('href'))
      .toBe('xmpp:+16135550100%25+16135550100@sms.example.com?message');
  });

  it('follows the changes of a sync without losing the search', async () => {
    const { page, core } = await open(john);
    await page.getByRole('searchbox').fill('zoe tremblay');
    await page.getByText('2 of 124 entries').waitFor();
    core.script.changeRows('john', (rows) =>
      rows.map((row) => ({ ...row, name: row.name.replace('Zoë', 'Zoë-Anne') })),
    );
    await expect
      .poll(() => names(page), { timeout: 5_000 })
      .toContain('[Home] Zoë-Anne Tremblay (cell)');
    await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe('zoe tremblay');
  });
});

describe('the table by keyboard', () => {
  it('is one stop for Tab, and the arrow keys move between rows', async () => {
    const { page } = await open(john);
    await page.getByRole('columnheader', { name: 'State' }).getByRole('button').focus();
    await page.keyboard.press('Tab');
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-index'));
    await expect.poll(() => focused()).toBe('0');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => focused()).toBe('2');
    await page.keyboard.press('End');
    await expect.poll(focused).toBe('123');
    await page.keyboard.press('Control+c');
    await expect.poll(() => clipboard(page)).toMatch(/@sms\.example\.com$/);
    await page.keyboard.press('Home');
    await expect.poll(focused).toBe('0');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.closest('tbody')))
      .toBeNull();
  });
});

describe('50,000 contacts', () => {
  it('are searched and scrolled to their end, with only the rows in sight drawn', async () => {
    const { page } = await open({ ...john, contacts: 50_000 });
    await page.getByText('50,004 entries').waitFor();
    const rowsDrawn = () => page.getByRole('row').count();
    await expect.poll(() => rowsDrawn()).toBeLessThan(60);
    await expect.poll(() => page.getByRole('grid').getAttribute('aria-rowcount')).toBe('50005');

    await page.getByRole('searchbox').pressSequentially('tremblay zoe');
    await page.getByText(/^[\d,]+ of 50,004 entries$/).waitFor();
    await expect.poll(() => rowsDrawn()).toBeLessThan(60);
    await page.getByRole('searchbox').fill('');
    await page.getByText('50,004 entries', { exact: true }).waitFor();

    // The table may be drawn again after the search, so the scrolling is repeated until it holds.
    const scrollToEnd = () =>
      page.evaluate(() => {
        const box = document.querySelector('[role=grid]')?.parentElement;
        box?.scrollTo({ top: box.scrollHeight });
      });
    const lastRow = page.locator('tr[aria-rowindex="50005"]');
    await expect.poll(() => scrollToEnd().then(() => lastRow.count()), { timeout: 60_000 }).toBe(1);
    await expect.poll(() => rowsDrawn()).toBeLessThan(60);
  });
});
