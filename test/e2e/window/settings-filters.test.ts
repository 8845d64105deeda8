import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Profile } from '../../../shared/settings/schema.ts';
import type { CoreDouble } from '../../support/core-double/core-double.ts';
import { sampleProfile } from '../../support/core-double/sample-profile.ts';
import { windowTests } from '../../support/renderer/window-tests.ts';

const open = windowTests();
const path = '#/settings/profile/john';
const contactsBook = 'https://cloud.example.com/dav/john/contacts/';
const familyBook = 'https://cloud.example.com/dav/john/famille/';

const region = (page: Page, name: string) => page.getByRole('region', { name });
const words = (page: Page, section: string, label: string) =>
  region(page, section).getByRole('combobox', { name: label });

/** Saves, and returns what the window sent. */
async function saved(page: Page, core: CoreDouble): Promise<unknown> {
  await page.getByRole('button', { name: 'Save' }).click();
  await expect.poll(() => page.getByRole('button', { name: 'Discard' }).isDisabled()).toBe(true);
  return core.script.calls.findLast(({ command }) => command === 'saveProfile')?.input;
}

describe('choosing address books', () => {
  it('reads all of them by default, and only those that are ticked', async () => {
    const { page, core } = await open({ profiles: [sampleProfile], path });
    const section = region(page, 'Address book');
    await expect
      .poll(() => section.getByRole('radio', { name: 'All of them' }).isChecked())
      .toBe(true);
    await section.getByRole('radio', { name: 'Only these' }).check();
    await section.getByText('Test the address book to see which ones there are.').waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await section.getByText('Tick at least one address book, or read all of them.').waitFor();

    await section.getByRole('button', { name: 'Test address book' }).click();
    await section.getByRole('checkbox', { name: 'Famille' }).check();
    await section.getByRole('checkbox', { name: 'Contacts' }).check();
    const both = await saved(page, core);
    expect(both).toMatchObject({ carddav: { books: [familyBook, contactsBook] } });

    await section.getByRole('radio', { name: 'All of them' }).check();
    const all = (await saved(page, core)) as Profile;
    expect(all.carddav).not.toHaveProperty('books');
  });

  it('shows the saved choice again, and says which of it is not there any more', async () => {
    const gone = 'https://cloud.example.com/dav/john/old/';
    const carddav = { ...sampleProfile.carddav, books: [familyBook, gone] };
    const { page } = await open({ profiles: [{ ...sampleProfile, carddav }], path });
    const section = region(page, 'Address book');
    await expect.poll(() => section.getByRole('checkbox', { checked: true }).count()).toBe(2);
    await expect.poll(() => section.getByText('It was not found at this address.').count()).toBe(0);
    await section.getByRole('button', { name: 'Test address book' }).click();
    await section.getByText('It was not found at this address.').waitFor();
    await expect
      .poll(() => section.getByRole('checkbox', { name: 'Famille' }).isChecked())
      .toBe(true);
    await expect
      .poll(() => section.getByRole('checkbox', { name: 'Contacts' }).isChecked())
      .toBe(false);
    // Books of another address are not shown for this one.
    await section.getByRole('textbox', { name: 'Address' }).fill('https://other.example.com/');
    await section.getByText('2 address books were found').waitFor({ state: 'detached' });
    await expect.poll(() => section.getByRole('checkbox', { name: 'Contacts' }).count()).toBe(0);
  });
});

describe('the numbers that are wanted', () => {
  const section = 'Numbers in the address book';

  it('are chosen by types and categories that the address book really has', async () => {
    const { page, core } = await open({ profiles: [sampleProfile], path });
    await words(page, section, 'Only these categories').click();
    await page.getByRole('option', { name: 'Hockey' }).click();
    await words(page, section, 'Leave out these types').click();
    const usual = page.getByRole('listbox', { name: 'Leave out these types' });
    const offered = (await usual.innerText()).split('\n').filter((line) => line !== '');
    expect(offered[0]).toBe('In your address book');
    expect(offered.indexOf('main')).toBeLessThan(offered.indexOf('Usual'));
    expect(offered.at(-1)).toBe('other');
    await page.getByRole('option', { name: 'main' }).click();
    // A word that occurs nowhere yet can be typed.
    await words(page, section, 'Leave out these categories').fill(' Suppliers ');
    await words(page, section, 'Only these types').click();
    await page.keyboard.press('Escape');
    expect(await saved(page, core)).toMatchObject({
      onlyCategories: ['Hockey'],
      skipTypes: ['fax', 'pager', 'main'],
      skipCategories: ['Suppliers'],
      onlyTypes: [],
    });
    await expect.poll(() => page.getByRole('button', { name: 'Discard' }).isDisabled()).toBe(true);
  });

  it('are called in other words, which the preview shows while they are typed', async () => {
    const { page, core } = await open({ profiles: [sampleProfile], path });
    const preview = page.getByTestId('format-preview');
    await expect.poll(() => preview.innerText()).toContain('[Home] Zoë Tremblay (cell)');
    await page.getByRole('button', { name: 'Add a word' }).click();
    await page.getByRole('combobox', { name: 'Type to rename 1' }).fill('Cell');
    await page.getByRole('textbox', { name: 'Word for type 1' }).fill('mobile');
    await expect.poll(() => preview.innerText()).toContain('[Home] Zoë Tremblay (mobile)');
    await page.getByRole('button', { name: 'Add a word' }).click();
    await page.getByRole('combobox', { name: 'Type to rename 2' }).click();
    await page.getByRole('option', { name: 'home' }).click();
    await expect.poll(() => preview.innerText()).toMatch(/Émile Tremblay$/m);
    expect(await saved(page, core)).toMatchObject({ labels: { cell: 'mobile', home: '' } });
    await page.getByRole('button', { name: 'Remove the word for type 1' }).click();
    await expect.poll(() => preview.innerText()).toContain('[Home] Zoë Tremblay (cell)');
    await page.getByRole('button', { name: 'Discard' }).click();
    await expect.poll(() => preview.innerText()).toContain('[Home] Zoë Tremblay (mobile)');
  });

  it('cannot be called in two ways at once', async () => {
    const profile: Profile = { ...sampleProfile, labels: { cell: 'mobile' } };
    const { page, core } = await open({ profiles: [profile], path });
    await page.getByRole('button', { name: 'Add a word' }).click();
    await page.getByRole('combobox', { name: 'Type to rename 2' }).fill('cell');
    await page.getByRole('textbox', { name: 'Word for type 2' }).fill('Handy');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('This type stands above already.').waitFor();
    expect(core.script.calls.some(({ command }) => command === 'saveProfile')).toBe(false);
  });
});

describe('the filters of one of the own numbers', () => {
  const section = 'Your numbers';

  it('are folded away, and said in a few words when there are any', async () => {
    const { page, core } = await open({ profiles: [sampleProfile], path });
    const rows = region(page, section).getByRole('listitem');
    const second = page.getByRole('group', { name: 'Filters for number 2' });
    await expect.poll(() => second.isVisible()).toBe(false);
    await page.getByText('Filters for this number').nth(1).click();
    await second.getByRole('combobox', { name: 'Only these categories' }).click();
    await page.getByRole('option', { name: 'Work' }).click();
    await page.getByText('only category Work', { exact: true }).waitFor();
    await second.getByText('Test the address book to see which ones there are.').waitFor();
    await page.getByRole('button', { name: 'Test address book' }).click();
    await second.getByRole('checkbox', { name: 'Famille' }).check();
    await page.getByText('only category Work · only address book Famille').waitFor();
    await expect.poll(() => rows.first().innerText()).toContain('none');
    expect(await saved(page, core)).toMatchObject({
      dids: [
        { number: '+16135550100', alias: 'Home' },
        { alias: 'Work', onlyCategories: ['Work'], books: [familyBook] },
      ],
    });

    await second.getByRole('checkbox', { name: 'Famille' }).uncheck();
    await words(page, section, 'Only these categories').last().focus();
    await page.keyboard.press('Backspace');
    const emptied = (await saved(page, core)) as Profile;
    expect(emptied.dids[1]).toEqual({ number: '+15145550199', alias: 'Work' });
  });

  it('go with their number when it is moved', async () => {
    const [home, work] = sampleProfile.dids as [Profile['dids'][0], Profile['dids'][0]];
    const dids = [home, { ...work, skipTypes: ['home'] }];
    const { page } = await open({ profiles: [{ ...sampleProfile, dids }], path });
    await page.getByRole('button', { name: 'Move number 2 up' }).click();
    const first = region(page, section).getByRole('listitem').first();
    await expect.poll(() => first.innerText()).toContain('without type home');
  });

  it('say when they name an address book that is not read', async () => {
    const [home] = sampleProfile.dids as [Profile['dids'][0]];
    const carddav = { ...sampleProfile.carddav, books: [contactsBook] };
    const dids = [{ ...home, books: [familyBook] }];
    const { page } = await open({ profiles: [{ ...sampleProfile, carddav, dids }], path });
    await page.getByText('Filters for this number').click();
    await page.getByText('It is not among the address books that are read.').waitFor();
  });
});

describe('names from elsewhere', () => {
  it('are taken over or left, as the settings say', async () => {
    const { page, core } = await open({ profiles: [sampleProfile], path });
    await page.getByRole('radio', { name: 'Ask first' }).check();
    await page.getByRole('radio', { name: 'Keep the other name' }).check();
    expect(await saved(page, core)).toMatchObject({ takeover: 'ask', renamedElsewhere: 'keep' });
  });
});
