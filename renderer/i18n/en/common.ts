/** English: words that several pages share. */
export const common = {
  appName: 'Rolodial',
  skipToContent: 'Skip to content',
  navigation: 'Main navigation',
  overview: 'Overview',
  contacts: 'Contacts',
  groups: 'Groups',
  remote: 'Remote',
  settings: 'Settings',
  loading: 'Loading…',
  close: 'Close',
  cancel: 'Cancel',
  tryAgain: 'Try again',
  openSettings: 'Open settings',
  showAllInContacts: 'Show all in Contacts',
  account: 'Account',
  notYet: 'Not yet',
  was: 'was “{{name}}”',
  noName: 'no name',
  changedElsewhere: 'changed elsewhere',
  attention: 'Needs attention',
  connectionLost: 'The connection to Rolodial was lost. Trying again…',
  connectionLostMeaning:
    'What you see may be out of date until it is back. If Rolodial was stopped, start it again.',
  sessionEnded: 'This session has ended',
  sessionEndedMeaning:
    'Rolodial was started again. Open the address that “rolodial serve” printed; it lets you in again.',
} as const;
