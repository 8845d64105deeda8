/**
 * Reads a `&` that begins no reference as itself: SOGo 5.8 prints the addresses of cards such as `am&per.vcf`
 * without escaping them, which XML forbids, and one of them would cost the whole answer.
 */

/** Takes XML as it arrives and gives it on with such a `&` as `&amp;`. */
export interface AmpersandMender {
  mend(text: string): string;
  /** @returns what was held back because its meaning was not known yet */
  end(): string;
}

/** XML 1.0 §4.1. An entity that nobody defined is left to the parser, which refuses it. */
const reference = /&(?:#\d+|#x[\da-f]+|[\p{L}_:][\p{L}\p{N}\p{M}_:.·-]*);/iuy;
const beginning = /&(?:#\d*|#x[\da-f]*|[\p{L}_:][\p{L}\p{N}\p{M}_:.·-]*)?$/iuy;

/** Nearly all that there are; the pattern above takes ten times as long. */
const common = /&(?:#\d+|amp|lt|gt|quot|apos);/y;

/** Longer than any reference that means something. */
const longestReference = 64;

/** What has no references inside, by how it begins. */
const sections = new Map([
  ['<![CDATA[', ']]>'],
  ['<!--', '-->'],
]);

export function ampersandMender(): AmpersandMender {
  let held = '';
  /** What the section that the text is in ends with. */
  let closing: string | undefined;

  function mend(text: string, isLast: boolean): string {
    const all = held + text;
    held = '';
    let mended = '';
    /** Up to where it is in `mended`, and up to where it has been looked at. */
    let taken = 0;
    let at = 0;
    let ampersand = -2;
    let bang = -2;
    const hold = (from: number) => {
      held = all.slice(from);
      return mended + all.slice(taken, from);
    };
    for (;;) {
      if (closing !== undefined) {
        const end = all.indexOf(closing, at);
        if (end < 0) return isLast ? mended + all.slice(taken) : hold(Math.max(at, all.length - 2));
        at = end + closing.length;
        closing = undefined;
      }
      if (ampersand !== -1 && ampersand < at) ampersand = all.indexOf('&', at);
      if (bang !== -1 && bang < at) bang = all.indexOf('<!', at);
      if (bang >= 0 && (ampersand < 0 || bang < ampersand)) {
        const section = [...sections].find(([opening]) => all.startsWith(opening, bang));
        if (!section && !isLast && isCut(all, bang)) return hold(bang);
        at = bang + (section?.[0].length ?? 2);
        closing = section?.[1];
      } else if (ampersand >= 0) {
        if (matchesAt(common, all, ampersand)) {
          at = common.lastIndex;
          continue;
        }
        if (!isLast && isCutReference(all, ampersand)) return hold(ampersand);
        if (!matchesAt(reference, all, ampersand)) {
          mended += `${all.slice(taken, ampersand)}&amp;`;
          taken = ampersand + 1;
        }
        at = ampersand + 1;
      } else {
        return !isLast && all.endsWith('<') ? hold(all.length - 1) : mended + all.slice(taken);
      }
    }
  }

  return { mend: (text) => mend(text, false), end: () => mend('', true) };
}

function matchesAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

/** Whether the text ends before it can tell if a section begins there. */
function isCut(text: string, at: number): boolean {
  const rest = text.slice(at);
  return [...sections.keys()].some((opening) => opening.startsWith(rest));
}

function isCutReference(text: string, at: number): boolean {
  return text.length - at < longestReference && matchesAt(beginning, text, at);
}
