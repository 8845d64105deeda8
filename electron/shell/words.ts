/** The words of the tray and the menus, in English and French; the titles of problems are those of the window. */

import type { syncPhases } from '../../shared/contract/state.ts';
import type { Status } from '../../shared/contract/status.ts';
import type { Problem } from '../../shared/errors.ts';
import type { Settings } from '../../shared/settings/schema.ts';
import { frenchSpaces, type Language, resolveLanguage } from '../../shared/words/language.ts';
import { problemTitle } from '../../shared/words/problem-titles.ts';

export interface Words {
  /** BCP 47, for dates. */
  readonly locale: string;
  readonly status: Readonly<Record<Status, string>>;
  readonly notSetUp: string;
  readonly syncNow: string;
  readonly allProfiles: string;
  readonly pause: string;
  readonly resume: string;
  readonly open: string;
  readonly quit: string;
  readonly pausedProfile: string;
  /** The last attempt did not do all that there was to do. */
  readonly retryingProfile: string;
  readonly neverSynced: string;
  readonly phase: Readonly<Record<(typeof syncPhases)[number], string>>;
  readonly asking: (removals: number) => string;
  /** Everything else is done. */
  readonly askingGone: (books: readonly string[], removals: number) => string;
  readonly result: (counts: ResultCounts) => string;
  /** What happened; its first letter may be small. */
  readonly problem: (problem: Problem) => string;
  /** Before the list of what is wrong, when starting fails altogether. */
  readonly cannotStart: string;
}

interface ResultCounts {
  readonly added: number;
  readonly updated: number;
  readonly removed: number;
  readonly failed: number;
  /** Cards and books that could not be read. */
  readonly unread: number;
  /** When, already in the user's form. */
  readonly at: string;
}

const english: Words = {
  locale: 'en-CA',
  status: {
    attention: 'Needs your attention',
    syncing: 'Syncing…',
    retrying: 'Not up to date, will try again',
    offline: 'Offline, will try again',
    connecting: 'Connecting…',
    new: 'Not synced yet',
    paused: 'Paused',
    current: 'Up to date',
  },
  notSetUp: 'Not set up yet',
  syncNow: 'Sync now',
  allProfiles: 'All accounts',
  pause: 'Pause',
  resume: 'Resume',
  open: 'Open Rolodial',
  quit: 'Quit',
  pausedProfile: 'paused',
  retryingProfile: 'the last sync did not finish, will try again',
  neverSynced: 'not synced yet',
  phase: {
    connecting: 'logging in…',
    reading: 'reading the address book…',
    planning: 'comparing…',
    pushing: 'writing to the roster…',
    settling: 'finishing…',
  },
  asking: (removals) =>
    removals === 1
      ? 'would remove 1 item: asks first'
      : `would remove ${removals} items: asks first`,
  askingGone: (books, removals) =>
    `“${books.join('”, “')}” is gone from the address book: asks about ${removals} ${removals === 1 ? 'item' : 'items'}`,
  result: ({ added, updated, removed, failed, unread, at }) => {
    const failures = failed > 0 ? `, ${failed} failed` : '';
    const notRead = unread > 0 ? `, ${unread} could not be read` : '';
    return `${added} added, ${updated} changed, ${removed} removed${failures}${notRead} (${at})`;
  },
  problem: (problem) => problemTitle(problem, 'en'),
  cannotStart: 'Rolodial cannot start',
};

const french: Words = {
  locale: 'fr-CA',
  status: {
    attention: 'Votre attention est requise',
    syncing: 'Synchronisation…',
    retrying: 'Pas à jour, nouvel essai plus tard',
    offline: 'Hors ligne, nouvel essai plus tard',
    connecting: 'Connexion…',
    new: 'Pas encore synchronisé',
    paused: 'En pause',
    current: 'À jour',
  },
  notSetUp: 'Pas encore configuré',
  syncNow: 'Synchroniser maintenant',
  allProfiles: 'Tous les comptes',
  pause: 'Mettre en pause',
  resume: 'Reprendre',
  open: 'Ouvrir Rolodial',
  quit: 'Quitter',
  pausedProfile: 'en pause',
  retryingProfile: 'la dernière synchronisation n’est pas allée au bout, nouvel essai plus tard',
  neverSynced: 'jamais synchronisé',
  phase: {
    connecting: 'connexion…',
    reading: 'lecture du carnet d’adresses…',
    planning: 'comparaison…',
    pushing: 'écriture dans la liste de contacts…',
    settling: 'fin de la synchronisation…',
  },
  asking: (removals) =>
    removals === 1
      ? 'retirerait 1 élément : confirmation requise'
      : `retirerait ${removals} éléments : confirmation requise`,
  askingGone: (books, removals) =>
    frenchSpaces(
      `« ${books.join(' », « ')} » n’est plus dans le carnet d’adresses : question sur ${count(removals, 'élément')}`,
    ),
  result: ({ added, updated, removed, failed, unread, at }) => {
    const failures = failed > 0 ? `, ${count(failed, 'échec')}` : '';
    const notRead = unread > 0 ? `, ${count(unread, 'illisible')}` : '';
    return `${count(added, 'ajouté')}, ${count(updated, 'modifié')}, ${count(removed, 'retiré')}${failures}${notRead} (${at})`;
  },
  problem: (problem) => problemTitle(problem, 'fr'),
  cannotStart: 'Rolodial ne peut pas démarrer',
};

const words: Readonly<Record<Language, Words>> = { en: english, fr: french };

/** French counts 0 and 1 as singular. */
function count(number: number, word: string): string {
  return `${number} ${word}${number > 1 ? 's' : ''}`;
}

/**
 * The words to use.
 *
 * @param language of the settings; `system` follows the desktop
 * @param preferred the desktop's languages, the best first
 */
export function wordsFor(language: Settings['language'], preferred: readonly string[]): Words {
  return words[resolveLanguage(language, preferred)];
}
