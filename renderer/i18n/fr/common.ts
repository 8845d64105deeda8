/** French: words that several pages share. */
export const common = {
  appName: 'Rolodial',
  skipToContent: 'Aller au contenu',
  navigation: 'Navigation principale',
  overview: 'Aperçu',
  contacts: 'Contacts',
  groups: 'Groupes',
  remote: 'Distante',
  settings: 'Réglages',
  loading: 'Chargement…',
  close: 'Fermer',
  cancel: 'Annuler',
  tryAgain: 'Réessayer',
  openSettings: 'Ouvrir les réglages',
  showAllInContacts: 'Tout voir dans Contacts',
  account: 'Compte',
  notYet: 'Pas encore',
  was: 'auparavant « {{name}} »',
  noName: 'sans nom',
  changedElsewhere: 'modifié ailleurs',
  attention: 'Demande votre attention',
  connectionLost: 'La connexion à Rolodial est perdue. Nouvel essai…',
  connectionLostMeaning:
    'Ce que vous voyez peut ne plus être à jour d’ici là. Si Rolodial a été arrêté, relancez-le.',
  sessionEnded: 'Cette session est terminée',
  sessionEndedMeaning:
    'Rolodial a été relancé. Ouvrez l’adresse que « rolodial serve » a affichée pour y accéder de nouveau.',
} as const;
