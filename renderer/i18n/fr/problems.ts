/** French: what happened, what it means, and what to do, for every error code of shared/errors.ts. */
export const problems = {
  unnamed: {
    account: 'votre compte',
    host: 'le serveur',
    url: 'cette adresse',
    username: 'ce nom d’utilisateur',
    field: 'un champ',
    profile: 'ce compte',
    file: 'le fichier des réglages',
  },
  detail: 'Détail : {{detail}}',
  testAgain: 'Vérifiez votre saisie et le réseau, puis testez de nouveau.',
  httpStatus: 'Le serveur a répondu avec le code HTTP {{status}}.',
  code: {
    'settings-missing': {
      title: 'Il n’y a pas encore de réglages',
      meaning: 'Rolodial ne connaît ni votre compte ni votre carnet d’adresses.',
      action: 'Ajoutez votre compte dans les réglages.',
    },
    'settings-invalid': {
      title: 'Quelque chose ne va pas dans les réglages : {{field}}',
      meaning: 'Rolodial ne devine pas, rien n’est synchronisé tant que ce n’est pas corrigé.',
      action: 'Corrigez-le dans les réglages et enregistrez.',
    },
    'settings-corrupt': {
      title: 'Le fichier des réglages est illisible',
      meaning: 'Il a été mis de côté sous un autre nom, rien n’en est perdu.',
      action: 'Saisissez de nouveau vos réglages, ou réparez le fichier mis de côté.',
    },
    'secret-unavailable': {
      title: 'Un mot de passe n’a pas pu être lu',
      meaning: 'L’endroit où il est gardé ne l’a pas donné : {{field}}.',
      action:
        'Déverrouillez ou corrigez cet endroit, ou saisissez le mot de passe dans les réglages.',
    },
    'profile-unknown': {
      title: 'Ce compte n’est plus configuré',
      meaning: 'Il a été retiré des réglages pendant que la fenêtre le montrait encore.',
      action: 'Revenez à l’aperçu.',
    },
    'xmpp-unreachable': {
      title: 'Impossible de joindre {{host}}',
      meaning:
        'Le serveur de messagerie ne répond pas, ou il n’y a pas de réseau. Rien n’a changé.',
      action: 'Rolodial réessaie de lui-même. Si cela dure, vérifiez l’hôte et le port.',
    },
    'xmpp-authentication': {
      title: 'Le serveur a refusé le mot de passe de {{account}}',
      meaning:
        'La synchronisation est suspendue, pour que de mauvais mots de passe ne bloquent pas le compte.',
      action: 'Saisissez de nouveau le mot de passe dans les réglages.',
    },
    'xmpp-certificate': {
      title: 'Le certificat de {{host}} n’est pas reconnu',
      meaning: 'Rolodial ne s’est pas connecté, car il ne peut pas savoir qui répond.',
      action:
        'Si c’est votre propre serveur, indiquez son autorité de certification sous Avancé. Sinon, demandez à son exploitant.',
    },
    'xmpp-no-tls': {
      title: '{{host}} n’offre pas de chiffrement',
      meaning: 'Rolodial ne s’est pas connecté, car votre mot de passe circulerait en clair.',
      action: 'Demandez à l’exploitant du serveur d’offrir TLS.',
    },
    'xmpp-timeout': {
      title: '{{host}} n’a pas répondu à temps',
      meaning: 'Le serveur de messagerie est lent ou occupé. Ce qui a déjà changé reste.',
      action: 'Rolodial réessaie de lui-même.',
    },
    'xmpp-stream': {
      title: 'La connexion à {{host}} a été coupée',
      meaning: 'Le serveur de messagerie l’a fermée. Ce qui a déjà changé reste.',
      action: 'Rolodial se reconnecte de lui-même.',
    },
    'xmpp-conflict': {
      title: 'Un autre programme a pris la place de Rolodial sur {{host}}',
      meaning: 'Le serveur n’en laisse qu’un connecté. Rolodial a cédé.',
      action: 'Fermez l’autre programme, puis synchronisez.',
    },
    'roster-remote': {
      title: 'La liste de contacts de {{account}} est tenue par un service externe',
      meaning:
        'Le serveur de messagerie ne laisse pas les applications la modifier, Rolodial ne peut donc pas ajouter de noms.',
      action:
        'Adressez-vous à l’exploitant de ce service, ou utilisez Rolodial avec un autre compte.',
    },
    'remote-service': {
      title: 'Le service de contacts de {{host}} a un problème',
      meaning: 'Ce que Rolodial lui a demandé n’a pas fonctionné.',
      action: 'Vérifiez son adresse dans les réglages, ou demandez à qui le tient.',
    },
    'service-failed': {
      title: 'Le service de listes de contacts ne peut pas écouter',
      meaning: 'En attendant, votre serveur de messagerie ne reçoit pas de liste de Rolodial.',
      action:
        'Choisissez une autre adresse ou un autre port, ou arrêtez l’autre programme. Rolodial réessaie.',
    },
    'service-import': {
      title: 'Impossible de lire ce que contient la liste de {{account}}',
      meaning:
        'Rolodial la lit une fois avant de servir la liste, pour ne perdre personne. Rien n’est servi d’ici là.',
      action:
        'Rolodial réessaie de lui-même. Vous pouvez aussi importer un document, ou laisser les autres de côté.',
    },
    'carddav-unreachable': {
      title: 'Impossible de joindre le carnet d’adresses sur {{host}}',
      meaning: 'Le serveur ne répond pas, ou il n’y a pas de réseau. Rien n’a changé.',
      action: 'Rolodial réessaie de lui-même. Si cela dure, vérifiez l’adresse.',
    },
    'carddav-authentication': {
      title: 'Le carnet d’adresses a refusé le mot de passe de {{username}}',
      meaning:
        'La synchronisation est suspendue, pour que de mauvais mots de passe ne bloquent pas le compte.',
      action:
        'Saisissez de nouveau le mot de passe dans les réglages. Certains fournisseurs veulent un mot de passe d’application.',
    },
    'carddav-certificate': {
      title: 'Le certificat de {{host}} n’est pas reconnu',
      meaning: 'Rolodial n’a pas lu le carnet d’adresses, car il ne peut pas savoir qui répond.',
      action:
        'Si c’est votre propre serveur, indiquez son autorité de certification sous Avancé. Sinon, demandez à son exploitant.',
    },
    'carddav-not-found': {
      title: 'Il n’y a pas de carnet d’adresses sous {{url}}',
      meaning: 'Le serveur répond, mais rien de ce que Rolodial sait lire ne s’y trouve.',
      action: 'Vérifiez l’adresse. L’aide de votre fournisseur la donne, souvent sous « CardDAV ».',
    },
    'carddav-server-error': {
      title: 'Le serveur du carnet d’adresses {{host}} a un problème',
      meaning: 'Il n’a pas pu répondre. Rien n’a changé.',
      action: 'Rolodial réessaie de lui-même.',
    },
    'carddav-invalid-answer': {
      title: '{{host}} ne répond pas comme un carnet d’adresses',
      meaning: 'C’est peut-être l’adresse d’une page web. Rien n’a changé.',
      action: 'Vérifiez l’adresse du carnet d’adresses.',
    },
    'carddav-incomplete': {
      title: 'Le carnet d’adresses n’est arrivé qu’en partie',
      meaning: 'Rien n’a changé, car des contacts manquants passeraient pour supprimés.',
      action: 'Rolodial réessaie de lui-même.',
    },
    'carddav-timeout': {
      title: 'Le carnet d’adresses sur {{host}} n’a pas répondu à temps',
      meaning: 'Le serveur est lent ou occupé. Rien n’a changé.',
      action: 'Rolodial réessaie de lui-même.',
    },
    'sync-busy': {
      title: 'Une synchronisation est déjà en cours',
      meaning: 'Deux synchronisations d’un même compte se gêneraient.',
      action: 'Attendez qu’elle soit terminée.',
    },
    'sync-paused': {
      title: 'La synchronisation est suspendue',
      meaning: 'Rien n’est lu ni modifié.',
      action: 'Reprenez d’abord la synchronisation de ce compte.',
    },
    'guard-unanswered': {
      title: 'La synchronisation attend votre réponse',
      meaning: 'Elle retirerait beaucoup d’entrées, elle s’est donc arrêtée pour demander.',
      action: 'Regardez la liste, puis retirez les entrées ou gardez-les.',
    },
    cancelled: {
      title: 'La synchronisation a été annulée',
      meaning: 'Ce qui a déjà changé reste.',
      action: 'La prochaine synchronisation fera le reste.',
    },
    'bad-input': {
      title: 'Rolodial n’a pas pu utiliser ce qu’il a reçu',
      meaning: 'Rien n’a changé.',
      action: 'Vérifiez les champs et réessayez.',
    },
    'host-unreachable': {
      title: 'Rolodial lui-même ne répond pas',
      meaning:
        'Le programme derrière cette fenêtre s’est arrêté ou a été relancé. Rien n’est perdu, et votre saisie est toujours ici.',
      action: 'Relancez-le avec « rolodial serve », et ouvrez l’adresse qu’il affiche.',
    },
    internal: {
      title: 'Quelque chose s’est mal passé dans Rolodial',
      meaning: 'Cela ne devrait pas arriver. Rien n’est perdu.',
      action: 'Réessayez. Si cela se répète, signalez-le avec le détail ci-dessous.',
    },
  },
} as const;
