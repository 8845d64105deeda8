import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Profile } from '../../../shared/settings/schema.ts';
import { sampleProblem, sampleProfile } from '../../support/core-double/sample-profile.ts';
import { windowTests } from '../../support/renderer/window-tests.ts';

const open = windowTests();
const remoteRoster: Profile['remoteRoster'] = {
  ...{ checkAtLogin: true, serve: true, keepOthers: true },
  refresh: { url: 'http://127.0.0.1:5280/roster_admin/refresh' },
};
const plain = { profiles: [sampleProfile], path: '#/remote', language: 'en' } as const;
const served = { ...plain, profiles: [{ ...sampleProfile, remoteRoster }] } as const;
const listening = { enabled: true, address: '127.0.0.1', port: 5290 };

describe('a roster that Rolodial keeps itself', () => {
  it('starts with a switch, which keeps all other settings', async () => {
    const { page, core } = await open({
      ...plain,
      profiles: [{ ...sampleProfile, remoteRoster: { ...remoteRoster, serve: false } }],
    });
    await page.getByLabel('Keep this roster here').click();
    await page.getByText('121 items are served').waitFor();
    expect(core.state().settings.profiles[0]?.remoteRoster).toEqual(remoteRoster);
    await page.getByText('Your server was told of it.').waitFor();
    await page.getByText(/^3 contacts were read from the roster \(/).waitFor();
  });

  it('keeps the focus at the switch, and asks before it stops', async () => {
    const { page, core } = await open({
      ...plain,
      profiles: [{ ...sampleProfile, remoteRoster: { ...remoteRoster, serve: false } }],
    });
    const keep = page.getByLabel('Keep this roster here');
    await keep.focus();
    await page.keyboard.press('Space');
    await page.getByText('121 items are served').waitFor();
    await expect.poll(() => keep.evaluate((one) => one === document.activeElement)).toBe(true);
    await page.keyboard.press('Space');
    await page.getByRole('dialog', { name: 'Stop keeping this roster?' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(core.state().settings.profiles[0]?.remoteRoster.serve).toBe(true);
    await keep.click();
    await page.getByRole('button', { name: 'Stop keeping it' }).click();
    await expect.poll(() => core.state().settings.profiles[0]?.remoteRoster.serve).toBe(false);
    await page.getByText('121 items are served').waitFor({ state: 'detached' });
  });

  it('says that the server still keeps the roster by itself', async () => {
    const { page } = await open(served);
    await page.getByText(/so it does not ask Rolodial for the roster yet/).waitFor();
  });

  it('says when nothing is served, when the server was not told, and when the document is too large', async () => {
    const { page, core } = await open(served);
    const document = { builtAt: '2026-11-20T20:00:00.000Z', tag: 'a', items: 60_000 };
    core.script.changeServed('john', { document: { ...document, bytes: 10_500_000 } });
    await page.getByText('60,000 items are served').waitFor();
    await page.getByText(/^Prosody takes no answer above 10 MB/).waitFor();
    core.script.changeServed('john', { announced: false, lastRefresh: null });
    await page.getByText(/Your server was not told of it yet/).waitFor();
    core.script.changeServed('john', { announced: null });
    await page.getByText(/the address of roster_admin is missing/).waitFor();
    core.script.changeServed('john', { document: null });
    await page.getByText('Nothing is served yet').waitFor();
  });

  it('says why the earlier content of the roster could not be read', async () => {
    const { page, core } = await open(served);
    core.script.change('john', {
      problem: sampleProblem('service-import', {
        account: 'john@example.com',
        detail: 'no answer',
      }),
    });
    await page.getByText(/reads it once before it serves the roster/).waitFor();
  });

  it('says so on the overview', async () => {
    const { page, core } = await open({ ...served, path: '#/overview' });
    core.script.change('john', { rosterKind: 'served' });
    await page.getByText('Rolodial keeps this roster as a service').waitFor();
  });

  it('is still kept when its addresses are saved', async () => {
    const { page, core } = await open(served);
    await page.getByLabel('Name of the virtual host').fill('example.com');
    await page.getByRole('button', { name: 'Save' }).last().click();
    await expect
      .poll(() => core.state().settings.profiles[0]?.remoteRoster)
      .toEqual({ ...remoteRoster, refresh: { ...remoteRoster.refresh, host: 'example.com' } });
  });

  it('asks before the user’s own contacts are left out', async () => {
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

  it('imports contacts from a file, and lists its faults', async () => {
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

  it('says what is wrong with a file that is no document, and accepts it once it is corrected', async () => {
    const { page, core } = await open(served);
    const folder = mkdtempSync(path.join(tmpdir(), 'rolodial-document-'));
    const file = path.join(folder, 'roster.json');
    writeFileSync(file, '["ann@example.com"]');
    const input = page.locator('input[type=file]');
    await input.setInputFiles(file);
    await page.getByRole('alert', { name: 'This is no document of a roster' }).waitFor();
    await page.getByText('The document is no JSON object.').waitFor();
    expect(core.script.calls.map(({ command }) => command)).not.toContain('importRoster');
    writeFileSync(file, '{"ann@example.com": {"name": "Ann"}}');
    await input.setInputFiles(file);
    await page.getByRole('status', { name: 'Imported: 1 added' }).waitFor();
    await page.getByRole('alert').waitFor({ state: 'detached' });
    rmSync(folder, { recursive: true });
  });

  it('reads the roster again', async () => {
    const { page, core } = await open(served);
    await page.getByRole('button', { name: 'Read the roster again' }).click();
    await page.getByRole('status', { name: 'Imported: 0 added' }).waitFor();
    expect(core.script.calls).toContainEqual({
      command: 'importRoster',
      input: { profile: 'john', document: null },
    });
  });

  it('removes contacts by name, after a question, by keyboard alone', async () => {
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
    await page.getByRole('button', { name: 'Hide the secret' }).click();
    await page.getByText(whole).waitFor({ state: 'detached' });
  });

  it('forgets a secret in the window once another one is saved in its place', async () => {
    const { page, core } = await open(served);
    await core.handlers.saveService({ ...listening, secret: { value: 'the-first-secret-of-all' } });
    await page.getByRole('button', { name: 'Show the secret' }).click();
    await page.getByText(/x3Kq9/).waitFor();
    const secret = page.getByLabel('Secret', { exact: true });
    await page.getByRole('button', { name: 'Make one up' }).click();
    expect(await secret.getAttribute('type')).toBe('text');
    await page.getByRole('button', { name: 'Save' }).first().click();
    await expect.poll(() => secret.inputValue()).toBe('');
    await page.getByText(/x3Kq9/).waitFor({ state: 'detached' });
    await page.getByText('Saved.', { exact: true }).first().waitFor();
    await secret.fill('typed-and-therefore-hidden');
    expect(await secret.getAttribute('type')).toBe('password');
    await secret.fill('');
    await page.getByRole('button', { name: 'No secret' }).click();
    await page.getByText('The secret goes when you save.').waitFor();
    await page.getByRole('button', { name: 'Save' }).first().click();
    await expect.poll(() => core.state().settings.service.secret).toBe(undefined);
  });

  it('can be turned off when no roster is kept here any more', async () => {
    const { page, core } = await open(plain);
    await core.handlers.saveService(listening);
    await page.getByText('The service is listening').waitFor();
    await page.getByLabel('Listen', { exact: true }).click();
    await page.getByRole('button', { name: 'Save' }).first().click();
    await expect.poll(() => core.state().settings.service.enabled).toBe(false);
    await page.getByText('Where the service listens').waitFor({ state: 'detached' });
  });

  it('says what is wrong, field by field', async () => {
    const { page, core } = await open(served);
    await page.getByLabel('Address', { exact: true }).fill('0.0.0.0');
    await page.getByLabel('Port', { exact: true }).fill('');
    await page.getByLabel('Certificate', { exact: true }).fill('server.pem');
    await page.getByRole('button', { name: 'Save' }).first().click();
    await page.getByText('Expected a number from 1 to 65535.').waitFor();
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('value')))
      .toBe('');
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
    const line = (name: string) =>
      page.getByRole('table', { name: 'Who asked' }).getByRole('row', { name });
    const given = await line('john@example.com').innerText();
    for (const part of ['from 127.0.0.1', 'given (HTTP 200)', '12.4 kB · 1 millisecond'])
      expect(given).toContain(part);
    const refused = await line('refused').innerText();
    for (const part of ['from 192.0.2.7', 'no roster given (HTTP 404)'])
      expect(refused).toContain(part);
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
      .getByText(
        'Several accounts have the user name john: write %s@example.com and %s@example.net',
      )
      .waitFor();
  });
});

describe('unsaved changes of the remote roster', () => {
  const two = {
    ...sampleProfile,
    id: 'net',
    xmpp: { ...sampleProfile.xmpp, jid: 'jane@example.net' },
  };

  it('stay when another setting of the account changes, and go when the user says so', async () => {
    const { page, core } = await open(served);
    const host = page.getByLabel('Name of the virtual host');
    await host.fill('typed.example.com');
    await page.getByLabel('Keep the people whom the roster held').click();
    await page.getByRole('button', { name: 'Leave them out' }).click();
    await expect.poll(() => core.state().settings.profiles[0]?.remoteRoster.keepOthers).toBe(false);
    expect(await host.inputValue()).toBe('typed.example.com');
    await page.getByRole('button', { name: 'Discard' }).click();
    await expect.poll(() => host.inputValue()).toBe('');
    expect(await page.getByText('There are unsaved changes').count()).toBe(0);
  });

  it('are not lost without a question, by another page or another account', async () => {
    const { page } = await open({ ...served, profiles: [...served.profiles, two] });
    const port = page.getByLabel('Port', { exact: true });
    await page.getByLabel('Name of the virtual host').fill('typed.example.com');
    await port.fill('6000');
    await page.getByRole('link', { name: 'Contacts' }).click();
    await page.getByRole('dialog', { name: 'Leave without saving?' }).waitFor();
    await page.getByRole('button', { name: 'Keep editing' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await port.inputValue()).toBe('6000');
    // Unsaved changes in another form of the page are enough.
    await page.getByRole('button', { name: 'Save' }).first().click();
    await page.getByText('Saved.', { exact: true }).first().waitFor();
    await page.getByLabel('Account').first().click();
    await page.getByRole('option', { name: 'jane@example.net' }).click();
    await page.getByRole('button', { name: 'Leave without saving' }).click();
    await expect
      .poll(() => page.getByLabel('Account').first().inputValue())
      .toBe('jane@example.net');
    await page.getByRole('link', { name: 'Contacts' }).click();
    await page.getByRole('heading', { level: 1, name: 'Contacts' }).waitFor();
  });

  it('keep the focus on the button that saved them', async () => {
    const { page } = await open(served);
    await page.getByLabel('Name of the virtual host').fill('example.com');
    await page.getByRole('button', { name: 'Save' }).last().focus();
    await page.keyboard.press('Enter');
    await page.getByText('Saved.', { exact: true }).first().waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Save');
  });
});
