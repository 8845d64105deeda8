/** What a failed login means: whether it is tried again, and what is said. */
import { expect, it } from 'vitest';
import { loginError } from '../../../electron/core/xmpp/errors.ts';
import { mendsItself } from '../../../shared/errors.ts';

const place = { jid: 'john@example.com', server: 'xmpp.example.com:5222' };

function failure(name: string, condition: string): Error {
  return Object.assign(new Error(condition), { name, condition });
}

it.each([
  ['not-authorized', 'xmpp-authentication', 'refused the password', true],
  ['account-disabled', 'xmpp-authentication', 'is disabled', true],
  ['credentials-expired', 'xmpp-authentication', 'has expired', true],
  ['temporary-auth-failure', 'xmpp-timeout', 'at the moment', false],
])('RFC 6120 §6.5: %s is %s', (condition, code, words, waits) => {
  const error = loginError(failure('SASLError', condition), place);
  expect(error.code).toBe(code);
  expect(error.message).toContain(words);
  expect(mendsItself(error)).toBe(!waits);
});

it.each([
  ['conflict', true],
  ['system-shutdown', false],
  ['connection-timeout', false],
  ['internal-server-error', false],
])('RFC 6120 §4.9.3: %s leaves it to the user: %s', (condition, waits) => {
  expect(mendsItself(loginError(failure('StreamError', condition), place))).toBe(!waits);
});
