import { describe, expect, it } from 'vitest';
import { sampleProblem, sampleProfile } from '../../doubles/core-double.ts';
import { type OpenWindow, serve, windowTests } from './support/window-tests.ts';

const open = windowTests();
const john = { profiles: [sampleProfile] };

/** The six numbers of the last sync by their words. */
async function counts({ page }: OpenWindow): Promise<Record<string, string>> {
  const tiles = page.getByRole('group', { name: 'Result of the last sync' }).locator('dl > div');
  const pairs = await tiles.evaluateAll((all) =>
    all.map((tile) => [
      tile.querySelector('dt')?.textContent,
      tile.querySelector('dd')?.textContent,
    ]),
  );
  return Object.fromEntries(pairs);
}

describe('a sync', () => {
  it('shows its progress and then what it did', async () => {
    const opened = await open({ ...john, stepMs: 40 });
    const { page } = opened;
    await page.getByRole('button', { name: 'Sync now' }).click();
    const bar = page.getByRole('progressbar', { name: 'Progress of the sync of john@example.com' });
    await bar.waitFor();
    const seen: number[] = [];
    while (await bar.isVisible()) {
      const value = await bar.getAttribute('aria-valuenow', { timeout: 500 }).catch(() => null);
      if (value !== null) seen.push(Number(value));
    }
    expect(seen.length).toBeGreaterThan(3);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(await counts(opened)).toMatchObject({
      Added: '4',
      Changed: '4',
      Removed: '2',
      Skipped: '4',
    });
    await page
      .getByText('Now', { exact: true })
      .or(page.getByText('now', { exact: true }))
      .first()
      .waitFor();
  });

  it('tells a screen reader when it ends', async () => {
    const { page } = await open(john);
    await page.getByRole('button', { name: 'Sync now' }).click();
    await page
      .getByTestId('announcer')
      .getByText('The sync of john@example.com has ended: 4 added, 4 changed, 2 removed')
      .waitFor();
  });

  it('can be cancelled, and says nothing bad about it', async () => {
    const { page, core } = await open({ ...john, stepMs: 60 });
    await page.getByRole('button', { name: 'Sync now' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('progressbar').waitFor({ state: 'detached' });
    expect(core.script.calls.some(({ command }) => command === 'cancelSync')).toBe(true);
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('can be paused and resumed', async () => {
    const { page } = await open(john);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('Paused', { exact: true }).waitFor();
    await page.getByText('Not while paused').waitFor();
    expect(await page.getByRole('button', { name: 'Sync now' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByText('Connected', { exact: true }).waitFor();
  });

  it('that another window or the schedule started shows here too', async () => {
    const { page, core } = await open({ ...john, stepMs: 60 });
    const sync = core.handlers.syncNow({ profile: 'john' });
    await page.getByRole('progressbar').waitFor();
    await sync;
    await page.getByRole('progressbar').waitFor({ state: 'detached' });
  });
});

describe('the preview', () => {
  it('lists what a sync would add, change and remove, and changes nothing', async () => {
    const { page, core } = await open(john);
    await page.getByRole('button', { name: 'Preview' }).click();
    const drawer = page.getByRole('dialog', { name: 'What a sync would do' });
    await drawer.getByText('Add 4').waitFor();
    expect(await drawer.getByRole('listitem').count()).toBe(4);
    await drawer.getByText('Change 4').click();
    const [line] = await drawer.getByRole('listitem').all();
    expect(await line?.locator('del').textContent()).toBe('[Home] Tremblay');
    expect(await line?.locator('ins').textContent()).toBe('[Home] Noah Tremblay (cell)');
    await drawer.getByText('Remove 2').click();
    await drawer.getByText('Skipped 4').click();
    await drawer.getByText('ask for Marco · Not a phone number').waitFor();
    await drawer.getByRole('button', { name: 'Close' }).last().click();
    await drawer.waitFor({ state: 'detached' });
    expect(core.script.calls.some(({ command }) => command === 'syncNow')).toBe(false);
  });

  it('says so when there is nothing to do', async () => {
    const { page, core } = await open(john);
    core.script.changeRows('john', (rows) => rows.filter(({ state }) => state === 'in-sync'));
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByText('Everything is in sync').waitFor();
  });
});

describe('the guard', () => {
  async function asked() {
    const opened = await open(john);
    const rows = await opened.core.handlers.listContacts({ profile: 'john' });
    const jids = rows.slice(0, 60).map(({ jid }) => jid);
    opened.core.script.guardNextSync({ reason: 'many-removals', removals: 60, owned: 118, jids });
    await opened.page.getByRole('button', { name: 'Sync now' }).click();
    await opened.page.getByText('Rolodial stopped before it removed anything').waitFor();
    return opened;
  }

  it('names what would go and asks for attention everywhere', async () => {
    const { page } = await asked();
    await page.getByText('60 of your 118 roster items would be removed').waitFor();
    await page.getByText('[Home] Zoë Tremblay (cell)').waitFor();
    await page.getByText('Needs your attention').waitFor();
    expect(await page.getByRole('img', { name: 'Needs attention' }).isVisible()).toBe(true);
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('keeps everything when told so', async () => {
    const { page, core } = await asked();
    await page.getByRole('button', { name: 'Keep everything' }).click();
    await page.getByText('Rolodial stopped before').waitFor({ state: 'detached' });
    expect((await core.handlers.listContacts({ profile: 'john' })).length).toBe(124);
    const answer = core.script.calls.find(({ command }) => command === 'answerGuard');
    expect(answer?.input).toEqual({ profile: 'john', answer: 'keep' });
  });

  it('removes when told so, with one deliberate button', async () => {
    const opened = await asked();
    await opened.page.getByRole('button', { name: 'Remove 60 items' }).click();
    await opened.page.getByText('Connected', { exact: true }).waitFor();
    expect((await counts(opened))['Removed']).toBe('60');
    expect((await opened.core.handlers.listContacts({ profile: 'john' })).length).toBe(64);
  });
});

describe('problems', () => {
  it('say what happened, what it means and what to do, and lead to the settings', async () => {
    const { page, core } = await open(john);
    core.script.change('john', {
      connection: 'offline',
      nextSyncAt: null,
      problem: sampleProblem('xmpp-authentication', { account: 'john@example.com' }),
    });
    const panel = page.getByRole('group', {
      name: 'The server refused the password for john@example.com',
    });
    expect(await panel.innerText()).toContain('Enter the password again in the settings.');
    await page.getByText('After the problem is solved').waitFor();
    await panel.getByRole('link', { name: 'Open settings' }).click();
    await page.getByRole('heading', { level: 1, name: 'john@example.com' }).waitFor();
  });

  it('that pass by themselves do not call for attention', async () => {
    const { page, core } = await open(john);
    core.script.change('john', {
      connection: 'offline',
      problem: sampleProblem('xmpp-unreachable', { host: 'example.com' }),
    });
    await page.getByRole('group', { name: 'example.com cannot be reached' }).waitFor();
    await page.getByText('Not connected').waitFor();
    expect(await page.getByRole('img', { name: 'Needs attention' }).count()).toBe(0);
  });

  it('of single numbers are listed with their reasons and lead to the contacts', async () => {
    const { page } = await open(john);
    await page.getByText('4 numbers were skipped').click();
    await page.getByText('ask for Marco · Not a phone number').waitFor();
    await page.getByRole('link', { name: 'Show all in Contacts' }).first().click();
    await page.getByText('4 of 124 entries').waitFor();
  });
});

describe('the connection to the host', () => {
  it('is missed when it breaks, and a new session is asked for when the host was restarted', async () => {
    const opened = await open(john);
    const { page, core, served } = opened;
    const port = Number(new URL(served.url).port);
    await served.close();
    await page.getByText('The connection to Rolodial was lost. Trying again…').waitFor();
    const again = await serve(core, port);
    await page.getByText('This session has ended').waitFor();
    await page.goto(again.url);
    await page.getByText('Connected', { exact: true }).waitFor();
    await page.context().close();
    await again.close();
    opened.complaints.length = 0; // the browser complains of each try
  });
});
