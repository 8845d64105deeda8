/** What an address book server may answer instead of what was asked for, and what the user is told of each. */
import {
  answerWith,
  cutAfter,
  cutAtOnce,
  drip,
  emptyBody,
  emptyMultistatus,
  endless,
  type Fault,
  gzipped,
  loginPage,
  redirectTo,
  silence,
} from '../../servers/dav-faults-kinds.ts';

const halved =
  (how: 'ended' | 'reset'): Fault =>
  (right, response) =>
    cutAfter(Math.floor(right.body.length / 2), how)(right, response);

const soon = () => AbortSignal.timeout(400);

export interface FaultCase {
  readonly name: string;
  readonly fault: Fault;
  readonly code: string;
  readonly words: string | RegExp;
  /** Ends the read where the product would wait for longer than a test can. */
  readonly until?: () => AbortSignal;
}

export const faults: readonly FaultCase[] = [
  {
    name: 'a login page',
    fault: loginPage,
    code: 'carddav-invalid-answer',
    words: 'it sent a web page',
  },
  {
    name: 'no permission',
    fault: answerWith(403),
    code: 'carddav-forbidden',
    words: 'does not let this account read',
  },
  {
    name: 'a wrong password',
    fault: answerWith(401),
    code: 'carddav-authentication',
    words: 'refused the user name or password for john',
  },
  {
    name: 'nothing there',
    fault: answerWith(404),
    code: 'carddav-not-found',
    words: 'There is no address book at',
  },
  {
    name: 'too many requests',
    fault: answerWith(429, { 'retry-after': '3600' }),
    code: 'carddav-server-error',
    words: /asks to be left alone until \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/,
  },
  {
    name: 'maintenance',
    fault: answerWith(503, { 'retry-after': new Date(Date.now() + 7_200_000).toUTCString() }),
    code: 'carddav-server-error',
    words: 'is busy (HTTP 503)',
  },
  {
    name: 'an empty body',
    fault: emptyBody,
    code: 'carddav-incomplete',
    words: 'was not complete',
  },
  {
    name: 'an empty list',
    fault: emptyMultistatus,
    code: 'carddav-incomplete',
    words: 'Nothing was changed',
  },
  {
    name: 'half an answer',
    fault: halved('ended'),
    code: 'carddav-incomplete',
    words: 'Nothing was changed',
  },
  {
    name: 'half an answer and a cut',
    fault: halved('reset'),
    code: 'carddav-incomplete',
    words: 'Nothing was changed',
  },
  {
    name: 'half a packed answer',
    fault: gzipped(0.5),
    code: 'carddav-incomplete',
    words: 'Nothing was changed',
  },
  {
    name: 'a cut at once',
    fault: cutAtOnce,
    code: 'carddav-unreachable',
    words: 'the connection was cut',
  },
  {
    name: 'a slow drip',
    fault: drip(5, 50),
    code: 'carddav-timeout',
    words: 'stopped answering',
    until: soon,
  },
  {
    name: 'silence',
    fault: silence,
    code: 'carddav-timeout',
    words: 'stopped answering',
    until: soon,
  },
  {
    name: 'an answer without an end',
    fault: endless,
    code: 'carddav-incomplete',
    words: 'it has no end',
  },
  {
    name: 'plain words',
    fault: answerWith(207, { 'content-type': 'text/plain' }, 'Soon back'),
    code: 'carddav-invalid-answer',
    words: 'HTTP 207 with text/plain',
  },
  {
    name: 'a web page that is called XML',
    fault: answerWith(207, { 'content-type': 'text/xml' }, '<!DOCTYPE html><html lang=en>No'),
    code: 'carddav-invalid-answer',
    words: 'it sent a web page',
  },
  {
    name: 'another status',
    fault: answerWith(200, { 'content-type': 'application/xml' }, '<ok/>'),
    code: 'carddav-invalid-answer',
    words: 'HTTP 200',
  },
  {
    name: 'a redirect to another server',
    fault: redirectTo('https://dav.example.net/john/'),
    code: 'carddav-invalid-answer',
    words: 'https://dav.example.net/john/, to which Rolodial does not send your password',
  },
  {
    name: 'a redirect in a circle',
    fault: redirectTo('/home/john/contacts/'),
    code: 'carddav-invalid-answer',
    words: 'without end',
  },
];
