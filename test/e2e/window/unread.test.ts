/** What the window shows of cards and books that could not be read, or are gone, and what one can do about them. */
import { describe, expect, it } from 'vitest';
import {
  sampleAbsence,
  sampleUnreadBook,
  sampleUnreadCards,
} from '../../support/core-double/sample-books.ts';
import { sampleProfile } from '../../support/core-double/sample-profile.ts';
import {
  accessibilityProblems,
  narrow,
  type OpenWindow,
  windowTests,
} from '../../support/renderer/window-tests.ts';

const open = windowTests();
const john = { profiles: [sampleProfile] };

/** Syncs, with what the sync is to find besides. */
async function synced(
  { core }: OpenWindow,
  found: Parameters<OpenWindow['core']['script']['findInNextSync']>[0],
): Promise<void> {
  core.script.findInNextSync(found);
  await core.handlers.syncNow({ profile: 'john' });
}

async function itemJids({ core }: OpenWindow): Promise<string[]> {
  const rows = await core.handlers.listContacts({ profile: 'john' });
  return rows.map(({ jid }) => jid).filter((jid) => jid !== '');
}

const fullSyncs = ({ core }: OpenWindow) =>
  core.script.calls.filter(
    ({ command, input }) => command === 'syncNow' && (input as { full?: boolean }).full === true,
  ).length;

describe('what could not be read', () => {
  it('is listed with its place, the reason and what it means, and calls for attention', async () => {
    const window = await open(john);
    const { page } = window;
    await synced(window, {
      unread: [sampleUnreadBook('server-error', false), ...sampleUnreadCards(2)],
    });
    const panel = page.getByRole('group', { name: 'Could not read 1 address book and 2 cards' });
    await panel.waitFor();
    await page.getByText('Needs your attention').waitFor();
    await page.getByRole('img', { name: 'Needs attention' }).waitFor();
    const [book, card] = await panel.getByRole('listitem').allInnerTexts();
    expect(book).toMatch(/^Famille\s+The server failed over it\s+It was never read/);
    expect(card).toMatch(
      /^zoë-tremblay-0\.vcf\s+The server failed over it · in Contacts\s+Its last known state stays/,
    );
    await expect.poll(() => panel.innerText()).toContain('none is removed until it can be read');
    await panel.getByRole('link', { name: 'Choose the books' }).click();
    await page.getByRole('heading', { level: 1, name: 'john@example.com' }).waitFor();
  });

  it('is read again on demand, and the panel goes when it could be read', async () => {
    const window = await open(john);
    const { page } = window;
    await synced(window, { unread: sampleUnreadCards(1) });
    await page.getByRole('button', { name: 'Read everything again' }).click();
    const panel = page.getByRole('group', { name: 'Could not read 1 card' });
    await panel.waitFor({ state: 'detached' });
    expect(fullSyncs(window)).toBe(1);
    // Where nothing but a card is concerned, the choice of books is no help.
    await synced(window, { unread: sampleUnreadCards(1) });
    await panel.waitFor();
    expect(await page.getByRole('link', { name: 'Choose the books' }).count()).toBe(0);
  });

  it('stays a short list with 500 entries, of which the keyboard reaches the last', async () => {
    const window = await open({ ...john, size: narrow });
    const { page } = window;
    await synced(window, { unread: sampleUnreadCards(500) });
    const list = page.getByRole('region', { name: 'What could not be read' });
    await list.waitFor();
    expect((await list.boundingBox())?.height).toBeLessThan(260);
    expect(await list.getByRole('listitem').count()).toBeLessThan(40);
    await list.focus();
    await page.keyboard.press('End');
    await list.getByText('am&per-499.vcf').waitFor();
    const last = list.getByRole('listitem').last();
    expect(await last.getAttribute('aria-posinset')).toBe('500');
  });

  it('is told a screen reader with the end of the sync', async () => {
    const window = await open(john);
    await synced(window, { unread: sampleUnreadCards(3), missed: 2 });
    const announcer = window.page.getByTestId('announcer');
    await announcer.getByText('2 cards had been missed. Could not read 3 cards.').waitFor();
  });

  it('keeps items from being removed, which are listed by their names', async () => {
    const window = await open(john);
    const { page } = window;
    const rows = await window.core.handlers.listContacts({ profile: 'john' });
    const withheld = rows.filter(({ state }) => state === 'to-remove').map(({ jid }) => jid);
    await synced(window, { unread: sampleUnreadCards(1, false), withheld });
    await page.getByText('2 items were not removed').click();
    const list = page.getByRole('region', { name: '2 items were not removed' });
    await expect.poll(() => list.getByRole('listitem').count()).toBe(2);
    expect(await list.getByRole('listitem').first().innerText()).toContain('[Home]');
  });

  it('is in the preview too, and nothing that would stay is among what would go', async () => {
    const window = await open(john);
    const { page, core } = window;
    const rows = await core.handlers.listContacts({ profile: 'john' });
    const withheld = rows.filter(({ state }) => state === 'to-remove').map(({ jid }) => jid);
    core.script.findInNextSync({ unread: sampleUnreadCards(4, false), withheld });
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByRole('tab', { name: 'Not removed 2' }).click();
    await page.getByText('They wait until it can be read.').waitFor();
    expect(await page.getByRole('tab', { name: /^Remove/ }).count()).toBe(0);
    await page.getByRole('tab', { name: 'Not read 4' }).click();
    await page.getByText('zoë-tremblay-0.vcf').waitFor();
  });
});

describe('reading everything again', () => {
  it('stands beside Sync now, and the keyboard finds it', async () => {
    const window = await open(john);
    const { page } = window;
    await page.getByRole('button', { name: 'Sync now' }).focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const item = page.getByRole('menuitem', { name: 'Read everything again' });
    await item.waitFor();
    await page.keyboard.press('Escape');
    await item.waitFor({ state: 'detached' });
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
      .toBe('Other ways to sync john@example.com');
    expect(fullSyncs(window)).toBe(0);
    await page.keyboard.press('Enter');
    // Enter is for whatever has the focus, which the menu takes when it has opened.
    const hasFocus = () => item.evaluate((element) => element === document.activeElement);
    await expect.poll(hasFocus).toBe(true);
    await page.keyboard.press('Enter');
    await item.waitFor({ state: 'detached' });
    await expect.poll(() => fullSyncs(window)).toBe(1);
  });

  it('says how many cards had been missed', async () => {
    const window = await open(john);
    await synced(window, { missed: 3 });
    const note = window.page.getByRole('group', { name: '3 cards had been missed' });
    await expect.poll(() => note.innerText()).toContain('A comparison of all cards has found them');
  });
});

describe('an address book that is gone', () => {
  async function asked() {
    const window = await open(john);
    const jids = (await itemJids(window)).slice(0, 12);
    await synced(window, sampleAbsence(jids, 120));
    await window.page.getByText('An address book is not there any more').waitFor();
    return window;
  }

  it('is asked about once all else is synced, in words of its own', async () => {
    const { page } = await asked();
    await page.getByText('The server does not list “Famille” any more.').waitFor();
    await page.getByText('12 of your 120 roster items come from there').waitFor();
    await page.getByText('[Home] Zoë Tremblay (cell)').waitFor();
    await page
      .getByTestId('announcer')
      .getByText('asks about an address book that is not there any more')
      .waitFor();
    expect(await page.getByText('stopped before it removed').count()).toBe(0);
    // The question names it; a second panel would only repeat it.
    expect(await page.getByText('Could not read').count()).toBe(0);
  });

  it('is said once, and not again with each sync that finds it gone', async () => {
    const window = await asked();
    const announcer = window.page.getByTestId('announcer');
    await announcer.getByText('asks about an address book').waitFor();
    await synced(window, sampleAbsence((await itemJids(window)).slice(0, 12), 120));
    await announcer.getByText('The sync of john@example.com has ended: ').waitFor();
  });

  it('keeps its items where it is told so', async () => {
    const { page, core } = await asked();
    await page.getByRole('button', { name: 'Keep everything' }).click();
    await page.getByText('An address book is not there').waitFor({ state: 'detached' });
    const answer = core.script.calls.find(({ command }) => command === 'answerGuard');
    expect(answer?.input).toEqual({ profile: 'john', answer: 'keep' });
  });

  it('takes its items with it where it is told so', async () => {
    const window = await asked();
    const before = (await itemJids(window)).length;
    await window.page.getByRole('button', { name: 'Remove 12 items' }).click();
    await window.page.getByText('An address book is not there').waitFor({ state: 'detached' });
    await expect.poll(async () => (await itemJids(window)).length).toBe(before - 12);
  });

  it('is looked for again by a sync, and the question passes when it is back', async () => {
    const { page, core } = await asked();
    await page.getByRole('button', { name: 'Sync now' }).click();
    await page.getByText('An address book is not there').waitFor({ state: 'detached' });
    expect(core.script.calls.some(({ command }) => command === 'answerGuard')).toBe(false);
  });

  it('is announced by the preview', async () => {
    const window = await open(john);
    const jids = (await itemJids(window)).slice(0, 12);
    window.core.script.findInNextSync(sampleAbsence(jids, 120));
    await window.page.getByRole('button', { name: 'Preview' }).click();
    await window.page
      .getByText('The server does not list “Famille” any more: a sync would ask you about it.')
      .waitFor();
  });
});

describe('an address book that the server makes itself', () => {
  const editing = { ...john, path: '#/settings/profile/john' };

  it('is not counted among those that are read, and is read only if it is chosen', async () => {
    const { page, core } = await open(editing);
    await page.getByRole('button', { name: 'Test address book' }).click();
    await page.getByText('It works: 2 address books were found.').waitFor();
    await page.getByText('Contacts (214 cards) and Famille (31 cards)').waitFor();
    await page
      .getByText('read only if you choose it: Accounts (1,250 cards)', { exact: false })
      .waitFor();
    await page.getByText('Without “Accounts”, which the server makes itself').waitFor();

    const filters = page.getByRole('group', { name: 'Filters for number 1' });
    await page.getByText('Filters for this number').first().click();
    await filters.getByRole('checkbox', { name: 'Famille' }).waitFor();
    expect(await filters.getByRole('checkbox', { name: 'Accounts' }).count()).toBe(0);

    await page.getByRole('radio', { name: 'Only these' }).check();
    const book = page.getByRole('region', { name: 'Address book' });
    const accounts = book.getByRole('checkbox', { name: 'Accounts' });
    expect(await accounts.isChecked()).toBe(false);
    await book.getByText('Made by the server itself. Read only if you choose it.').waitFor();
    await accounts.check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.', { exact: true }).first().waitFor();
    const saved = core.script.calls.find(({ command }) => command === 'saveProfile');
    expect(saved?.input).toMatchObject({
      carddav: { books: ['https://cloud.example.com/dav/john/z-server-generated--system/'] },
    });
  });

  it('is told once by the overview, with the way to read it', async () => {
    const window = await open(john);
    const { page } = window;
    const url = 'https://cloud.example.com/dav/john/z-server-generated--system/';
    await synced(window, { leftOut: [{ url, name: 'Accounts' }] });
    await page.getByText('1 address book is left out').click();
    await page.getByText(url).waitFor();
    // By the keyboard: the link moves while its list unfolds.
    await page.getByRole('link', { name: 'Show in Settings' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: 'john@example.com' }).waitFor();
  });

  it('is all that there is, where the user has none', async () => {
    const { page, core } = await open(editing);
    core.script.changeBooks((origin) => [
      { name: 'Accounts', url: `${origin}/all/`, cards: 12, isMadeByServer: true },
    ]);
    await page.getByRole('button', { name: 'Test address book' }).click();
    await page.getByText('it has no address book of yours').waitFor();
  });

  it('can be one that could not be read, and so can any other', async () => {
    const { page, core } = await open(editing);
    core.script.changeBooks((origin) => [
      { name: 'Contacts', url: `${origin}/contacts/`, cards: 2, isMadeByServer: false },
      { name: 'Famille', url: `${origin}/famille/`, cards: null, isMadeByServer: false },
    ]);
    await page.getByRole('button', { name: 'Test address book' }).click();
    await page.getByText('Contacts (2 cards) and Famille (could not be read)').waitFor();
    await page.getByRole('radio', { name: 'Only these' }).check();
    await page.getByText('It could not be read just now.').waitFor();
  });
});

describe.each([
  ['light', false],
  ['dark', true],
])('in the %s theme', (_, dark) => {
  it('all of it together has no accessibility problems (axe), and fits the smallest window', async () => {
    const window = await open({ ...john, dark, size: narrow });
    const { page } = window;
    const jids = await itemJids(window);
    const absence = sampleAbsence(jids.slice(0, 12), 120);
    await synced(window, {
      ...absence,
      unread: [...absence.unread, ...sampleUnreadCards(20, false)],
      withheld: jids.slice(20, 24),
      missed: 3,
      leftOut: [{ url: 'https://cloud.example.com/all/', name: 'Accounts' }],
    });
    await page.getByRole('group', { name: 'Could not read 20 cards' }).waitFor();
    for (const summary of await page.locator('summary').all()) await summary.click();
    expect(await accessibilityProblems(page)).toEqual([]);
    const tooWide = await page.evaluate(() => {
      const main = document.querySelector('main');
      return main !== null && main.scrollWidth > main.clientWidth;
    });
    expect(tooWide).toBe(false);
    await page.getByRole('button', { name: /^Other ways to sync/ }).click();
    await page.getByRole('menuitem').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
  });
});
