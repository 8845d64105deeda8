/** French: what a problem means and what to do, for every error code of shared/errors.ts. */
import type { ErrorCode } from '../../../shared/errors.ts';
import { problemTitles, unnamed } from '../../../shared/words/problem-titles.ts';

export const problems = {
  unnamed: unnamed.fr,
  title: problemTitles.fr,
  detail: 'Détail : {{detail}}',
  testAgain: 'Vérifiez votre saisie et le réseau, puis testez de nouveau.',
  httpStatus: 'Le serveur a répondu avec le code HTTP {{status}}.',
  httpStatusAndWords: 'Le serveur a répondu avec le code HTTP {{status}} : {{detail}}',
  code: {
    'settings-missing': {
      meaning: 'Rolodial ne connaît ni votre compte ni votre carnet d’adresses.',
      action: 'Ajoutez votre compte dans les réglages.',
    },
    'settings-invalid': {
      meaning: 'Rolodial ne devine pas, rien n’est synchronisé tant que ce n’est pas corrigé.',
      action: 'Corrigez-le dans les réglages et enregistrez.',
    },
    'settings-corrupt': {
      meaning: 'Il a été mis de côté sous un autre nom, rien n’en est perdu.',
      action: 'Saisissez de nouveau vos réglages, ou réparez le fichier mis de côté.',
    },
    'secret-unavailable': {
      meaning: 'L’endroit où il est gardé ne l’a pas donné : {{field}}.',
      action:
        'Déverrouillez ou corrigez cet endroit, ou saisissez le mot de passe dans les réglages.',
    },
    'profile-unknown': {
      meaning: 'Il a été retiré des réglages pendant que la fenêtre le montrait encore.',
      action: 'Revenez à l’aperçu.',
    },
    'xmpp-unreachable': {
      meaning:
        'Le serveur de messagerie ne répond pas, ou il n’y a pas de réseau. Rien n’a changé.',
      action: 'Rolodial réessaie de lui-même. Si cela dure, vérifiez l’hôte et le port.',
    },
    'xmpp-authentication': {
      meaning:
        'La synchronisation est suspendue, pour que de mauvais mots de passe ne bloquent pas le compte.',
      action: 'Saisissez de nouveau le mot de passe dans les réglages.',
    },
    'xmpp-certificate': {
      meaning: 'Rolodial ne s’est pas connecté, car il ne peut pas savoir qui répond.',
      action:
        'Si c’est votre propre serveur, indiquez son autorité de certification sous Avancé. Sinon, demandez à son exploitant.',
    },
    'xmpp-no-tls': {
      meaning: 'Rolodial ne s’est pas connecté, car votre mot de passe circulerait en clair.',
      action: 'Demandez à l’exploitant du serveur d’offrir TLS.',
    },
    'xmpp-timeout': {
      meaning: 'Le serveur de messagerie est lent ou occupé. Ce qui a déjà changé reste.',
      action: 'Rolodial réessaie de lui-même.',
    },
    'xmpp-stream': {
      meaning: 'Le serveur de messagerie l’a fermée. Ce qui a déjà changé reste.',
      action: 'Rolodial se reconnecte de lui-même.',
    },
    'xmpp-conflict': {
      meaning: 'Le serveur n’en laisse qu’un connecté. Rolodial a cédé.',
      action: 'Fermez l’autre programme, puis synchronisez.',
    },
    'roster-remote': {
      meaning:
        'Le serveur de messagerie ne laisse pas les applications la modifier, Rolodial ne peut donc pas ajouter de noms.',
      action:
        'Adressez-vous à l’exploitant de ce service, ou utilisez Rolodial avec un autre compte.',
    },
    'remote-service': {
      meaning: 'Ce que Rolodial lui a demandé n’a pas fonctionné.',
      action: 'Vérifiez son adresse dans les réglages, ou demandez à qui le tient.',
    },
    'service-failed': {
      meaning: 'En attendant, votre serveur de messagerie ne reçoit pas de liste de Rolodial.',
      action:
        'Choisissez une autre adresse ou un autre port, ou arrêtez l’autre programme. Rolodial réessaie.',
    },
    'service-import': {
      meaning:
        'Rolodial la lit une fois avant de servir la liste, pour ne perdre personne. Rien n’est servi d’ici là.',
      action:
        'Rolodial réessaie de lui-même. Vous pouvez aussi importer un document, ou laisser les autres de côté.',
    },
    'carddav-unreachable': {
      meaning: 'Le serveur ne répond pas, ou il n’y a pas de réseau. Rien n’a changé.',
      action: 'Rolodial réessaie de lui-même. Si cela dure, vérifiez l’adresse.',
    },
    'carddav-authentication': {
      meaning:
        'La synchronisation est suspendue, pour que de mauvais mots de passe ne bloquent pas le compte.',
      action:
        'Saisissez de nouveau le mot de passe dans les réglages. Certains fournisseurs veulent un mot de passe d’application.',
    },
    'carddav-forbidden': {
      meaning: 'C’est peut-être l’adresse d’autre chose, ou le compte n’y a pas droit.',
      action:
        'Vérifiez l’adresse, ou saisissez seulement {{enter}}. Si elle est juste, demandez à l’exploitant.',
    },
    'carddav-account-disabled': {
      meaning: 'Rien n’a changé. Vos noms restent tels quels entre-temps.',
      action: 'Demandez à l’exploitant du serveur de réactiver votre compte, puis synchronisez.',
    },
    'carddav-untrusted-domain': {
      meaning: 'Ce nom n’est pas parmi les domaines de confiance du serveur.',
      action:
        'Saisissez le nom sous lequel le serveur est connu, ou demandez à son exploitant d’ajouter {{host}} à ses domaines de confiance.',
    },
    'carddav-web-page': {
      meaning: 'Elle est faite pour les navigateurs : Rolodial ne peut pas y lire de contacts.',
      action: 'Saisissez ceci à la place, et rien d’autre : {{enter}}',
    },
    'carddav-certificate': {
      meaning: 'Rolodial n’a pas lu le carnet d’adresses, car il ne peut pas savoir qui répond.',
      action:
        'Si c’est votre propre serveur, indiquez son autorité de certification sous Avancé. Sinon, demandez à son exploitant.',
    },
    'carddav-not-found': {
      meaning: 'Le serveur répond, mais rien de ce que Rolodial sait lire ne s’y trouve.',
      action:
        'Vérifiez l’adresse, ou saisissez seulement {{enter}}. L’aide de votre fournisseur la donne, souvent sous « CardDAV ».',
    },
    'carddav-server-error': {
      meaning: 'Il n’a pas pu répondre. Rien n’a changé.',
      action: 'Rolodial réessaie de lui-même.',
    },
    'carddav-invalid-answer': {
      meaning: 'C’est peut-être l’adresse d’une page web. Rien n’a changé.',
      action: 'Vérifiez l’adresse du carnet d’adresses.',
    },
    'carddav-incomplete': {
      meaning: 'Rien n’a changé, car des contacts manquants passeraient pour supprimés.',
      action: 'Rolodial réessaie de lui-même.',
    },
    'carddav-timeout': {
      meaning: 'Le serveur est lent ou occupé. Rien n’a changé.',
      action: 'Rolodial réessaie de lui-même.',
    },
    'sync-busy': {
      meaning: 'Deux synchronisations d’un même compte se gêneraient.',
      action: 'Attendez qu’elle soit terminée.',
    },
    cancelled: {
      meaning: 'Ce qui a déjà changé reste.',
      action: 'La prochaine synchronisation fera le reste.',
    },
    'bad-input': {
      meaning: 'Rien n’a changé.',
      action: 'Vérifiez les champs et réessayez.',
    },
    'host-unreachable': {
      meaning:
        'Le programme derrière cette fenêtre s’est arrêté ou a été relancé. Rien n’est perdu, et votre saisie est toujours ici.',
      action: 'Relancez-le avec « rolodial serve », et ouvrez l’adresse qu’il affiche.',
    },
    internal: {
      meaning: 'Cela ne devrait pas arriver. Rien n’est perdu.',
      action: 'Réessayez. Si cela se répète, signalez-le avec le détail ci-dessous.',
    },
  } satisfies Readonly<Record<ErrorCode, Readonly<Record<'meaning' | 'action', string>>>>,
} as const;
