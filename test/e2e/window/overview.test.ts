import { describe, expect, it } from 'vitest';
import { RolodialError } from '../../../shared/errors.ts';
import {
  sampleAttempt,
  sampleProblem,
  sampleProfile,
} from '../../support/core-double/sample-profile.ts';
import { type OpenWindow, serve, windowTests } from '../../support/renderer/window-tests.ts';

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
  it('that waits for a server says which one, why and for how long, to a screen reader once', async () => {
    const { page, core } = await open(john);
    const reading = { kind: 'syncing', phase: 'reading', done: 0, total: 0 } as const;
    const waitFor = (secondsLeft: number) =>
      core.script.change('john', {
        activity: {
          ...reading,
          waiting: { server: 'address-book', host: 'dav.example.com', status: 503, secondsLeft },
        },
      });
    core.script.change('john', { activity: reading });
    await page.getByText('Reading the address book').waitFor();
    waitFor(15);
    const says = 'The address book server dav.example.com does not answer (503).';
    await page.getByText(says, { exact: true }).waitFor();
    await page.getByText('Trying again, 15 s left…', { exact: true }).waitFor();
    const announced = page.getByTestId('announcer');
    await expect.poll(() => announced.innerText()).toBe(`${says} Trying again, 15 s left…`);
    waitFor(9);
    await page.getByText('Trying again, 9 s left…', { exact: true }).waitFor();
    expect(await announced.innerText()).toContain('15 s left');
    await page.getByRole('button', { name: 'Cancel' }).waitFor();
  });

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
    expect(seen.length).toBeGreaterThan(1);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    await expect
      .poll(() => counts(opened))
      .toMatchObject({
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
    await expect.poll(() => page.getByRole('alert').count()).toBe(0);
  });

  it('can be paused and resumed', async () => {
    const { page } = await open(john);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('Paused', { exact: true }).waitFor();
    await page.getByText('Not while paused').waitFor();
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByText('Up to date', { exact: true }).waitFor();
  });

  it('is done when it is asked for while paused, and the pause stays', async () => {
    const { page, core } = await open(john);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('Paused', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Sync now' }).click();
    await expect.poll(() => core.state().profiles[0]?.lastSync?.applied.added).toBe(4);
    await page.getByText('Not while paused').waitFor();
  });

  it('that failed is the last attempt, and nothing says that all is well', async () => {
    const { page, core } = await open(john);
    const problem = sampleProblem('carddav-unreachable');
    const lastAttempt = sampleAttempt({ outcome: 'failed', problem });
    const nextSyncAt = new Date(Date.now() + 30_000).toISOString();
    core.script.change('john', { problem, lastAttempt, nextSyncAt });
    await page.getByText('Not up to date, will try again').waitFor();
    await page.getByText('Last attempt').waitFor();
    await page.getByText(/· failed: The address book at .* cannot be reached/).waitFor();
    await page.getByText('In less than a minute').waitFor();
    await expect.poll(() => page.getByText('Up to date', { exact: true }).count()).toBe(0);
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
    await expect.poll(() => drawer.getByRole('listitem').count()).toBe(4);
    await drawer.getByText('Change 4').click();
    const line = drawer.getByRole('listitem').first();
    await expect.poll(() => line.locator('del').textContent()).toBe('[Home] Tremblay');
    await expect.poll(() => line.locator('ins').textContent()).toBe('[Home] Noah Tremblay (cell)');
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

describe('what the preview asks about', () => {
  const asking = { profiles: [{ ...sampleProfile, takeover: 'ask' as const }] };

  it('is taken over one by one, and nothing else with it', async () => {
    const { page, core } = await open(asking);
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByRole('tab', { name: 'Ask first 6' }).click();
    const drawer = page.getByRole('dialog', { name: 'What a sync would do' });
    const line = drawer.getByRole('listitem').first();
    await expect.poll(() => line.locator('del').textContent()).toBe('Tremblay (old phone)');
    await drawer.getByRole('tab', { name: 'Conflicts 2' }).waitFor();
    await line?.getByRole('button', { name: 'Take over “Tremblay (old phone)”' }).click();
    await drawer.waitFor({ state: 'detached' });
    await page.getByText('Up to date', { exact: true }).waitFor();
    const sync = core.script.calls.find(({ command }) => command === 'syncNow');
    expect(sync?.input).toMatchObject({ only: ['+15145550109%+16135550100@sms.example.com'] });
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByRole('tab', { name: 'Ask first 5' }).click();
    await page.getByRole('tab', { name: 'Add 4' }).waitFor();
    await page.getByRole('button', { name: 'Take over all 5 items' }).click();
    await drawer.waitFor({ state: 'detached' });
    await expect
      .poll(() => (core.script.calls.at(-1)?.input as { only?: string[] }).only?.length)
      .toBe(5);
  });

  it('is adopted only after it was said what that means', async () => {
    const { page, core } = await open(john);
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByRole('tab', { name: 'Unclaimed 2' }).click();
    await page.getByRole('button', { name: /^Adopt \+14185550990%/ }).click();
    const question = page.getByRole('dialog', { name: 'Adopt 1 item?' });
    await expect
      .poll(() => question.innerText())
      .toContain('the next sync removes it from your roster');
    await question.getByRole('button', { name: 'Adopt' }).click();
    await page.getByRole('tab', { name: 'Unclaimed 1' }).waitFor();
    await page.getByRole('tab', { name: 'Remove 3' }).waitFor();
    expect(core.script.calls.find(({ command }) => command === 'adoptUnclaimed')?.input).toEqual({
      profile: 'john',
      jids: ['+14185550990%+16135550100@sms.example.com'],
    });
  });

  it('marks what was changed in another application', async () => {
    const { page, core } = await open(john);
    core.script.changeRows('john', (rows) =>
      rows.map((row) => (row.state === 'to-change' ? { ...row, changedElsewhere: true } : row)),
    );
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByRole('tab', { name: 'Change 4' }).click();
    await expect.poll(() => page.getByText('changed elsewhere').count()).toBe(4);
  });
});

describe('undoing the last sync', () => {
  it('says what comes back, and that nothing syncs by itself afterwards', async () => {
    const { page, core } = await open(john);
    await page.getByRole('button', { name: 'Undo the last sync' }).click();
    const question = page.getByRole('dialog', { name: 'Undo the last sync?' });
    for (const [title, lines] of [
      ['2 items that were removed come back', 2],
      ['4 items that were changed are as before again', 4],
      ['4 items that were added are removed', 4],
    ] as const) {
      const list = question.getByRole('region', { name: title });
      await expect.poll(() => list.getByRole('listitem').count()).toBe(lines);
      expect(await list.getByRole('listitem').first().innerText()).toContain('[Home]');
    }
    await question.getByRole('button', { name: 'Cancel' }).click();
    expect(core.script.calls.some(({ command }) => command === 'undoLastSync')).toBe(false);

    await page.getByRole('button', { name: 'Undo the last sync' }).click();
    await question.getByRole('button', { name: 'Undo the sync' }).click();
    const notice = page.getByRole('status', { name: /^The sync of .* was undone$/ });
    await expect.poll(() => notice.innerText()).toContain('Rolodial syncs no more by itself');
    await page
      .getByTestId('announcer')
      .getByText('The last sync of john@example.com was')
      .waitFor();
    await expect
      .poll(() => page.getByRole('button', { name: 'Undo the last sync' }).count())
      .toBe(0);
    await page.getByRole('button', { name: 'Resume' }).click();
    await notice.waitFor({ state: 'detached' });
    await page.getByText('Up to date', { exact: true }).waitFor();
  });

  it('lists what was changed again since, and so was left', async () => {
    const { page, core } = await open(john);
    core.script.changeRows('john', (rows) =>
      rows.map((row, place) => (place < 2 ? { ...row, changedElsewhere: true } : row)),
    );
    await page.getByRole('button', { name: 'Undo the last sync' }).click();
    await page.getByRole('button', { name: 'Undo the sync' }).click();
    const left = page.getByRole('region', { name: '2 items were changed again since' });
    await expect
      .poll(() => left.getByRole('listitem').first().innerText())
      .toContain('[Home] Zoë Tremblay');
  });

  it('is offered for a sync that was cut off, whatever the last complete one did', async () => {
    const { page, core } = await open(john);
    const [profile] = core.state().profiles;
    if (!profile?.lastSync) throw new Error('the double has not synced');
    const applied = { added: 0, updated: 0, removed: 0 };
    core.script.change('john', { lastSync: { ...profile.lastSync, applied } });
    await page.getByRole('button', { name: 'Undo the last sync' }).waitFor();
    const unreachable = new RolodialError('xmpp-unreachable', 'No.', { host: 'example.com' });
    core.script.failNext('previewUndo', unreachable);
    await page.getByRole('button', { name: 'Undo the last sync' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  it('is not offered where nothing was changed', async () => {
    const { page, core } = await open(john);
    core.script.change('john', { undoable: null });
    await page.getByRole('button', { name: 'Undo the last sync' }).waitFor({ state: 'detached' });
  });

  it('says in its own words when it would remove a lot', async () => {
    const { page, core } = await open(john);
    const rows = await core.handlers.listContacts({ profile: 'john' });
    const jids = rows.slice(0, 60).map(({ jid }) => jid);
    core.script.guardNextSync({ reason: 'many-removals', removals: 60, owned: 118, jids });
    await page.getByRole('button', { name: 'Undo the last sync' }).click();
    await page.getByRole('button', { name: 'Undo the sync' }).click();
    await page.getByText('Undoing the sync would remove 60 of your 118 roster items.').waitFor();
    await expect.poll(() => page.getByText('no longer in the address book').count()).toBe(0);
    await page.getByRole('button', { name: 'Keep everything' }).click();
    await page.getByText('Rolodial stopped before').waitFor({ state: 'detached' });
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
    await expect
      .poll(() => page.getByRole('img', { name: 'Needs attention' }).isVisible())
      .toBe(true);
    await expect.poll(() => page.getByRole('alert').count()).toBe(0);
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
    await opened.page.getByText('Up to date', { exact: true }).waitFor();
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
    await expect
      .poll(() => panel.innerText())
      .toContain('Enter the password again in the settings.');
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
    await expect.poll(() => page.getByRole('img', { name: 'Needs attention' }).count()).toBe(0);
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
  it('says that Rolodial itself has stopped when a button finds nobody to answer', async () => {
    const opened = await open(john);
    const { page, served } = opened;
    await served.close();
    await page.getByRole('button', { name: 'Sync now' }).click();
    const alert = page.getByRole('alert', { name: 'Rolodial itself does not answer' });
    await expect.poll(() => alert.innerText()).toContain('Start it again with “rolodial serve”');
    await expect.poll(() => page.getByText('Something went wrong inside Rolodial').count()).toBe(0);
    opened.complaints.length = 0; // the browser complains of each try
  });

  it('is missed when it breaks, and a new session is asked for when the host was restarted', async () => {
    const opened = await open(john);
    const { page, core, served } = opened;
    const port = Number(new URL(served.url).port);
    await served.close();
    await page.getByText('The connection to Rolodial was lost. Trying again…').waitFor();
    const again = await serve(core, port);
    await page.getByText('This session has ended').waitFor();
    await page.goto(again.url);
    await page.getByText('Up to date', { exact: true }).waitFor();
    await page.context().close();
    await again.close();
    opened.complaints.length = 0; // the browser complains of each try
  });
});
