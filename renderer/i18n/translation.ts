/**
 * The window's languages. The setting `system` follows what the desktop or the browser prefers; a
 * language that we do not speak becomes English.
 */
import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Settings } from '../../shared/settings/schema.ts';
import { en } from './en/index.ts';
import { fr } from './fr/index.ts';

const languages = ['en', 'fr'] as const;
export type Language = (typeof languages)[number];

/** @param preferred language tags of the system, most preferred first */
export function resolveLanguage(
  setting: Settings['language'],
  preferred: readonly string[],
): Language {
  if (setting !== 'system') return setting;
  for (const tag of preferred) {
    const known = languages.find((language) => tag.toLowerCase().split('-')[0] === language);
    if (known) return known;
  }
  return 'en';
}

/** The tag for dates and numbers: the system's own (`en-CA`) where it is of that language. */
export function resolveLocale(language: Language, preferred: readonly string[]): string {
  return preferred.find((tag) => tag.toLowerCase().split('-')[0] === language) ?? language;
}

export function createTranslation(language: Language): i18n {
  const translation = i18next.createInstance();
  void translation.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: {
      en: { translation: en },
      fr: { translation: withFrenchSpaces(fr) },
    },
    interpolation: { escapeValue: false }, // React escapes
    initAsync: false,
  });
  return translation;
}

type Catalogue = { readonly [key: string]: string | Catalogue };

/** French sets a space that does not break inside guillemets and before `:`, `;`, `!`, `?` and `%`. */
function withFrenchSpaces(catalogue: Catalogue): Catalogue {
  return Object.fromEntries(
    Object.entries(catalogue).map(([key, value]) => [
      key,
      typeof value === 'string'
        ? value.replaceAll('« ', '«\u00A0').replace(/ (?=[»:;!?%])/g, '\u00A0')
        : withFrenchSpaces(value),
    ]),
  );
}
