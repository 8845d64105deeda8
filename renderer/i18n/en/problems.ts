/**
 * English: what happened, what it means, and what to do, for every error code of shared/errors.ts.
 * `account`, `host`, `url`, `username` and `field` stand for what the error names, or for the words under
 * `unnamed` where it names nothing.
 */
export const problems = {
  unnamed: {
    account: 'your account',
    host: 'the server',
    url: 'this address',
    username: 'this user name',
    field: 'a field',
    profile: 'this account',
    file: 'the settings file',
  },
  detail: 'Detail: {{detail}}',
  testAgain: 'Check what you entered and the network, then test again.',
  httpStatus: 'The server answered with HTTP status {{status}}.',
  code: {
    'settings-missing': {
      title: 'There are no settings yet',
      meaning: 'Rolodial does not know your account and your address book.',
      action: 'Add your account in the settings.',
    },
    'settings-invalid': {
      title: 'Something in the settings is not right: {{field}}',
      meaning: 'Rolodial does not guess, so nothing is synced until it is corrected.',
      action: 'Correct it in the settings and save.',
    },
    'settings-corrupt': {
      title: 'The settings file could not be read',
      meaning: 'It was set aside under another name, so nothing of it is lost.',
      action: 'Enter your settings again, or mend the file that was set aside.',
    },
    'secret-unavailable': {
      title: 'A password could not be read',
      meaning: 'The place where it is kept did not give it out: {{field}}.',
      action: 'Unlock or correct that place, or type the password in the settings.',
    },
    'profile-unknown': {
      title: 'This account is not set up any more',
      meaning: 'It was removed from the settings while the window still showed it.',
      action: 'Go back to the overview.',
    },
    'xmpp-unreachable': {
      title: '{{host}} cannot be reached',
      meaning: 'The chat server does not answer, or there is no network. Nothing was changed.',
      action: 'Rolodial tries again by itself. If this lasts, check the host and the port.',
    },
    'xmpp-authentication': {
      title: 'The server refused the password for {{account}}',
      meaning: 'Syncing is paused, so that wrong passwords do not lock the account.',
      action: 'Enter the password again in the settings.',
    },
    'xmpp-certificate': {
      title: 'The certificate of {{host}} is not trusted',
      meaning: 'Rolodial did not log in, because it cannot tell who answers there.',
      action:
        'If it is your own server, name its certificate authority under Advanced. If not, ask the operator.',
    },
    'xmpp-no-tls': {
      title: '{{host}} offers no encryption',
      meaning: 'Rolodial did not log in, since your password would travel in clear.',
      action: 'Ask the operator of the server to offer TLS.',
    },
    'xmpp-timeout': {
      title: '{{host}} did not answer in time',
      meaning: 'The chat server is slow or busy. What was already changed stays.',
      action: 'Rolodial tries again by itself.',
    },
    'xmpp-stream': {
      title: 'The connection to {{host}} was ended',
      meaning: 'The chat server closed it. What was already changed stays.',
      action: 'Rolodial connects again by itself.',
    },
    'xmpp-conflict': {
      title: 'Another program took the place of Rolodial at {{host}}',
      meaning: 'The server lets only one of them be logged in. Rolodial gave way.',
      action: 'Close the other program, then sync.',
    },
    'roster-remote': {
      title: 'The roster of {{account}} is kept by an outside service',
      meaning: 'The chat server does not let applications change it, so Rolodial cannot add names.',
      action: 'Ask whoever runs that service, or use Rolodial with another account.',
    },
    'remote-service': {
      title: 'The roster service at {{host}} has a problem',
      meaning: 'What Rolodial asked of it did not work.',
      action: 'Check its address in the settings, or ask whoever runs it.',
    },
    'service-failed': {
      title: 'The service for rosters cannot listen',
      meaning: 'Your chat server gets no roster from Rolodial meanwhile.',
      action: 'Choose another address or port, or end the other program. Rolodial tries again.',
    },
    'service-import': {
      title: 'What the roster of {{account}} holds now cannot be read',
      meaning:
        'Rolodial reads it once before it serves the roster, so that nobody is lost. Nothing is served until then.',
      action:
        'Rolodial tries again by itself. You can also import a document, or leave the others out.',
    },
    'carddav-unreachable': {
      title: 'The address book at {{host}} cannot be reached',
      meaning: 'The server does not answer, or there is no network. Nothing was changed.',
      action: 'Rolodial tries again by itself. If this lasts, check the address.',
    },
    'carddav-authentication': {
      title: 'The address book refused the password for {{username}}',
      meaning: 'Syncing is paused, so that wrong passwords do not lock the account.',
      action:
        'Enter the password again in the settings. Some providers want an app password instead.',
    },
    'carddav-certificate': {
      title: 'The certificate of {{host}} is not trusted',
      meaning: 'Rolodial did not read the address book, because it cannot tell who answers there.',
      action:
        'If it is your own server, name its certificate authority under Advanced. If not, ask the operator.',
    },
    'carddav-not-found': {
      title: 'There is no address book at {{url}}',
      meaning: 'The server answers, but nothing that Rolodial can read is there.',
      action: 'Check the address. Your provider’s help pages name it, often under “CardDAV”.',
    },
    'carddav-server-error': {
      title: 'The address book server {{host}} has a problem',
      meaning: 'It could not answer. Nothing was changed.',
      action: 'Rolodial tries again by itself.',
    },
    'carddav-invalid-answer': {
      title: '{{host}} does not answer like an address book',
      meaning: 'It may be the address of a web page. Nothing was changed.',
      action: 'Check the address of the address book.',
    },
    'carddav-incomplete': {
      title: 'The address book arrived only in part',
      meaning: 'Nothing was changed, because missing contacts would look like deleted ones.',
      action: 'Rolodial tries again by itself.',
    },
    'carddav-timeout': {
      title: 'The address book at {{host}} did not answer in time',
      meaning: 'The server is slow or busy. Nothing was changed.',
      action: 'Rolodial tries again by itself.',
    },
    'sync-busy': {
      title: 'A sync is already running',
      meaning: 'Two syncs of one account would get in each other’s way.',
      action: 'Wait until it has ended.',
    },
    'sync-paused': {
      title: 'Syncing is paused',
      meaning: 'Nothing is read or changed.',
      action: 'Resume the account first.',
    },
    'guard-unanswered': {
      title: 'The sync waits for your answer',
      meaning: 'It would remove many items, so it stopped and asked.',
      action: 'Look at the list, then remove the items or keep them.',
    },
    cancelled: {
      title: 'The sync was cancelled',
      meaning: 'What was already changed stays.',
      action: 'The next sync does the rest.',
    },
    'bad-input': {
      title: 'Rolodial could not use what it was given',
      meaning: 'Nothing was changed.',
      action: 'Check the fields and try again.',
    },
    'host-unreachable': {
      title: 'Rolodial itself does not answer',
      meaning:
        'The program behind this window has stopped or was started again. Nothing was lost, and what you typed is still here.',
      action: 'Start it again with “rolodial serve”, and open the address that it prints.',
    },
    internal: {
      title: 'Something went wrong inside Rolodial',
      meaning: 'This should not happen. Nothing was lost.',
      action: 'Try again. If it happens again, report it together with the detail below.',
    },
  },
} as const;
