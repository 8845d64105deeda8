/**
 * The lines of a quoted-printable value, put together again.
 *
 * A space that begins a line belongs to the fold in vCard 3.0, and to the value after a soft break in 2.1 (RFC
 * 2045 §6.7). But some writers also fold 2.1, behind each soft break or without one. Which of the two a writer
 * did shows in what either reading makes of the value.
 */
import { decodeEscapes, fitsCharset } from './escapes.ts';

/**
 * The decoded value.
 *
 * @param rows its logical lines, with their folds
 * @param isFolded whether a leading space is known to belong to a fold
 * @param charsets to try in turn
 */
export function joinQuotedPrintable(
  rows: readonly string[],
  isFolded: boolean,
  charsets: readonly string[],
): string {
  const asFolded = () => rows.map((row) => withoutSoftBreak(unfolded(row))).join('');
  if (isFolded) return decodeEscapes(asFolded(), charsets);
  const asWritten = rows.map((row) => withoutSoftBreak(joinLines(row))).join('');
  // A fold behind every soft break, or none: one row without a leading space says that spaces are the value's.
  if (rows.length > 1 || !rows[0]?.includes('\n')) return decodeEscapes(asWritten, charsets);
  const folded = asFolded();
  const fits = fitsCharset(asWritten, charsets);
  if (fits !== fitsCharset(folded, charsets)) {
    return decodeEscapes(fits ? asWritten : folded, charsets);
  }
  return decodeEscapes(isBrokenInWords(rows[0], charsets) ? folded : asWritten, charsets);
}

/** Words that begin small in the middle of a name. */
const smallWords =
  /^(?:a|af|al|and|auf|av|bin|da|das|de|degli|dei|del|della|den|der|des|di|do|dos|du|e|el|et|i|ibn|la|las|le|les|lo|los|of|ten|ter|the|to|und|van|vom|von|y|z|zu|zum|zur|и|фон)\s/u;

/** What goes on in the middle of a word; Chinese, Japanese, Korean and Thai have few spaces. */
const goesOn =
  /^[\p{Ll}\p{M}’'-]|^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

/** Whether the breaks of a line go through words, which a soft break before a space of the value never does. */
function isBrokenInWords(row: string, charsets: readonly string[]): boolean {
  const lines = row.split('\n').map((line, index) => {
    const text = withoutSoftBreak(index === 0 ? line : line.slice(1));
    return decodeEscapes(text, charsets);
  });
  let atWords = 0;
  for (const [index, line] of lines.entries()) {
    const before = lines[index - 1] ?? '';
    if (/[’'-]$/u.test(before)) return true;
    if (/[\p{L}\p{M}]$/u.test(before) && goesOn.test(line) && !smallWords.test(line)) return true;
    if (/\p{Ll}$/u.test(before)) atWords += 1;
  }
  // Several lines that begin with a space are rarely chance, unless words end where they end.
  return lines.length > 2 && atWords < lines.length - 1;
}

/** A logical line without its folds, which may go through an escape (`=` and ` C3`), and its soft breaks. */
function unfolded(raw: string): string {
  const lines = raw.split('\n').map((line, index) => (index === 0 ? line : line.slice(1)));
  const joined = lines.join('\n').replace(/=[ \t]*\n(?!\n*[0-9A-F]\n*[0-9A-F])/g, '');
  return joined.replaceAll('\n', '');
}

/** A logical line without its soft breaks; a space behind one stays. One at its end stays, too. */
function joinLines(raw: string): string {
  const lines = raw.split('\n');
  // A break without `=` before it shows that the value was folded after encoding.
  if (!lines.slice(0, -1).every(hasSoftBreak)) return unfolded(raw);
  const joined = lines.map((line, index) => {
    const next = lines[index + 1];
    const splitBefore = index > 0 && isSplitEscape(lines[index - 1] ?? '', line);
    const rest = splitBefore ? line.slice(1) : line;
    return next === undefined || isSplitEscape(line, next) ? rest : withoutSoftBreak(rest);
  });
  return joined.join('');
}

/**
 * Whether the break between two lines splits an escape, rather than being a soft break before a space of the
 * value ("Ana" and " DE LA CRUZ"). Only what rarely begins a word is taken for an escape.
 */
function isSplitEscape(before: string, after: string): boolean {
  if (/^\s(?:[0-9A-F]{2}(?:=|$)|0[9AD]|20|3D|[89][0-9A-F]|[A-F][0-9])/.test(after)) return true;
  return /=[89A-F][0-9A-F]=$/.test(before.slice(-4)) && /^\s[AB][A-F]/.test(after);
}

/** A `=` at the end, with the padding that transport may add (RFC 2045 §6.7 rule 3). */
export function hasSoftBreak(line: string): boolean {
  return line.trimEnd().endsWith('=');
}

function withoutSoftBreak(line: string): string {
  return hasSoftBreak(line) ? line.trimEnd().slice(0, -1) : line;
}
