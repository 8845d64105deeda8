/** Values to text: escapes, lists and structured values (RFC 6350 §3.4, RFC 2426 §4). */
import type { Property } from './property.ts';

/** A single text value. */
export function textOf(property: Property): string {
  return unescapeText(property.value).trim();
}

/** The values of a list (`CATEGORIES:family,work`); empty ones left out. */
export function listOf(property: Property, separator: ',' | ';' = ','): string[] {
  return componentsOf(property, separator).filter((value) => value !== '');
}

/** The components of a structured value (`N:family;given;…`), in their order, empty ones included. */
export function componentsOf(property: Property, separator: ',' | ';' = ';'): string[] {
  return splitUnescaped(property.value, separator).map((value) => unescapeText(value).trim());
}

/**
 * Apple escapes `:` in 3.0, and Outlook's breaks come as `\r\n`; a backslash before any other character is a
 * backslash (`AC\DC`).
 */
function unescapeText(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/(?:\\r(?=\\n))?\\([\\,;:nN])/g, (_, escaped: string) =>
    escaped === 'n' || escaped === 'N' ? '\n' : escaped,
  );
}

/** Parts between separators that no backslash escapes; their own escapes stay. */
function splitUnescaped(text: string, separator: ',' | ';'): string[] {
  if (!text.includes('\\')) return text.split(separator);
  const parts: string[] = [];
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === separator) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

/** On one line, with single spaces: names and labels are shown in lists. */
export function singleLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
