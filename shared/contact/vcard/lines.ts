/**
 * Text to logical lines (RFC 6350 §3.2): a line and the folded ones that continue it.
 *
 * A logical line is a range of the text and is not copied, since a photo of 500 kB has thousands of folded
 * lines. Line breaks are LF, CRLF, CR, or the CR CR LF that text-mode copies produce.
 */

/** The range of a logical line in the text, with its folds. */
export interface LogicalLine {
  readonly start: number;
  /** After the last character, before the line break. */
  readonly end: number;
  /** Counted from 1, for messages. */
  readonly number: number;
}

export interface LineCursor {
  readonly text: string;
  /** The line that comes next, or `undefined` at the end. */
  peek(): LogicalLine | undefined;
  take(): LogicalLine | undefined;
}

/** Walks over the logical lines of a text; blank lines are lines of their own. */
export function lineCursor(source: string): LineCursor {
  const text = source.includes('\r') ? source.replace(/\r\r?\n|\r/g, '\n') : source;
  let position = 0;
  let number = 1;
  let next: LogicalLine | undefined;

  function find(): LogicalLine | undefined {
    if (position >= text.length) return undefined;
    const start = position;
    const first = number;
    let end: number;
    do {
      end = text.indexOf('\n', position);
      if (end < 0) end = text.length;
      position = end + 1;
      number += 1;
    } while (isFolded(text, position));
    return { start, end, number: first };
  }

  return {
    text,
    peek() {
      next ??= find();
      return next;
    },
    take() {
      const line = next ?? find();
      next = undefined;
      return line;
    },
  };
}

function isFolded(text: string, position: number): boolean {
  const first = text[position];
  return first === ' ' || first === '\t';
}

/**
 * Removes the folds of a logical line: each break, with the one space or tab after it.
 *
 * vCard 2.1 would keep that space, but its writers do not rely on it, and otherwise a number or name that is
 * folded inside a word would be split.
 */
export function unfold(raw: string): string {
  return raw.includes('\n') ? raw.replace(/\n[ \t]?/g, '') : raw;
}
