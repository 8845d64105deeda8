/**
 * English: what a problem means and what to do, for every error code of shared/errors.ts. Its title is in
 * shared/words/, since the tray says it, too.
 */
import type { ErrorCode } from '../../../shared/errors.ts';
import { problemTitles, unnamed } from '../../../shared/words/problem-titles.ts';

export const problems = {
  unnamed: unnamed.en,
  title: problemTitles.en,
  detail: 'Detail: {{detail}}',
  testAgain: 'Check what you entered and the network, then test again.',
  httpStatus: 'The server answered with HTTP status {{status}}.',
  httpStatusAndWords: 'The server answered with HTTP status {{status}}: {{detail}}',
  code: {
    'settings-missing': {
      meaning: 'Rolodial does not know your account and your address book.',
      action: 'Add your account in the settings.',
    },
    'settings-invalid': {
      meaning: 'Rolodial does not guess, so nothing is synced until it is corrected.',
      action: 'Correct it in the settings and save.',
    },
    'settings-corrupt': {
      meaning: 'It was set aside under another name, so nothing of it is lost.',
      action: 'Enter your settings again, or mend the file that was set aside.',
    },
    'secret-unavailable': {
      meaning: 'The place where it is kept did not give it out: {{field}}.',
      action: 'Unlock or correct that place, or type the password in the settings.',
    },
    'profile-unknown': {
      meaning: 'It was removed from the settings while the window still showed it.',
      action: 'Go back to the overview.',
    },
    'xmpp-unreachable': {
      meaning: 'The chat server does not answer, or there is no network. Nothing was changed.',
      action: 'Rolodial tries again by itself. If this lasts, check the host and the port.',
    },
    'xmpp-authentication': {
      meaning: 'Syncing is paused, so that wrong passwords do not lock the account.',
      action: 'Enter the password again in the settings.',
    },
    'xmpp-certificate': {
      meaning: 'Rolodial did not log in, because it cannot tell who answers there.',
      action:
        'If it is your own server, name its certificate authority under Advanced. If not, ask the operator.',
    },
    'xmpp-no-tls': {
      meaning: 'Rolodial did not log in, since your password would travel in clear.',
      action: 'Ask the operator of the server to offer TLS.',
    },
    'xmpp-timeout': {
      meaning: 'The chat server is slow or busy. What was already changed stays.',
      action: 'Rolodial tries again by itself.',
    },
    'xmpp-stream': {
      meaning: 'The chat server closed it. What was already changed stays.',
      action: 'Rolodial connects again by itself.',
    },
    'xmpp-conflict': {
      meaning: 'The server lets only one of them be logged in. Rolodial gave way.',
      action: 'Close the other program, then sync.',
    },
    'roster-remote': {
      meaning: 'The chat server does not let applications change it, so Rolodial cannot add names.',
      action: 'Ask whoever runs that service, or use Rolodial with another account.',
    },
    'remote-service': {
      meaning: 'What Rolodial asked of it did not work.',
      action: 'Check its address in the settings, or ask whoever runs it.',
    },
    'service-failed': {
      meaning: 'Your chat server gets no roster from Rolodial meanwhile.',
      action: 'Choose another address or port, or end the other program. Rolodial tries again.',
    },
    'service-import': {
      meaning:
        'Rolodial reads it once before it serves the roster, so that nobody is lost. Nothing is served until then.',
      action:
        'Rolodial tries again by itself. You can also import a document, or leave the others out.',
    },
    'carddav-unreachable': {
      meaning: 'The server does not answer, or there is no network. Nothing was changed.',
      action: 'Rolodial tries again by itself. If this lasts, check the address.',
    },
    'carddav-authentication': {
      meaning: 'Syncing is paused, so that wrong passwords do not lock the account.',
      action:
        'Enter the password again in the settings. Some providers want an app password instead.',
    },
    'carddav-forbidden': {
      meaning: 'It may be the address of something else, or the account has no right to it.',
      action: 'Check the address, or enter only {{enter}}. If it is right, ask whoever runs it.',
    },
    'carddav-account-disabled': {
      meaning: 'Nothing was changed. Your names stay as they are meanwhile.',
      action: 'Ask whoever runs the server to enable your account again, then sync.',
    },
    'carddav-untrusted-domain': {
      meaning: 'This name is not among the trusted domains of the server.',
      action:
        'Enter the name that the server is known by, or ask whoever runs it to add {{host}} to its trusted domains.',
    },
    'carddav-web-page': {
      meaning: 'It is for browsers: Rolodial cannot read contacts there.',
      action: 'Enter this instead, and nothing else: {{enter}}',
    },
    'carddav-certificate': {
      meaning: 'Rolodial did not read the address book, because it cannot tell who answers there.',
      action:
        'If it is your own server, name its certificate authority under Advanced. If not, ask the operator.',
    },
    'carddav-not-found': {
      meaning: 'The server answers, but nothing that Rolodial can read is there.',
      action:
        'Check the address, or enter only {{enter}}. Your provider’s help pages name it, often under “CardDAV”.',
    },
    'carddav-server-error': {
      meaning: 'It could not answer. Nothing was changed.',
      action: 'Rolodial tries again by itself.',
    },
    'carddav-invalid-answer': {
      meaning: 'It may be the address of a web page. Nothing was changed.',
      action: 'Check the address of the address book.',
    },
    'carddav-incomplete': {
      meaning: 'Nothing was changed, because missing contacts would look like deleted ones.',
      action: 'Rolodial tries again by itself.',
    },
    'carddav-timeout': {
      meaning: 'The server is slow or busy. Nothing was changed.',
      action: 'Rolodial tries again by itself.',
    },
    'sync-busy': {
      meaning: 'Two syncs of one account would get in each other’s way.',
      action: 'Wait until it has ended.',
    },
    cancelled: {
      meaning: 'What was already changed stays.',
      action: 'The next sync does the rest.',
    },
    'bad-input': {
      meaning: 'Nothing was changed.',
      action: 'Check the fields and try again.',
    },
    'host-unreachable': {
      meaning:
        'The program behind this window has stopped or was started again. Nothing was lost, and what you typed is still here.',
      action: 'Start it again with “rolodial serve”, and open the address that it prints.',
    },
    internal: {
      meaning: 'This should not happen. Nothing was lost.',
      action: 'Try again. If it happens again, report it together with the detail below.',
    },
  } satisfies Readonly<Record<ErrorCode, Readonly<Record<'meaning' | 'action', string>>>>,
} as const;
