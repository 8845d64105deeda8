import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { sampleProfile } from '../../support/core-double/sample-profile.ts';
import { windowTests } from '../../support/renderer/window-tests.ts';

const open = windowTests();
const john = { profiles: [sampleProfile], path: '#/groups', language: 'en' } as const;

const group = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

describe('the shared groups', () => {
  it('are listed with what they are, and with their members by name', async () => {
    const { page } = await open(john);
    await expect
      .poll(() => page.getByRole('heading', { level: 2 }).allTextContents())
      .toEqual(['Support Team', 'Book Club', 'Family', 'Groups file']);
    const team = group(page, 'Support Team');
    await expect
      .poll(() => team.locator('ul').last().getByRole('listitem').allInnerTexts())
      .toEqual([
        'Amélie\namelie@example.com · name from the profile\nAvailable · À mon bureau',
        'S\nsupport@example.com\nno name',
        'Z\nZoë Tremblay\nzoe@example.com\nAway',
      ]);
    await team.getByText('Why Rolodial thinks so').click();
    await team.getByText(/Your server adds people to rosters by itself/).waitFor();
    await page.getByText('To see who is there, be visible to your contacts:').waitFor();
  });

  it('are what the user says they are', async () => {
    const { page, core } = await open(john);
    const club = group(page, 'Book Club');
    await club.getByText('Perhaps shared').waitFor();
    await club.getByRole('combobox', { name: 'This group is' }).click();
    await page.getByRole('option', { name: 'My own' }).click();
    await club.getByText('Your own', { exact: true }).waitFor();
    expect(core.script.calls).toContainEqual({
      command: 'markGroup',
      input: { profile: 'john', group: 'Book Club', mark: 'personal' },
    });
  });

  it('are read again on request, and their changes are listed', async () => {
    const { page } = await open(john);
    await page.getByRole('button', { name: 'Refresh shared groups' }).click();
    const changes = page.getByRole('status', { name: 'Since the last look' });
    await expect
      .poll(() => changes.getByRole('listitem').allTextContents())
      .toEqual(['Noah came to Support Team', 'jane@example.com is now Jane']);
  });
});

describe('a groups file', () => {
  async function checked() {
    const window = await open(john);
    const { page } = window;
    await page.getByLabel('Path of the file').fill('/etc/prosody/sharedgroups.txt');
    await page.keyboard.press('Enter');
    await page.getByRole('status', { name: '2 members are not as in the file' }).waitFor();
    return window;
  }

  it('is compared with the roster, and its odd lines are named', async () => {
    const { page } = await checked();
    await page.getByText(/“Zoë Tremblay” in your roster, “Zoé” in the file/).waitFor();
    await page.getByText(/noah@example.com: missing from your roster/).waitFor();
    await page.getByText(/Line 1 # who helps: looks like a comment/).waitFor();
    await page.getByText(/Line 10 @broken: no valid address/).waitFor();
  });

  it('is edited without losing a line, and saved', async () => {
    const { page, core } = await checked();
    await page.getByRole('button', { name: 'Edit the file' }).click();
    await page.getByRole('button', { name: 'Remove noah@example.com from Support Team' }).click();
    await page.getByLabel('Name of zoe@example.com in Support Team').fill('Zoë Tremblay');
    await page.getByLabel('Address of the new member of Everyone').fill('help@example.com');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Save the file' }).click();
    // What is left is the new member of a public group, whom the roster does not show yet.
    await page.getByRole('status', { name: '1 member is not as in the file' }).waitFor();
    const [saved] = core.script.calls.filter(({ command }) => command === 'saveGroupsFile');
    expect(saved?.input).toMatchObject({
      text: `# who helps
[Support Team]
amelie@example.com=Amélie
support@example.com
zoe@example.com=Zoë Tremblay
john@example.com

[+Everyone]
help@example.com
@broken
`,
    });
  });

  it('refuses invalid edits, and an edit can be undone', async () => {
    const { page } = await checked();
    await page.getByRole('button', { name: 'Edit the file' }).click();
    await page.getByLabel('Address of the new member of Everyone').fill('nobody');
    await page.keyboard.press('Enter');
    await page
      .getByText('This is not the address of an account, such as jane@example.com.')
      .waitFor();
    await page.getByRole('button', { name: 'Remove the group Everyone' }).click();
    await expect.poll(() => page.getByLabel('Name of the group Everyone').count()).toBe(0);
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByLabel('Name of the group Everyone').waitFor();
  });

  it('is edited by keyboard alone, and the focus moves to the next field', async () => {
    const { page } = await checked();
    const focused = () =>
      page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? 'nothing');
    await page.getByRole('button', { name: 'Edit the file' }).press('Enter');
    await expect.poll(focused).toBe('/etc/prosody/sharedgroups.txt');
    await page.keyboard.press('Tab');
    await expect.poll(focused).toBe('Name of the group Support Team');
    await page.keyboard.type('s');
    await page.keyboard.press('Escape');
    await page.getByLabel('Name of the group Support Team').fill('Support');
    await page.keyboard.press('Enter');
    await expect.poll(focused).toBe('Name of the group Support');
    await page.getByRole('button', { name: 'Remove noah@example.com from Support' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(focused).toBe('Remove john@example.com from Support');
    await page.keyboard.press('Enter');
    await expect.poll(focused).toBe('Address of the new member of Support');
    await page.keyboard.type('zoe@example.com');
    await page.keyboard.press('Enter');
    await page.getByText('This member is in the group already.').waitFor();
    const field = page.getByLabel('Address of the new member of Support');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await page.getByRole('button', { name: 'Remove the group Everyone' }).press('Enter');
    await expect.poll(focused).toBe('Name of the new group');
  });

  it('keeps comments out of the editor, where they could be taken for members', async () => {
    const { page } = await checked();
    await page.getByRole('button', { name: 'Edit the file' }).click();
    await page.getByRole('button', { name: 'Remove zoe@example.com from Support Team' }).waitFor();
    expect(await page.getByRole('button', { name: /^Remove #/ }).count()).toBe(0);
  });

  it('asks before unsaved edits are lost', async () => {
    const { page } = await checked();
    await page.getByRole('button', { name: 'Edit the file' }).click();
    await page.getByRole('button', { name: 'Remove the group Everyone' }).click();
    await expect
      .poll(() => page.getByRole('button', { name: 'Compare with the roster' }).isDisabled())
      .toBe(true);
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByText('The groups file has changes that are not saved yet.').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Save the file' }).click();
    await page.getByText('The file was saved.').waitFor();
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  });

  it('decides which groups are shared, when the user says so', async () => {
    const { page } = await checked();
    await page.getByRole('button', { name: /^Let this file decide/ }).click();
    await page.getByRole('button', { name: 'No longer let it decide' }).waitFor();
  });
});
