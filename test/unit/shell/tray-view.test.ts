import { describe, expect, test } from 'vitest';
import { type TrayEntry, trayView } from '../../../electron/shell/tray-view.ts';
import { wordsFor } from '../../../electron/shell/words.ts';
import type { AppState } from '../../../shared/contract/state.ts';
import type { UnreadReason } from '../../../shared/contract/unread.ts';
import { RolodialError, toProblem } from '../../../shared/errors.ts';
import { profile, report, state } from '../../support/shell/states.ts';

const english = wordsFor('en', []);
const french = wordsFor('fr', []);

const labels = (entries: readonly TrayEntry[]): string[] =>
  entries.map((entry) => (entry.kind === 'separator' ? '—' : entry.label));
const find = (app: AppState, label: string) =>
  trayView(app, english).entries.find((entry) => 'label' in entry && entry.label === label);
const refused = toProblem(
  new RolodialError('xmpp-authentication', 'refused', { account: 'john@example.com' }),
);
const unreachable = toProblem(new RolodialError('xmpp-unreachable', 'unreachable'));

describe('the tray', () => {
  test('says that all is well, with the counts of the last sync', () => {
    const view = trayView(state([profile()]), english);

    expect(view.icon).toBe('idle');
    expect(view.tooltip).toBe('Rolodial: Up to date');
    const shown = labels(view.entries);
    expect(shown[6]).toMatch(/^john@example\.com: 3 added, 1 changed, 0 removed \(.*2026.*\)$/);
    expect(shown.toSpliced(6, 1)).toEqual([
      'Up to date',
      '—',
      'Sync now',
      'Pause',
      'Open Rolodial',
      '—',
      '—',
      'Quit',
    ]);
  });

  test('says that the service for rosters cannot listen, above all that is well', () => {
    const problem = toProblem(new RolodialError('service-failed', 'taken'));
    const service = { status: 'failed' as const, url: null, problem, requests: [] };
    const view = trayView(state([profile()], { service }), english);

    expect(view.icon).toBe('attention');
    expect(view.tooltip).toBe('Rolodial: The service for rosters cannot listen');
  });

  test('says the same in French', () => {
    const view = trayView(state([profile()]), french);

    expect(view.tooltip).toBe('Rolodial: À jour');
    expect(labels(view.entries)[6]).toMatch(
      /^john@example\.com: 3 ajoutés, 1 modifié, 0 retiré \(.*2026.*\)$/,
    );
    expect(labels(view.entries).at(-1)).toBe('Quitter');
  });

  test('asks to be set up while there is no account, and offers nothing that needs one', () => {
    const app = state([]);

    expect(trayView(app, english)).toMatchObject({
      icon: 'attention',
      tooltip: 'Rolodial: Not set up yet',
    });
    expect(find(app, 'Sync now')).toMatchObject({ enabled: false });
    expect(find(app, 'Pause')).toMatchObject({ enabled: false });
    expect(find(app, 'Open Rolodial')).toMatchObject({ enabled: true });
  });

  test('never looks idle while something waits for the user', () => {
    const failed = [{ jid: 'a@b', condition: 'not-allowed', text: '' }];
    for (const waiting of [
      profile({ problem: refused }),
      profile({ lastSync: report({ failed }) }),
      profile({
        activity: {
          kind: 'asking',
          question: { what: 'sync', why: 'many-removals', removals: 40, owned: 50, jids: [] },
        },
      }),
    ]) {
      const view = trayView(state([profile({ id: 'jane' }), waiting]), english);
      expect(view.icon).toBe('attention');
      expect(view.tooltip).toBe('Rolodial: Needs your attention');
    }
  });

  test('says what is wrong with an account, in words', () => {
    const result = (changes: Parameters<typeof profile>[0]) =>
      labels(trayView(state([profile(changes)]), english).entries)[6];

    expect(result({ problem: refused })).toBe(
      'john@example.com: The server refused the password for john@example.com',
    );
    expect(result({ problem: unreachable })).toBe('john@example.com: the server cannot be reached');
    expect(result({ lastSync: null })).toBe('john@example.com: not synced yet');
    expect(result({ paused: true })).toBe('john@example.com: paused');
    const question = { what: 'sync', why: 'many-removals', removals: 40, owned: 50 } as const;
    expect(result({ activity: { kind: 'asking', question: { ...question, jids: [] } } })).toBe(
      'john@example.com: would remove 40 items: asks first',
    );
  });

  test('says that something could not be read, and that a book is gone', () => {
    const unread = ['gone', 'cut'].map((reason) => ({
      ...{ book: 'https://cloud.example.com/family/', name: 'Family', isKnown: true },
      reason: reason as UnreadReason,
    }));
    const broken = profile({ lastSync: report({ unread }) });
    const view = trayView(state([broken]), english);
    expect(view).toMatchObject({
      icon: 'attention',
      tooltip: 'Rolodial: Needs your attention',
    });
    expect(labels(view.entries)[6]).toContain('0 removed, 2 could not be read (');
    expect(labels(trayView(state([broken]), french).entries)[6]).toContain(', 2 illisibles (');

    const question = {
      ...({ what: 'sync', why: 'book-gone' } as const),
      ...{ books: ['Family'], removals: 12, owned: 60, jids: [] },
    };
    const asking = state([profile({ activity: { kind: 'asking', question } })]);
    expect(labels(trayView(asking, english).entries)[6]).toBe(
      'john@example.com: “Family” is gone from the address book: asks about 12 items',
    );
    expect(labels(trayView(asking, french).entries)[6]).toBe(
      'john@example.com: «\u00A0Family\u00A0» n’est plus dans le carnet d’adresses\u00A0: question sur 12 éléments',
    );
    // The sync has done all else, and the next one finds the book again if it is back.
    expect(find(asking, 'Sync now')).toMatchObject({ enabled: true });
  });

  test('bothers nobody with a server that will be tried again', () => {
    const view = trayView(
      state([profile({ connection: 'offline', problem: unreachable })]),
      english,
    );
    expect(view).toMatchObject({ icon: 'offline', tooltip: 'Rolodial: Offline, will try again' });
  });

  test('puts damaged settings first', () => {
    const problem = toProblem(new RolodialError('settings-corrupt', 'set aside'));
    expect(trayView(state([profile()], { problem }), english)).toMatchObject({
      icon: 'attention',
      tooltip: 'Rolodial: The settings file could not be read',
    });
  });

  test('does not change while a sync counts its items, so that an open menu stays open', () => {
    const at = (done: number) =>
      trayView(
        state([profile({ activity: { kind: 'syncing', phase: 'pushing', done, total: 900 } })]),
        english,
      );
    expect(at(1)).toEqual(at(899));
    expect(at(1).icon).toBe('syncing');
  });

  test('pauses those that run, and resumes when all are paused', () => {
    const running = profile({ id: 'a' });
    const paused = profile({ id: 'b', paused: true });

    expect(find(state([running, paused]), 'Pause')).toMatchObject({
      action: { kind: 'pause', profiles: ['a'], paused: true },
    });
    expect(find(state([paused]), 'Resume')).toMatchObject({
      action: { kind: 'pause', profiles: ['b'], paused: false },
    });
    expect(trayView(state([paused]), english).icon).toBe('paused');
  });

  test('syncs each account or all of them, a paused one too, but none that is at it already', () => {
    const app = state([
      profile({ id: 'a', jid: 'a@example.com' }),
      profile({ id: 'b', jid: 'b@example.com', paused: true }),
      profile({
        id: 'c',
        jid: 'c@example.com',
        activity: { kind: 'syncing', phase: 'reading', done: 0, total: 0 },
      }),
    ]);
    const menu = find(app, 'Sync now');
    if (menu?.kind !== 'submenu') throw new Error('expected a submenu');

    expect(labels(menu.entries)).toEqual([
      'All accounts',
      '—',
      'a@example.com',
      'b@example.com',
      'c@example.com',
    ]);
    expect(menu.entries[0]).toMatchObject({
      action: { kind: 'sync', profiles: ['a', 'b'] },
      enabled: true,
    });
    expect(menu.entries[3]).toMatchObject({ enabled: true });
    expect(menu.entries[4]).toMatchObject({ enabled: false });
  });
});

describe('an account whose last attempt failed', () => {
  const attempt = {
    ...({ what: 'sync', bySchedule: true, outcome: 'failed' } as const),
    ...{ startedAt: '2026-11-21T14:00:00.000Z', endedAt: '2026-11-21T14:00:01.000Z' },
  };
  const bookAway = toProblem(
    new RolodialError('carddav-unreachable', 'away', { host: 'cloud.example.com' }),
  );

  test('is not up to date, although it is connected and was synced before', () => {
    const failed = profile({ problem: bookAway, lastAttempt: { ...attempt, problem: bookAway } });
    const view = trayView(state([failed]), english);
    expect(view).toMatchObject({
      icon: 'offline',
      tooltip: 'Rolodial: Not up to date, will try again',
    });
    expect(labels(view.entries)[6]).toBe(
      'john@example.com: The address book at cloud.example.com cannot be reached',
    );
    expect(trayView(state([failed]), french).tooltip).toBe(
      'Rolodial: Pas à jour, nouvel essai plus tard',
    );
  });

  test('says so also where the program has ended since', () => {
    const interrupted = {
      ...attempt,
      outcome: 'interrupted',
      endedAt: null,
      problem: null,
    } as const;
    const view = trayView(state([profile({ lastAttempt: interrupted })]), english);
    expect(view.icon).toBe('offline');
    expect(labels(view.entries)[6]).toBe(
      'john@example.com: the last sync did not finish, will try again',
    );
  });
});

describe('the language of the tray', () => {
  test('is the setting’s, else the first one of the desktop that we speak, else English', () => {
    expect(wordsFor('fr', ['en-US'])).toBe(french);
    expect(wordsFor('en', ['fr-CA'])).toBe(english);
    expect(wordsFor('system', ['de-DE', 'fr-CA', 'en-US'])).toBe(french);
    expect(wordsFor('system', ['en-US', 'fr-CA'])).toBe(english);
    expect(wordsFor('system', ['fr_FR'])).toBe(french);
    expect(wordsFor('system', ['de-DE'])).toBe(english);
    expect(wordsFor('system', [])).toBe(english);
  });
});
