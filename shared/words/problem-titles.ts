/** What happened, in a few words and in each language, for the window and the tray. */
import type { ErrorCode, Problem } from '../errors.ts';
import { frenchSpaces, type Language } from './language.ts';

/** What a title says where the error names nothing. */
export const unnamed = {
  en: {
    account: 'your account',
    host: 'the server',
    url: 'this address',
    enter: 'the server’s name',
    username: 'this user name',
    field: 'a field',
    profile: 'this account',
    file: 'the settings file',
  },
  fr: {
    account: 'votre compte',
    host: 'le serveur',
    url: 'cette adresse',
    enter: 'le nom du serveur',
    username: 'ce nom d’utilisateur',
    field: 'un champ',
    profile: 'ce compte',
    file: 'le fichier des réglages',
  },
} as const satisfies Readonly<Record<Language, Readonly<Record<string, string>>>>;

/** `{{host}}` and its like stand for a parameter of the error, or for the words under `unnamed`. */
export const problemTitles = {
  en: {
    'settings-missing': 'There are no settings yet',
    'settings-invalid': 'Something in the settings is not right: {{field}}',
    'settings-corrupt': 'The settings file could not be read',
    'secret-unavailable': 'A password could not be read',
    'profile-unknown': 'This account is not set up any more',
    'xmpp-unreachable': '{{host}} cannot be reached',
    'xmpp-authentication': 'The server refused the password for {{account}}',
    'xmpp-certificate': 'The certificate of {{host}} is not trusted',
    'xmpp-no-tls': '{{host}} offers no encryption',
    'xmpp-timeout': '{{host}} did not answer in time',
    'xmpp-stream': 'The connection to {{host}} was ended',
    'xmpp-conflict': 'Another program took the place of Rolodial at {{host}}',
    'roster-remote': 'The roster of {{account}} is kept by an outside service',
    'remote-service': 'The roster service at {{host}} has a problem',
    'service-failed': 'The service for rosters cannot listen',
    'service-import': 'What the roster of {{account}} holds now cannot be read',
    'carddav-unreachable': 'The address book at {{host}} cannot be reached',
    'carddav-authentication': 'The address book refused the password for {{username}}',
    'carddav-forbidden': '{{host}} does not let this account read {{url}}',
    'carddav-account-disabled': 'Your account at {{host}} is disabled',
    'carddav-untrusted-domain': 'The server does not let itself be called {{host}}',
    'carddav-web-page': '{{url}} is a web page, not an address book',
    'carddav-certificate': 'The certificate of {{host}} is not trusted',
    'carddav-not-found': 'There is no address book at {{url}}',
    'carddav-server-error': 'The address book server {{host}} has a problem',
    'carddav-invalid-answer': '{{host}} does not answer like an address book',
    'carddav-incomplete': 'The address book arrived only in part',
    'carddav-timeout': 'The address book at {{host}} did not answer in time',
    'sync-busy': 'A sync is already running',
    cancelled: 'The sync was cancelled',
    'bad-input': 'Rolodial could not use what it was given',
    'host-unreachable': 'Rolodial itself does not answer',
    internal: 'Something went wrong inside Rolodial',
  },
  fr: {
    'settings-missing': 'Il n’y a pas encore de réglages',
    'settings-invalid': 'Quelque chose ne va pas dans les réglages : {{field}}',
    'settings-corrupt': 'Le fichier des réglages est illisible',
    'secret-unavailable': 'Un mot de passe n’a pas pu être lu',
    'profile-unknown': 'Ce compte n’est plus configuré',
    'xmpp-unreachable': 'Impossible de joindre {{host}}',
    'xmpp-authentication': 'Le serveur a refusé le mot de passe de {{account}}',
    'xmpp-certificate': 'Le certificat de {{host}} n’est pas reconnu',
    'xmpp-no-tls': '{{host}} n’offre pas de chiffrement',
    'xmpp-timeout': '{{host}} n’a pas répondu à temps',
    'xmpp-stream': 'La connexion à {{host}} a été coupée',
    'xmpp-conflict': 'Un autre programme a pris la place de Rolodial sur {{host}}',
    'roster-remote': 'La liste de contacts de {{account}} est tenue par un service externe',
    'remote-service': 'Le service de contacts de {{host}} a un problème',
    'service-failed': 'Le service de listes de contacts ne peut pas écouter',
    'service-import': 'Impossible de lire ce que contient la liste de {{account}}',
    'carddav-unreachable': 'Impossible de joindre le carnet d’adresses sur {{host}}',
    'carddav-authentication': 'Le carnet d’adresses a refusé le mot de passe de {{username}}',
    'carddav-forbidden': '{{host}} ne laisse pas ce compte lire {{url}}',
    'carddav-account-disabled': 'Votre compte sur {{host}} est désactivé',
    'carddav-untrusted-domain': 'Le serveur ne répond pas au nom de {{host}}',
    'carddav-web-page': '{{url}} est une page web, pas un carnet d’adresses',
    'carddav-certificate': 'Le certificat de {{host}} n’est pas reconnu',
    'carddav-not-found': 'Il n’y a pas de carnet d’adresses sous {{url}}',
    'carddav-server-error': 'Le serveur du carnet d’adresses {{host}} a un problème',
    'carddav-invalid-answer': '{{host}} ne répond pas comme un carnet d’adresses',
    'carddav-incomplete': 'Le carnet d’adresses n’est arrivé qu’en partie',
    'carddav-timeout': 'Le carnet d’adresses sur {{host}} n’a pas répondu à temps',
    'sync-busy': 'Une synchronisation est déjà en cours',
    cancelled: 'La synchronisation a été annulée',
    'bad-input': 'Rolodial n’a pas pu utiliser ce qu’il a reçu',
    'host-unreachable': 'Rolodial lui-même ne répond pas',
    internal: 'Quelque chose s’est mal passé dans Rolodial',
  },
} as const satisfies Readonly<Record<Language, Readonly<Record<ErrorCode, string>>>>;

/** The title of a problem, its parameters filled in; its English message for a code of a newer core. */
export function problemTitle({ code, message, params }: Problem, language: Language): string {
  const titles: Partial<Record<string, string>> = problemTitles[language];
  const names: Readonly<Record<string, string | number>> = { ...unnamed[language], ...params };
  const title = titles[code]?.replaceAll(/\{\{(\w+)\}\}/g, (_, name) => String(names[name] ?? ''));
  if (title === undefined) return message;
  return language === 'fr' ? frenchSpaces(title) : title;
}
