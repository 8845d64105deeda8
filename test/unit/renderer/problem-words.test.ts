import { describe, expect, it } from 'vitest';
import { createTranslation } from '../../../renderer/i18n/translation.ts';
import { problemWords } from '../../../renderer/parts/problem-words.ts';
import { errorCodes, type Problem } from '../../../shared/errors.ts';

const english = createTranslation('en').t;
const french = createTranslation('fr').t;
const refused: Problem = {
  code: 'xmpp-authentication',
  message: 'The server refused the password for john@example.com.',
  params: { account: 'john@example.com', host: 'example.com', condition: 'not-authorized' },
};

describe('the words for a problem', () => {
  it('name the account, in both languages', () => {
    expect(problemWords(english, refused).title).toBe(
      'The server refused the password for john@example.com',
    );
    expect(problemWords(french, refused).title).toBe(
      'Le serveur a refusé le mot de passe de john@example.com',
    );
  });

  it.each([...errorCodes])('leave no gap where %s names nothing', (code) => {
    for (const t of [english, french]) {
      const words = problemWords(t, { code, message: 'In English.', params: {} });
      for (const text of [words.title, words.meaning, words.action]) {
        expect(text).not.toMatch(/\{\{|undefined|problems\./);
        expect(text.length).toBeGreaterThan(10);
      }
    }
  });

  it('show the technical detail where it helps', () => {
    const params = { host: 'cloud.example.com', status: 503 };
    const down: Problem = { code: 'carddav-server-error', message: '…', params };
    expect(problemWords(english, down).detail).toBe('The server answered with HTTP status 503.');
    const expired = { ...refused, params: { detail: 'certificate has expired' } };
    expect(problemWords(french, expired).detail).toBe('Détail\u00A0: certificate has expired');
    expect(problemWords(english, refused).detail).toBeUndefined();
  });

  it('show what the server itself says beside its status', () => {
    const params = { host: 'cloud.example.com', status: 503, detail: 'In maintenance mode' };
    const down: Problem = { code: 'carddav-server-error', message: '…', params };
    expect(problemWords(english, down).detail).toBe(
      'The server answered with HTTP status 503: In maintenance mode',
    );
    expect(problemWords(french, down).detail).toBe(
      'Le serveur a répondu avec le code HTTP 503\u00A0: In maintenance mode',
    );
  });

  it('name what is to be entered in the place of a web page', () => {
    const url = 'https://cloud.example.com/apps/contacts/';
    const params = { host: 'cloud.example.com', url, enter: 'cloud.example.com' };
    const page: Problem = { code: 'carddav-web-page', message: '…', params };
    expect(problemWords(english, page)).toMatchObject({
      title: `${url} is a web page, not an address book`,
      action: 'Enter this instead, and nothing else: cloud.example.com',
    });
    expect(problemWords(french, page).action).toContain('cloud.example.com');
  });

  it('never speak of a refused password where the account may not read an address', () => {
    const params = { host: 'h', url: 'https://h/x/', status: 403, reason: 'forbidden' };
    const forbidden: Problem = { code: 'carddav-forbidden', message: '…', params };
    for (const t of [english, french]) {
      const { title, meaning, action } = problemWords(t, forbidden);
      expect(`${title} ${meaning} ${action}`).not.toMatch(/password|mot de passe/);
    }
  });

  it('fall back to the English message for a code of a newer core', () => {
    const unknown = { ...refused, code: 'moon-phase' as Problem['code'], message: 'Wrong moon.' };
    expect(problemWords(french, unknown).title).toBe('Wrong moon.');
  });
});
