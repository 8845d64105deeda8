/** The languages that Rolodial speaks, in the window, the tray and the menus. */
import type { Settings } from '../settings/schema.ts';

const languages = ['en', 'fr'] as const;
export type Language = (typeof languages)[number];

/**
 * The language to speak; English where the system prefers none that we speak.
 *
 * @param setting of the settings; `system` follows the desktop or the browser
 * @param preferred language tags of the system (`fr-CA`, `fr_FR`), most preferred first
 */
export function resolveLanguage(
  setting: Settings['language'],
  preferred: readonly string[],
): Language {
  if (setting !== 'system') return setting;
  for (const tag of preferred) {
    const known = languages.find((language) => baseLanguage(tag) === language);
    if (known) return known;
  }
  return 'en';
}

/** The tag for dates and numbers: the system's own (`en-CA`) where it is of that language. */
export function resolveLocale(language: Language, preferred: readonly string[]): string {
  return preferred.find((tag) => baseLanguage(tag) === language) ?? language;
}

/** French sets a space that does not break inside guillemets and before `:`, `;`, `!`, `?` and `%`. */
export function frenchSpaces(text: string): string {
  return text.replaceAll('« ', '«\u00A0').replace(/ (?=[»:;!?%])/g, '\u00A0');
}

function baseLanguage(tag: string): string | undefined {
  return tag.toLowerCase().split(/[-_]/)[0];
}
