import { describe, expect, it } from 'vitest';
import { remoteRosterDefaults } from '../../../shared/settings/remote.ts';
import type { Profile } from '../../../shared/settings/schema.ts';
import { sampleProblem, sampleProfile } from '../../support/core-double/sample-profile.ts';
import {
  accessibilityProblems,
  narrow,
  type OpenWindow,
  windowTests,
} from '../../support/renderer/window-tests.ts';

const open = windowTests();
/** With a value in every section of the form. */
const full: Profile = {
  ...sampleProfile,
  takeover: 'ask',
  onlyCategories: ['Family', 'Friends and acquaintances from the lake'],
  labels: { cell: 'mobile' },
  remoteRoster: {
    ...remoteRosterDefaults,
    url: 'https://roster.example.com/contacts/%s',
    refresh: { url: 'http://127.0.0.1:5280/roster_admin/refresh' },
  },
  dids: sampleProfile.dids.map((did) => ({
    ...did,
    skipTypes: ['home', 'main'],
    onlyCategories: ['Work'],
    books: ['https://cloud.example.com/dav/john/contacts/'],
  })),
};
const john = { profiles: [full] };

const pages: readonly {
  name: string;
  path: string;
  prepare?: (window: OpenWindow) => Promise<void>;
}[] = [
  { name: 'the overview', path: '#/overview' },
  {
    name: 'the overview with a problem, a running sync and open lists',
    path: '#/overview',
    prepare: async ({ page, core }) => {
      core.script.change('john', {
        problem: sampleProblem('carddav-certificate', {
          host: 'cloud.example.com',
          detail: 'expired',
        }),
        activity: { kind: 'syncing', phase: 'pushing', done: 3, total: 9 },
      });
      await page.getByText('3 of 9').waitFor();
      for (const summary of await page.locator('summary').all()) await summary.click();
    },
  },
  {
    name: 'the guard',
    path: '#/overview',
    prepare: async ({ page, core }) => {
      const [row] = await core.handlers.listContacts({ profile: 'john' });
      const question = {
        what: 'sync' as const,
        why: 'empty-read' as const,
        removals: 1,
        owned: 118,
        jids: [row?.jid ?? ''],
      };
      core.script.change('john', { activity: { kind: 'asking', question } });
      await page.getByRole('button', { name: /1/ }).waitFor();
    },
  },
  {
    name: 'the preview',
    path: '#/overview',
    prepare: async ({ page }) => {
      await page.getByRole('button', { name: 'Preview' }).click();
      await page.getByText('Add 4').waitFor();
    },
  },
  {
    name: 'the preview with items to take over',
    path: '#/overview',
    prepare: async ({ page }) => {
      await page.getByRole('button', { name: 'Preview' }).click();
      await page.getByRole('tab', { name: /^Ask first/ }).click();
      await page.getByRole('button', { name: /^Take over all/ }).waitFor();
    },
  },
  {
    name: 'the question before a sync is undone',
    path: '#/overview',
    prepare: async ({ page }) => {
      await page.getByRole('button', { name: 'Undo the last sync' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'the overview after an undo',
    path: '#/overview',
    prepare: async ({ page, core }) => {
      core.script.change('john', { paused: true, undone: '2026-11-20T20:00:00.000Z' });
      await page.getByText(/was undone$/).waitFor();
    },
  },
  { name: 'the contacts', path: '#/contacts' },
  { name: 'the contacts with problems', path: '#/contacts?state=conflict' },
  {
    name: 'the shared groups with a file in the editor',
    path: '#/groups',
    prepare: async ({ page }) => {
      await page.getByLabel('Path of the file').fill('/etc/prosody/sharedgroups.txt');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Edit the file' }).click();
      for (const summary of await page.locator('summary').all()) await summary.click();
    },
  },
  {
    name: 'a remote roster with differences and a refresh',
    path: '#/remote',
    prepare: async ({ page, core }) => {
      core.script.change('john', { rosterKind: 'remote' });
      await page.getByRole('button', { name: 'Fetch and compare' }).click();
      await page.getByText('2 items differ').first().waitFor();
      await page.getByRole('button', { name: 'Refresh', exact: true }).click();
      await page.getByRole('status', { name: 'john: done' }).waitFor();
    },
  },
  {
    name: 'a roster that Rolodial keeps itself, and its service',
    path: '#/remote',
    prepare: async ({ page, core }) => {
      await core.handlers.saveProfile({
        ...full,
        remoteRoster: { ...full.remoteRoster, serve: true },
      });
      await core.handlers.saveService({
        ...{ enabled: true, address: '127.0.0.1', port: 5290 },
        secret: { value: 'a-secret-of-the-service' },
      });
      await page.getByText('The service is listening').waitFor();
      await page.getByText('3 contacts of your own').click();
      await page.getByRole('button', { name: 'Make one up' }).click();
      await page.getByText('There are unsaved changes').waitFor();
      await page.getByRole('button', { name: 'Save' }).first().click();
      await page.getByRole('button', { name: 'Show the secret' }).click();
    },
  },
  { name: 'the settings', path: '#/settings' },
  {
    name: 'the form of an account',
    path: '#/settings/profile/john',
    prepare: async ({ page }) => {
      await page.getByText('Advanced', { exact: true }).click();
      await page.getByRole('button', { name: 'Test address book' }).click();
      await page.getByText('2 address books were found').waitFor();
      await page.getByRole('radio', { name: 'Only these' }).check();
      for (const filters of await page.getByText('Filters for this number').all()) {
        await filters.click();
      }
      await page.getByRole('button', { name: 'Add a word' }).click();
    },
  },
  {
    name: 'the form of a new account with mistakes',
    path: '#/settings/new',
    prepare: async ({ page }) => {
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('fields need your attention').waitFor();
    },
  },
  {
    name: 'the question before an account is removed',
    path: '#/settings',
    prepare: async ({ page }) => {
      await page.getByRole('button', { name: 'Remove john@example.com' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
];

describe.each([
  ['light', false],
  ['dark', true],
])('in the %s theme', (_, dark) => {
  it.each(pages)('$name has no accessibility problems (axe)', async ({ path, prepare }) => {
    const window = await open({ ...john, path, dark, language: 'en' });
    await prepare?.(window);
    expect(await accessibilityProblems(window.page)).toEqual([]);
  });

  it('the first run has no accessibility problems (axe)', async () => {
    const { page } = await open({ dark, size: narrow });
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('the page has the colours of that theme', async () => {
    const { page } = await open({ ...john, dark });
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const [red = 0] = (ground.match(/\d+/g) ?? []).map(Number);
    expect(dark ? red < 60 : red > 200).toBe(true);
  });
});

describe('at the smallest size', () => {
  it.each(pages)('$name fits: nothing has to be scrolled sideways', async ({ path, prepare }) => {
    const opened = await open({ ...john, path, size: narrow });
    await prepare?.(opened);
    const tooWide = await opened.page.evaluate(() => {
      const main = document.querySelector('main');
      return (
        document.documentElement.scrollWidth > window.innerWidth ||
        (main !== null && main.scrollWidth > main.clientWidth)
      );
    });
    expect(tooWide).toBe(false);
  });

  it('the navigation still has its words', async () => {
    const { page } = await open({ ...john, size: narrow, locale: 'fr-CA', language: 'system' });
    for (const word of ['Aperçu', 'Contacts', 'Réglages']) {
      const link = page.getByRole('link', { name: word });
      const cut = await link
        .locator('span')
        .first()
        .evaluate((span) => span.scrollWidth > span.clientWidth + 1);
      expect(cut, word).toBe(false);
    }
  });
});

describe('the language', () => {
  it('follows the system until someone chooses one', async () => {
    const { page } = await open({
      ...john,
      language: 'system',
      locale: 'fr-CA',
      path: '#/settings',
    });
    await page.getByRole('heading', { level: 1, name: 'Réglages' }).waitFor();
    await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toBe('fr');
    await page.getByLabel('Langue').first().click();
    await page.getByRole('option', { name: 'English' }).click();
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
    await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toBe('en');
    await expect.poll(() => page.title()).toBe('Settings · Rolodial');
  });

  it('is French on every page, dates and numbers included', async () => {
    const { page } = await open({ ...john, language: 'fr', contacts: 2_000 });
    await page.getByText('Il y a 2 heures').or(page.getByText('il y a 2 heures')).first().waitFor();
    await page.getByRole('button', { name: 'Synchroniser' }).waitFor();
    await page.getByRole('link', { name: 'Contacts' }).click();
    await page.getByText(/^2\s004 entrées$/).waitFor();
    await page.getByRole('link', { name: 'Réglages' }).click();
    await page.getByRole('link', { name: 'Modifier john@example.com' }).click();
    await page.getByRole('button', { name: 'Tester le compte' }).waitFor();
    await page.getByText('Gardé dans la variable d’environnement CARDDAV_PASSWORD').waitFor();
  });
});

describe('the keyboard alone', () => {
  it('reaches the content, a page, a button, and comes back from a dialog', async () => {
    const { page } = await open(john);
    const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim());
    await page.keyboard.press('Tab');
    await expect.poll(() => focused()).toBe('Skip to content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await expect.poll(() => focused()).toBe('Sync now');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'What a sync would do' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(focused).toBe('Preview');
  });

  it('shows where the focus is on every stop', async () => {
    const { page } = await open({ ...john, path: '#/settings/profile/john' });
    for (let stop = 0; stop < 120; stop += 1) {
      await page.keyboard.press('Tab');
      const seen = await page.evaluate(() => {
        const element = document.activeElement;
        if (!element || element === document.body) return 'left the page';
        // Around pills and passwords it is the field's frame that shows the focus.
        const shown = [element, element.closest('.mantine-Input-input')];
        return shown.some((one) => {
          if (!one) return false;
          const { outlineStyle, outlineWidth } = getComputedStyle(one);
          return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
        })
          ? 'seen'
          : element.outerHTML.slice(0, 200);
      });
      if (seen === 'left the page') break;
      expect(seen).toBe('seen');
    }
  });

  it('saves the settings from the first field to the last button', async () => {
    const { page, core } = await open({ ...john, path: '#/settings/profile/john' });
    await page.getByLabel('Alias of number 1').focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('Cottage');
    await page.keyboard.press('Enter');
    await page.getByText('Saved.', { exact: true }).first().waitFor();
    expect(core.script.calls.some(({ command }) => command === 'saveProfile')).toBe(true);
  });
});
