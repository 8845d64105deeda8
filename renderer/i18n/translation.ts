/** The window in its languages. */
import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { frenchSpaces, type Language } from '../../shared/words/language.ts';
import { en } from './en/index.ts';
import { fr } from './fr/index.ts';

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

function withFrenchSpaces(catalogue: Catalogue): Catalogue {
  return Object.fromEntries(
    Object.entries(catalogue).map(([key, value]) => [
      key,
      typeof value === 'string' ? frenchSpaces(value) : withFrenchSpaces(value),
    ]),
  );
}
