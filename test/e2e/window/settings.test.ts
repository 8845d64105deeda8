import { describe, expect, it } from 'vitest';
import { RolodialError } from '../../../shared/errors.ts';
import { sampleProfile } from '../../support/core-double/sample-profile.ts';
import { windowTests } from '../../support/renderer/window-tests.ts';

const open = windowTests();
const john = { profiles: [sampleProfile] };
const editing = { ...john, path: '#/settings/profile/john' };

describe('the first run', () => {
  it('leads from the empty overview through the settings to the new account', async () => {
    const { page, core } = await open();
    await page.getByRole('link', { name: 'Set up your account' }).click();
    await expect
      .poll(() => page.getByRole('heading', { level: 1 }).textContent())
      .toBe('New account');

    const account = page.getByRole('region', { name: 'Chat account' });
    await account.getByLabel('Address').fill('zoe@example.org');
    await account.getByRole('textbox', { name: 'Password' }).fill('correct horse');
    await account.getByRole('button', { name: 'Test account' }).click();
    await account.getByText('the roster holds 42 items').waitFor();

    const book = page.getByRole('region', { name: 'Address book' });
    await book.getByRole('textbox', { name: 'Address' }).fill('https://cloud.example.org/');
    await book.getByLabel('User name').fill('zoe');
    await book.getByRole('textbox', { name: 'Password' }).fill('battery staple');
    await book.getByRole('button', { name: 'Test address book' }).click();
    await book.getByText('2 address books were found').waitFor();
    await book.getByText('Contacts (214 cards) and Famille (31 cards)').waitFor();
    await book.getByRole('radio', { name: 'Only these' }).check();
    await book.getByRole('checkbox', { name: 'Famille' }).check();

    await page.getByRole('combobox', { name: 'Country' }).fill('canada');
    await page.getByRole('option', { name: 'Canada (+1)' }).click();
    await page.getByLabel('Number 1', { exact: true }).fill('(613) 555-0100');
    await page.getByLabel('Alias of number 1').fill('Maison');
    await expect
      .poll(() => page.getByLabel('Number 1', { exact: true }).inputValue())
      .toBe('+16135550100');
    await expect
      .poll(() => page.getByTestId('format-preview').innerText())
      .toContain('[Maison] Zoë Martin (cell)');

    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'zoe@example.org' }).waitFor();
    const saved = core.script.calls.find(({ command }) => command === 'saveProfile');
    expect(saved?.input).toMatchObject({
      id: 'zoe',
      xmpp: { jid: 'zoe@example.org', password: { value: 'correct horse' } },
      carddav: {
        url: 'https://cloud.example.org/',
        books: ['https://cloud.example.org/dav/john/famille/'],
        username: 'zoe',
        password: { value: 'battery staple' },
      },
      dids: [{ number: '+16135550100', alias: 'Maison' }],
      defaultCountry: 'CA',
      syncIntervalSeconds: 86_400,
    });
  });

  it('says at each field what is missing, and goes to the first one', async () => {
    const { page, core } = await open({ path: '#/settings/new' });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('7 fields need your attention').waitFor();
    const address = page.getByRole('region', { name: 'Chat account' }).getByLabel('Address');
    await expect
      .poll(() => address.evaluate((field) => field === document.activeElement))
      .toBe(true);
    await expect.poll(() => address.getAttribute('aria-invalid')).toBe('true');
    await page.getByText('Enter an alias, such as Home.').waitFor();
    expect(core.script.calls.some(({ command }) => command === 'saveProfile')).toBe(false);
  });
});

describe('editing an account', () => {
  it('shows where each password is kept, and leaves it there unless a new one is typed', async () => {
    const { page, core } = await open(editing);
    await page.getByText('Kept in Rolodial’s vault').waitFor();
    await page.getByText('Kept in the environment variable CARDDAV_PASSWORD').waitFor();
    await page.getByLabel('Alias of number 1').fill('Cottage');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.', { exact: true }).first().waitFor();
    const saved = core.script.calls.find(({ command }) => command === 'saveProfile');
    expect(saved?.input).toMatchObject({
      xmpp: { password: { stored: 'john/xmpp' } },
      carddav: { password: { env: 'CARDDAV_PASSWORD' } },
    });
    await expect.poll(() => page.getByRole('button', { name: 'Discard' }).isDisabled()).toBe(true);
  });

  it('shows the format on real contacts while it is typed, and names unknown tokens', async () => {
    const { page } = await open(editing);
    await page.getByText('Preview with your contacts').waitFor();
    const format = page.getByRole('textbox', { name: 'Format' });
    await format.fill('%last, ');
    await format.press('End');
    await page.getByRole('button', { name: 'Insert %first: First name' }).click();
    await expect.poll(() => format.inputValue()).toBe('%last, %first');
    await expect
      .poll(() => page.getByTestId('format-preview').innerText())
      .toContain('Tremblay, Zoë');
    await format.fill('%name %shoe');
    await page.getByText('%shoe is not known and stays empty.').waitFor();
  });

  it('asks before unsaved changes are lost, and keeps them if wanted', async () => {
    const { page } = await open(editing);
    await page.getByLabel('Alias of number 1').fill('Cottage');
    await page.getByRole('link', { name: 'Contacts' }).click();
    await page.getByRole('button', { name: 'Keep editing' }).click();
    await expect.poll(() => page.getByLabel('Alias of number 1').inputValue()).toBe('Cottage');
    expect(new URL(page.url()).hash).toBe('#/settings/profile/john');
    await page.getByRole('link', { name: 'Contacts' }).click();
    await page.getByRole('button', { name: 'Leave without saving' }).click();
    await page.getByRole('heading', { level: 1, name: 'Contacts' }).waitFor();
  });

  it('adds, orders and removes own numbers, and marks an unusual one but accepts it', async () => {
    const { page, core } = await open(editing);
    await page.getByRole('button', { name: 'Add a number' }).click();
    await page.getByLabel('Number 3', { exact: true }).fill('+1 034 567 8901');
    await page.getByLabel('Alias of number 3').fill('Seed');
    await page.getByText('Rolodial takes it nevertheless').waitFor();
    await page.getByRole('button', { name: 'Move number 3 up' }).click();
    await page.getByRole('button', { name: 'Remove number 1' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.', { exact: true }).first().waitFor();
    const saved = core.script.calls.find(({ command }) => command === 'saveProfile');
    expect(saved?.input).toMatchObject({
      dids: [
        { number: '+10345678901', alias: 'Seed' },
        { number: '+15145550199', alias: 'Work' },
      ],
    });
  });

  it('unfolds what is folded away when something in it is wrong', async () => {
    const { page } = await open(editing);
    const advanced = page.getByText('Advanced', { exact: true });
    await advanced.click();
    await page.getByRole('textbox', { name: 'Port' }).fill('5222');
    await page.getByRole('textbox', { name: 'Host' }).fill('127.0.0.1');
    await advanced.click();
    await expect.poll(() => page.getByRole('textbox', { name: 'Port' }).isVisible()).toBe(false);
    await advanced.click();
    await page.getByRole('textbox', { name: 'Host' }).fill('');
    await advanced.click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('A port needs a host beside it.').waitFor();
    await expect.poll(() => page.getByRole('textbox', { name: 'Port' }).isVisible()).toBe(true);
  });

  it('shows settings that change elsewhere, and saves over none of them', async () => {
    const { page, core } = await open(editing);
    const format = page.getByRole('textbox', { name: 'Format' });
    await core.handlers.saveProfile({ ...sampleProfile, format: '%first' });
    await expect.poll(() => format.inputValue()).toBe('%first');
    await page.getByLabel('Alias of number 1').fill('Cottage');
    const elsewhere = { format: '%last', paused: true, sharedGroups: { marks: {}, file: 'a.txt' } };
    await core.handlers.setPaused({ profile: 'john', paused: true });
    await core.handlers.saveProfile({ ...sampleProfile, ...elsewhere });
    // Nothing shows that this has arrived, but what is told after it arrives after it.
    await core.handlers.setLanguage({ language: 'fr' });
    await page.getByRole('button', { name: 'Enregistrer' }).waitFor();
    await core.handlers.setLanguage({ language: 'en' });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.', { exact: true }).first().waitFor();
    const [number, ...others] = sampleProfile.dids;
    expect(core.state().settings.profiles[0]).toEqual({
      ...{ ...sampleProfile, ...elsewhere },
      dids: [{ ...number, alias: 'Cottage' }, ...others],
    });
    await expect.poll(() => format.inputValue()).toBe('%last');
  });

  it('says in words what a test found wrong', async () => {
    const { page, core } = await open(editing);
    const params = { account: 'john@example.com', host: 'example.com' };
    core.script.failNext('testAccount', new RolodialError('xmpp-authentication', 'No.', params));
    await page.getByRole('button', { name: 'Test account' }).click();
    await page.getByText('The server refused the password for john@example.com').waitFor();
    core.script.failNext('testAccount', new RolodialError('xmpp-unreachable', 'No.', params));
    await page.getByRole('button', { name: 'Test account' }).click();
    await page.getByText('Check what you entered and the network, then test again.').waitFor();
    core.script.failNext(
      'testAddressBook',
      new RolodialError('carddav-not-found', 'No.', { url: 'https://cloud.example.com/' }),
    );
    await page.getByRole('button', { name: 'Test address book' }).click();
    await page.getByText('There is no address book at https://cloud.example.com/').waitFor();
  });

  it('shows why it could not be saved, and keeps what was typed', async () => {
    const { page, core } = await open(editing);
    await page.getByLabel('Alias of number 1').fill('Cottage');
    core.script.failNext('saveProfile', new RolodialError('internal', 'The disk is full.', {}));
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The disk is full.').waitFor();
    await expect.poll(() => page.getByLabel('Alias of number 1').inputValue()).toBe('Cottage');
    await page.getByText('There are unsaved changes').waitFor();
  });
});

describe('removing an account', () => {
  it('says first that the names stay in the roster', async () => {
    const { page, core } = await open({ ...john, path: '#/settings' });
    await page.getByRole('button', { name: 'Remove john@example.com' }).click();
    const dialog = page.getByRole('dialog', { name: 'Remove john@example.com?' });
    await expect
      .poll(() => dialog.innerText())
      .toContain('The names it put into your roster stay there');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(core.state().profiles.length).toBe(1);
    await page.getByRole('button', { name: 'Remove john@example.com' }).click();
    await dialog.getByRole('button', { name: 'Remove account' }).click();
    await page.getByText('No account yet').waitFor();
    expect(core.state().profiles.length).toBe(0);
  });
});
