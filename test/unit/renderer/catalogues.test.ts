import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { en } from '../../../renderer/i18n/en/index.ts';
import { fr } from '../../../renderer/i18n/fr/index.ts';
import { createTranslation } from '../../../renderer/i18n/translation.ts';
import { errorCodes } from '../../../shared/errors.ts';
import { resolveLanguage, resolveLocale } from '../../../shared/words/language.ts';

type Tree = { readonly [key: string]: string | Tree };

function leaves(tree: Tree, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    const name = prefix === '' ? key : `${prefix}.${key}`;
    if (typeof value === 'string') found.set(name, value);
    else for (const [inner, text] of leaves(value, name)) found.set(inner, text);
  }
  return found;
}

const pluralEnding = /_(?:zero|one|two|few|many|other)$/;
const baseKeys = (tree: Tree) =>
  new Set([...leaves(tree).keys()].map((key) => key.replace(pluralEnding, '')));
const placeholders = (text: string) =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

describe('the two languages', () => {
  it('say the same things', () => {
    expect([...baseKeys(fr)].sort()).toEqual([...baseKeys(en)].sort());
  });

  it.each([
    ['en', en],
    ['fr', fr],
  ] as const)('have every plural form that %s asks for', (language, tree) => {
    const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
    const keys = leaves(tree);
    const plurals = new Set(
      [...keys.keys()]
        .filter((key) => pluralEnding.test(key))
        .map((key) => key.replace(pluralEnding, '')),
    );
    expect(plurals.size).toBeGreaterThan(5);
    for (const base of plurals) {
      for (const category of pluralCategories)
        expect(keys.has(`${base}_${category}`), `${base}_${category}`).toBe(true);
    }
  });

  it('put the same values into the same sentences', () => {
    const english = leaves(en);
    for (const [key, text] of leaves(fr)) {
      const model = english.get(key) ?? english.get(key.replace(pluralEnding, '_other'));
      expect(model, key).toBeDefined();
      expect(placeholders(text), key).toEqual(placeholders(model ?? ''));
    }
  });

  it('leave nothing in English in the French window', () => {
    const sameInBoth = new Set([
      'common.appName',
      'common.contacts',
      'contacts.title',
      'contacts.type',
      'contacts.column.type',
      'contacts.column.actions',
      'overview.previewTab.conflicts',
      'settings.didAlias',
      'settings.format',
      'settings.port',
      'service.port',
      'service.secret',
      'settings.section.format',
      'settings.token.type',
      'settings.unit.minutes',
      'settings.version',
      'problems.detail',
    ]);
    const french = leaves(fr);
    for (const [key, text] of leaves(en)) {
      if (!sameInBoth.has(key) && /[a-z]{3}/.test(text))
        expect(french.get(key), key).not.toBe(text);
    }
  });

  it('have a title, a meaning and an advice for every error code', () => {
    for (const tree of [en, fr]) {
      const { title, code } = tree.problems;
      for (const part of [title, code]) {
        expect(Object.keys(part).sort()).toEqual([...errorCodes].sort());
        for (const [key, text] of leaves(part)) expect(text.length, key).toBeGreaterThan(10);
      }
    }
  });
});

describe('the keys in the code', () => {
  const sources = readdirSync(path.join(import.meta.dirname, '../../../renderer'), {
    recursive: true,
    withFileTypes: true,
  })
    .filter(
      (entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/i18n/.test(entry.parentPath),
    )
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
  const areas = Object.keys(en).join('|');
  const literal = new Set(
    [...sources.matchAll(new RegExp(`'((?:${areas})\\.[\\w.-]+)'`, 'g'))].map(
      ([, key]) => key ?? '',
    ),
  );
  const templates = [...sources.matchAll(new RegExp(`\`((?:${areas})\\.[^\`]*)\``, 'g'))].map(
    ([, text = '']) =>
      new RegExp(`^${text.replaceAll('.', '\\.').replace(/\$\{[^}]*\}/g, '[\\w-]+')}$`),
  );
  const known = baseKeys(en);
  // i18next also takes the branch of a tree, with returnObjects.
  const branches = new Set([...known].map((key) => key.split('.').slice(0, -1).join('.')));

  it('are all in the catalogues', () => {
    expect(literal.size).toBeGreaterThan(100);
    for (const key of literal) expect(known.has(key) || branches.has(key), key).toBe(true);
  });

  it('use everything that the catalogues hold', () => {
    const unused = [...known].filter(
      (key) =>
        !literal.has(key) &&
        !literal.has(key.split('.').slice(0, -1).join('.')) &&
        !templates.some((template) => template.test(key)),
    );
    expect(unused).toEqual([]);
  });
});

describe('choosing the language', () => {
  it('follows the system where the setting says so', () => {
    expect(resolveLanguage('system', ['fr-CA', 'en-CA'])).toBe('fr');
    expect(resolveLanguage('system', ['de-DE', 'fr'])).toBe('fr');
    expect(resolveLanguage('system', ['de-DE'])).toBe('en');
    expect(resolveLanguage('en', ['fr-CA'])).toBe('en');
  });
  it('writes dates as the system does, within the language', () => {
    expect(resolveLocale('en', ['fr-CA', 'en-CA'])).toBe('en-CA');
    expect(resolveLocale('fr', ['en-CA'])).toBe('fr');
  });
  it('sets French spaces that do not break', () => {
    const t = createTranslation('fr').t;
    expect(t('common.was', { name: 'Zoé' })).toBe('auparavant «\u00A0Zoé\u00A0»');
    expect(t('settings.removeTitle', { account: 'a@b' })).toBe('Retirer a@b\u00A0?');
  });
  it('counts the French way, where nothing is singular', () => {
    const t = createTranslation('fr').t;
    expect(t('contacts.shown', { count: 0, formatted: '0' })).toBe('0 entrée');
    expect(t('contacts.shown', { count: 2, formatted: '2' })).toBe('2 entrées');
  });
});
