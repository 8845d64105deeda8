import { describe, expect, it } from 'vitest';
import { remoteRosterDefaults } from '../../../shared/settings/remote.ts';
import { sampleProfile } from '../../support/core-double/sample-profile.ts';
import { windowTests } from '../../support/renderer/window-tests.ts';

const open = windowTests();
const remote = {
  ...sampleProfile,
  remoteRoster: {
    ...remoteRosterDefaults,
    url: 'https://roster.example.com/contacts/%s',
    headers: { Authorization: { stored: 'john/remote/Authorization' } },
    refresh: { url: 'http://127.0.0.1:5280/roster_admin/refresh', host: 'example.com' },
  },
};
const john = { profiles: [remote], path: '#/remote', language: 'en' } as const;

describe('the remote roster', () => {
  it('says who keeps the roster, and how that is known', async () => {
    const { page, core } = await open(john);
    await page.getByText('Your chat server keeps your roster').waitFor();
    await page.getByText('The roster has version 42.').waitFor();
    core.script.change('john', { rosterKind: 'remote' });
    await page.getByText('Your roster is kept by a remote service').waitFor();
    await page.getByText(/The server refused a change on Nov 18, 2026/).waitFor();
    await page.getByRole('button', { name: 'Check now' }).click();
    await expect
      .poll(() => core.script.calls.map(({ command }) => command))
      .toContain('checkRosterKind');
  });

  it('shows where document, roster and address book differ, and the faults of the document', async () => {
    const { page } = await open(john);
    await page.getByRole('button', { name: 'Fetch and compare' }).click();
    await page.getByRole('status', { name: '2 items differ' }).waitFor();
    await page.getByText(/zoe@example.com: The groups are an array/).waitFor();
    await page.getByText(/your roster shows “\[Home\] Amelie \(cell\)” until/).waitFor();
  });

  it('tells the server of one or several users, and keeps the answers', async () => {
    const { page, core } = await open(john);
    await page.getByLabel('User names').fill('john, jane');
    await page.keyboard.press('Enter');
    await page.getByRole('status', { name: 'john and jane: done' }).waitFor();
    await page.getByText('roster update complete').waitFor();
    expect(core.script.calls).toContainEqual({
      command: 'refreshRosters',
      input: { profile: 'john', users: ['john', 'jane'] },
    });
  });

  it('takes new addresses, keeps the headers, and refuses an invalid address', async () => {
    const { page, core } = await open(john);
    await page.getByLabel('Address of the document').fill('nowhere');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/^Expected an address such as/).waitFor();
    await page.getByLabel('Address of the document').fill('https://new.example.com/%s');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect
      .poll(() => core.state().settings.profiles[0]?.remoteRoster)
      .toMatchObject({
        url: 'https://new.example.com/%s',
        headers: remote.remoteRoster.headers,
        refresh: remote.remoteRoster.refresh,
      });
  });

  it('takes headers with secrets, never shows them again, and says what is wrong with one', async () => {
    const { page, core } = await open(john);
    await page.getByText('Kept in Rolodial’s vault. Type to replace it.').waitFor();
    await page.getByRole('button', { name: 'Add a header' }).first().click();
    await page.getByLabel('Name of header 2').fill('Autho rization');
    await page.getByRole('textbox', { name: 'Value of header 2' }).fill('s3cret');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Expected a name such as Authorization.').waitFor();
    await page.getByLabel('Name of header 2').fill('authorization');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('This header stands here twice.').waitFor();
    await page.getByRole('button', { name: 'Remove header 1 Authorization' }).click();
    await page.getByLabel('Name of header 1').fill('X-Token');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect
      .poll(() => core.state().settings.profiles[0]?.remoteRoster.headers)
      .toEqual({ 'X-Token': { stored: expect.any(String) } });
    await expect.poll(async () => (await page.content()).includes('s3cret')).toBe(false);
  });
});
