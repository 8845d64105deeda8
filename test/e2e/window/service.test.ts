import { describe, expect, it } from 'vitest';
import type { Profile } from '../../../shared/settings/schema.ts';
import { sampleProfile } from '../../doubles/sample-profile.ts';
import { windowTests } from './support/window-tests.ts';

const open = windowTests();
const remoteRoster: Profile['remoteRoster'] = {
  ...{ checkAtLogin: true, serve: true, keepOthers: true },
  refresh: { url: 'http://127.0.0.1:5280/roster_admin/refresh' },
};
const plain = { profiles: [sampleProfile], path: '#/remote', language: 'en' } as const;
const served = { ...plain, profiles: [{ ...sampleProfile, remoteRoster }] } as const;
const listening = { enabled: true, address: '127.0.0.1', port: 5290 };

describe('a roster that Rolodial keeps itself', () => {
  it('is one by a switch, which keeps all else as it was', async () => {
    const { page, core } = await open({
      ...plain,
      profiles: [{ ...sampleProfile, remoteRoster: { ...remoteRoster, serve: false } }],
    });
    await page.getByLabel('Keep this roster here').click();
    await page.getByText('121 items are served').waitFor();
    expect(core.state().settings.profiles[0]?.remoteRoster).toEqual(remoteRoster);
    await page.getByText('Your server was told of it.').waitFor();
    await page.getByText(/^3 contacts were read from the roster on/).waitFor();
  });

  it('says so on the overview', async () => {
    const { page, core } = await open({ ...served, path: '#/overview' });
    core.script.change('john', { rosterKind: 'served' });
    await page.getByText('Rolodial keeps this roster as a service').waitFor();
  });

  it('stays one when its addresses are saved', async () => {
    const { page, core } = await open(served);
    await page.getByLabel('Name of the virtual host').fill('example.com');
    await page.getByRole('button', { name: 'Save' }).last().click();
    await expect
      .poll(() => core.state().settings.profiles[0]?.remoteRoster)
      .toEqual({ ...remoteRoster, refresh: { ...remoteRoster.refresh, host: 'example.com' } });
  });

  it('asks before the user’s own people are left out', async () => {
    const { page, core } = await open(served);
    const keep = page.getByLabel('Keep the people whom the roster held');
    await keep.click();
    await page.getByText(/^3 contacts of your own leave your roster then/).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await keep.isChecked()).toBe(true);
    await keep.click();
    await page.getByRole('button', { name: 'Leave them out' }).click();
    await expect.poll(() => core.state().settings.profiles[0]?.remoteRoster.keepOthers).toBe(false);
    await expect.poll(() => page.getByText('3 contacts of your own').count()).toBe(0);
  });

  it('takes people from a file, with what is wrong in it', async () => {
    const { page } = await open(served);
    const document = { 'ann@example.com': { name: 'Ann' }, 'bob@example.com': { groups: ['A'] } };
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Import a document…' }).click();
    await (await choosing).setFiles({
      ...{ name: 'roster.json', mimeType: 'application/json' },
      buffer: Buffer.from(JSON.stringify(document)),
    });
    await page.getByRole('status', { name: 'Imported: 1 added, 0 changed, 0 left' }).waitFor();
    await page.getByText(/bob@example.com: The groups are an array/).waitFor();
    await page.getByText('4 contacts of your own').waitFor();
  });

  it('takes people off by name, after a question, by keyboard alone', async () => {
    const { page, core } = await open(served);
    await page.getByText('3 contacts of your own').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('checkbox', { name: 'Jane' }).focus();
    await page.keyboard.press('Space');
    await page.getByRole('checkbox', { name: 'zoe@example.net' }).focus();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Take 2 off…' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('They leave your roster: Jane and zoe@example.net.').waitFor();
    await page.getByRole('button', { name: 'Take off', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('1 contact of your own').waitFor();
    expect(core.script.calls).toContainEqual({
      command: 'removeServed',
      input: { profile: 'john', jids: ['jane@example.com', 'zoe@example.net'] },
    });
  });
});

describe('where the service listens', () => {
  it('is saved, and what the server needs can be copied with the secret, shown only when asked', async () => {
    const { page, core } = await open(served);
    await page.getByText('The service is off').waitFor();
    await page.getByLabel('Listen', { exact: true }).click();
    await page.getByRole('button', { name: 'Make one up' }).click();
    const secret = await page.getByLabel('Secret', { exact: true }).inputValue();
    expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
    await page.getByRole('button', { name: 'Save' }).first().click();
    await page.getByText('The service is listening').waitFor();
    expect(core.script.calls).toContainEqual({
      command: 'saveService',
      input: { ...listening, secret: { value: secret } },
    });
    await page.getByText('http_roster_url = "http://127.0.0.1:5290/SECRET/contacts/%s"').waitFor();
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByRole('button', { name: 'Copied.' }).waitFor();
    const whole = 'http_roster_url = "http://127.0.0.1:5290/x3Kq9-example-secret/contacts/%s"';
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(whole);
    await page.getByRole('button', { name: 'Show the secret' }).click();
    await page.getByText(whole).waitFor();
  });

  it('says what is wrong, field by field', async () => {
    const { page, core } = await open(served);
    await page.getByLabel('Address', { exact: true }).fill('0.0.0.0');
    await page.getByLabel('Port', { exact: true }).fill('');
    await page.getByLabel('Certificate', { exact: true }).fill('server.pem');
    await page.getByRole('button', { name: 'Save' }).first().click();
    await page.getByText('Expected a number from 1 to 65535.').waitFor();
    await page.getByText('HTTPS needs both files.').waitFor();
    await page.getByLabel('Port', { exact: true }).fill('5291');
    await page.getByLabel('Key of the certificate').fill('server.key');
    await page.getByRole('button', { name: 'Save' }).first().click();
    await page.getByText('Other computers can reach this address: a secret is needed.').waitFor();
    await page.getByLabel('Secret', { exact: true }).fill('short');
    await page.getByRole('button', { name: 'Save' }).first().click();
    await page.getByText('A secret has 16 characters at least.').waitFor();
    await page.getByLabel('Secret', { exact: true }).fill('sixteen-or-more-characters');
    await page.getByRole('button', { name: 'Save' }).first().click();
    await expect
      .poll(() => core.state().settings.service)
      .toEqual({
        ...{ enabled: false, address: '0.0.0.0', port: 5291, secret: { stored: 'service' } },
        tls: { certificate: 'server.pem', key: 'server.key' },
      });
  });

  it('shows who asked, and why it does not listen', async () => {
    const { page, core } = await open(served);
    await core.handlers.saveService(listening);
    await page.getByText(/127\.0\.0\.1 · john@example\.com · 12\.4 kB in 1 millisecond/).waitFor();
    await page.getByText(/192\.0\.2\.7 · refused \(HTTP 404\)/).waitFor();
    core.script.changeService({
      status: 'failed',
      problem: {
        code: 'service-failed',
        message: 'In English.',
        params: { detail: 'another program listens there, perhaps another Rolodial' },
      },
    });
    await page.getByText('The service for rosters cannot listen').waitFor();
    await page.getByText(/another program listens there/).waitFor();
  });

  it('tells accounts of one user name apart', async () => {
    const other = { ...sampleProfile, id: 'net', remoteRoster };
    const { page, core } = await open({
      ...served,
      profiles: [
        ...served.profiles,
        { ...other, xmpp: { ...other.xmpp, jid: 'john@example.net' } },
      ],
    });
    await core.handlers.saveService(listening);
    await page
      .getByText('Several accounts have the user name john: write %s@example.com')
      .waitFor();
  });
});
