/** The tray and the window must say the same of a problem, in both languages. */
import { describe, expect, it } from 'vitest';
import { createTranslation } from '../../../renderer/i18n/translation.ts';
import { problemWords } from '../../../renderer/parts/problem-words.ts';
import { errorCodes, type Problem } from '../../../shared/errors.ts';
import { problemTitle } from '../../../shared/words/problem-titles.ts';

const params = { account: 'john@example.com', host: 'example.com', field: 'xmpp.jid' };

describe.each(['en', 'fr'] as const)('the titles in %s', (language) => {
  const { t } = createTranslation(language);

  it.each(errorCodes)('are the same in the tray and in the window for %s', (code) => {
    for (const named of [{}, params]) {
      const problem: Problem = { code, message: 'In English.', params: named };
      expect(problemTitle(problem, language)).toBe(problemWords(t, problem).title);
    }
  });
});

it('fill in what the error names, with the spaces that French sets', () => {
  const problem: Problem = { code: 'settings-invalid', message: 'In English.', params };
  expect(problemTitle(problem, 'en')).toBe('Something in the settings is not right: xmpp.jid');
  expect(problemTitle(problem, 'fr')).toBe(
    'Quelque chose ne va pas dans les réglages\u00A0: xmpp.jid',
  );
});

it('are the English message for a code of a newer core', () => {
  const problem = { code: 'moon-phase' as Problem['code'], message: 'Wrong moon.', params };
  expect(problemTitle(problem, 'fr')).toBe('Wrong moon.');
});
