/** The words of the tray and the menus, in English and French. The window has its own, longer ones. */

import type { OverallStatus, syncPhases } from '../../shared/contract/state.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Settings } from '../../shared/settings/schema.ts';

export interface Words {
  /** BCP 47, for dates. */
  readonly locale: string;
  readonly status: Readonly<Record<OverallStatus, string>>;
  readonly notSetUp: string;
  readonly syncNow: string;
  readonly allProfiles: string;
  readonly pause: string;
  readonly resume: string;
  readonly open: string;
  readonly quit: string;
  readonly pausedProfile: string;
  readonly neverSynced: string;
  readonly phase: Readonly<Record<(typeof syncPhases)[number], string>>;
  readonly asking: (removals: number) => string;
  readonly result: (counts: ResultCounts) => string;
  readonly problem: Readonly<Record<ErrorCode, string>>;
  /** Before the list of what is wrong, when starting fails altogether. */
  readonly cannotStart: string;
}

interface ResultCounts {
  readonly added: number;
  readonly updated: number;
  readonly removed: number;
  readonly failed: number;
  /** When, already in the user's form. */
  readonly at: string;
}

const english: Words = {
  locale: 'en-CA',
  status: {
    idle: 'Up to date',
    syncing: 'Syncing…',
    attention: 'Needs your attention',
    offline: 'Offline, will try again',
    paused: 'Paused',
  },
  notSetUp: 'Not set up yet',
  syncNow: 'Sync now',
  allProfiles: 'All accounts',
  pause: 'Pause',
  resume: 'Resume',
  open: 'Open Rolodial',
  quit: 'Quit',
  pausedProfile: 'paused',
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
  result: ({ added, updated, removed, failed, at }) =>
    `${added} added, ${updated} changed, ${removed} removed${failed > 0 ? `, ${failed} failed` : ''} (${at})`,
  problem: {
    'settings-missing': 'not set up yet',
    'settings-invalid': 'a setting is wrong',
    'settings-corrupt': 'the settings file was damaged',
    'secret-unavailable': 'a password is not available',
    'profile-unknown': 'this account is not in the settings',
    'xmpp-unreachable': 'the XMPP server cannot be reached',
    'xmpp-authentication': 'the XMPP server refused the password',
    'xmpp-certificate': 'the certificate of the XMPP server is not trusted',
    'xmpp-no-tls': 'the XMPP server offers no encryption',
    'xmpp-timeout': 'the XMPP server did not answer in time',
    'xmpp-stream': 'the XMPP connection broke',
    'xmpp-conflict': 'another program took the place of Rolodial',
    'roster-remote': 'the roster is kept by a remote service',
    'remote-service': 'the roster service has a problem',
    'service-failed': 'the service for rosters cannot listen',
    'service-import': 'what the roster held before cannot be read',
    'carddav-unreachable': 'the address book cannot be reached',
    'carddav-authentication': 'the address book refused the password',
    'carddav-certificate': 'the certificate of the address book is not trusted',
    'carddav-not-found': 'there is no address book at this address',
    'carddav-server-error': 'the address book server failed',
    'carddav-invalid-answer': 'the address book gave no valid answer',
    'carddav-incomplete': 'the address book was read in part only',
    'carddav-timeout': 'the address book did not answer in time',
    'sync-busy': 'another sync is running',
    'sync-paused': 'paused',
    'guard-unanswered': 'a question waits for your answer',
    cancelled: 'cancelled',
    'bad-input': 'the request was not understood',
    'host-unreachable': 'Rolodial has stopped',
    internal: 'something went wrong inside Rolodial',
  },
  cannotStart: 'Rolodial cannot start',
};

const french: Words = {
  locale: 'fr-CA',
  status: {
    idle: 'À jour',
    syncing: 'Synchronisation…',
    attention: 'Votre attention est requise',
    offline: 'Hors ligne, nouvel essai plus tard',
    paused: 'En pause',
  },
  notSetUp: 'Pas encore configuré',
  syncNow: 'Synchroniser maintenant',
  allProfiles: 'Tous les comptes',
  pause: 'Mettre en pause',
  resume: 'Reprendre',
  open: 'Ouvrir Rolodial',
  quit: 'Quitter',
  pausedProfile: 'en pause',
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
  result: ({ added, updated, removed, failed, at }) => {
    const failures = failed > 0 ? `, ${count(failed, 'échec')}` : '';
    return `${count(added, 'ajouté')}, ${count(updated, 'modifié')}, ${count(removed, 'retiré')}${failures} (${at})`;
  },
  problem: {
    'settings-missing': 'pas encore configuré',
    'settings-invalid': 'un réglage est incorrect',
    'settings-corrupt': 'le fichier des réglages était endommagé',
    'secret-unavailable': 'un mot de passe n’est pas disponible',
    'profile-unknown': 'ce compte n’est pas dans les réglages',
    'xmpp-unreachable': 'le serveur XMPP est injoignable',
    'xmpp-authentication': 'le serveur XMPP a refusé le mot de passe',
    'xmpp-certificate': 'le certificat du serveur XMPP n’est pas fiable',
    'xmpp-no-tls': 'le serveur XMPP n’offre pas de chiffrement',
    'xmpp-timeout': 'le serveur XMPP n’a pas répondu à temps',
    'xmpp-stream': 'la connexion XMPP a été rompue',
    'xmpp-conflict': 'un autre programme a pris la place de Rolodial',
    'roster-remote': 'la liste de contacts est tenue par un service distant',
    'remote-service': 'le service de contacts a un problème',
    'service-failed': 'le service de listes de contacts ne peut pas écouter',
    'service-import': 'ce que contenait la liste de contacts ne peut pas être lu',
    'carddav-unreachable': 'le carnet d’adresses est injoignable',
    'carddav-authentication': 'le carnet d’adresses a refusé le mot de passe',
    'carddav-certificate': 'le certificat du carnet d’adresses n’est pas fiable',
    'carddav-not-found': 'il n’y a pas de carnet d’adresses à cette adresse',
    'carddav-server-error': 'le serveur du carnet d’adresses a échoué',
    'carddav-invalid-answer': 'le carnet d’adresses n’a pas donné de réponse valide',
    'carddav-incomplete': 'le carnet d’adresses n’a été lu qu’en partie',
    'carddav-timeout': 'le carnet d’adresses n’a pas répondu à temps',
    'sync-busy': 'une autre synchronisation est en cours',
    'sync-paused': 'en pause',
    'guard-unanswered': 'une question attend votre réponse',
    cancelled: 'annulé',
    'bad-input': 'la demande n’a pas été comprise',
    'host-unreachable': 'Rolodial s’est arrêté',
    internal: 'une erreur s’est produite dans Rolodial',
  },
  cannotStart: 'Rolodial ne peut pas démarrer',
};

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
  const spoken = language === 'system' ? preferred.map(baseLanguage) : [language];
  return spoken.find((tag) => tag === 'en' || tag === 'fr') === 'fr' ? french : english;
}

function baseLanguage(tag: string): string {
  return tag.toLowerCase().split(/[-_]/)[0] ?? '';
}
