/** French: what a sync could not read, or did not, and reading everything again. */
export const unread = {
  title: 'Impossible de lire {{parts}}',
  cards_one: '{{formatted}} fiche',
  cards_many: '{{formatted}} fiches',
  cards_other: '{{formatted}} fiches',
  books_one: '{{formatted}} carnet d’adresses',
  books_many: '{{formatted}} carnets d’adresses',
  books_other: '{{formatted}} carnets d’adresses',
  rest: 'Tout le reste a été synchronisé. Chaque synchronisation réessaie.',
  unsure:
    'Ce qui n’a pas pu être lu a peut-être besoin d’entrées de votre liste : aucune n’est donc retirée d’ici là.',
  list: 'Ce qui n’a pas pu être lu',
  inBook: '{{reason}} · dans {{book}}',
  known: 'Son dernier état connu reste en vigueur',
  unknown: 'Elle n’a jamais été lue, on n’en sait rien',
  reason: {
    'server-error': 'Erreur du serveur à la lecture',
    forbidden: 'Lecture refusée à ce compte',
    'not-found': 'Le serveur l’annonce, sans l’avoir',
    empty: 'Il n’y a rien dedans',
    'not-a-card': 'Ce n’est pas une fiche (vCard)',
    'web-page': 'Une page web est à sa place',
    cut: 'La fin manque',
    'too-large': 'Longueur démesurée pour une fiche',
    'not-understood': 'Réponse incompréhensible du serveur',
    gone: 'Le serveur ne l’annonce plus',
    'no-answer': 'Pas de réponse à temps',
  },
  readAgain: 'Tout relire',
  readAgainHelp:
    'Compare chaque fiche à ce qui est connu, quoi que le serveur dise des changements.',
  moreSync: 'Autres façons de mettre à jour {{account}}',
  chooseBooks: 'Choisir les carnets',
  missed_one: '{{formatted}} fiche avait été manquée',
  missed_many: '{{formatted}} fiches avaient été manquées',
  missed_other: '{{formatted}} fiches avaient été manquées',
  missedMeaning:
    'Le serveur n’avait pas signalé ces changements à Rolodial. Une comparaison de toutes les fiches les a trouvés, et ils sont maintenant synchronisés.',
  withheldTitle_one: '{{formatted}} entrée n’a pas été retirée',
  withheldTitle_many: '{{formatted}} entrées n’ont pas été retirées',
  withheldTitle_other: '{{formatted}} entrées n’ont pas été retirées',
  withheldHelp:
    'Ce qui n’a pas pu être lu en a peut-être besoin. Elles attendent que la lecture soit possible.',
  leftOutTitle_one: '{{formatted}} carnet d’adresses est laissé de côté',
  leftOutTitle_many: '{{formatted}} carnets d’adresses sont laissés de côté',
  leftOutTitle_other: '{{formatted}} carnets d’adresses sont laissés de côté',
  leftOutHelp:
    'Le serveur les compose lui-même, par exemple de tous ses utilisateurs. Pour en lire un, choisissez-le dans les réglages.',
  showInSettings: 'Voir dans les réglages',
  goneBook: '« {{name}} »',
  previewGone_one:
    'Le serveur n’annonce plus {{books}} : une synchronisation vous demanderait quoi en faire.',
  previewGone_many:
    'Le serveur n’annonce plus {{books}} : une synchronisation vous demanderait quoi en faire.',
  previewGone_other:
    'Le serveur n’annonce plus {{books}} : une synchronisation vous demanderait quoi en faire.',
  announce: 'Impossible de lire {{parts}}.',
  announceMissed_one: '{{formatted}} fiche avait été manquée.',
  announceMissed_many: '{{formatted}} fiches avaient été manquées.',
  announceMissed_other: '{{formatted}} fiches avaient été manquées.',
  announceGone:
    'La synchronisation de {{account}} est terminée, et pose une question sur un carnet d’adresses qui n’est plus là.',
} as const;
