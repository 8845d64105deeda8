import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ampersandMender } from '../../../electron/core/carddav/bare-ampersands.ts';

/** Mends a text that arrives cut at these places. */
function mended(text: string, ...cuts: number[]): string {
  const mender = ampersandMender();
  const places = [0, ...cuts.map((cut) => cut % (text.length + 1)), text.length].toSorted(
    (a, b) => a - b,
  );
  let all = '';
  for (const [index, start] of places.entries())
    all += mender.mend(text.slice(start, places[index + 1]));
  return all + mender.end();
}

const cases = [
  ['/contacts/am&per.vcf</d:href>', '/contacts/am&amp;per.vcf</d:href>'],
  ['a & b && c &', 'a &amp; b &amp;&amp; c &amp;'],
  ['&;&#;&#x;&#y1;', '&amp;;&amp;#;&amp;#x;&amp;#y1;'],
  ['R&D; is a reference, R&D is none', 'R&D; is a reference, R&amp;D is none'],
  [`a&${'b'.repeat(200)}<`, `a&amp;${'b'.repeat(200)}<`],
  // What is right stays as it is.
  ['&amp;&lt;&#13;&#x1F600;&été;', '&amp;&lt;&#13;&#x1F600;&été;'],
  ['a<![CDATA[b & c &d]]>&e<![CDATA[&]]]]>', 'a<![CDATA[b & c &d]]>&amp;e<![CDATA[&]]]]>'],
  ['<!-- a & <![CDATA[ b --> & <a/>', '<!-- a & <![CDATA[ b --> &amp; <a/>'],
  ['<![CDATA[ & without an end', '<![CDATA[ & without an end'],
  ['<', '<'],
  ['<!', '<!'],
  ['<![CDAT', '<![CDAT'],
  ['<!DOCTYPE a> &', '<!DOCTYPE a> &amp;'],
] as const;

describe('a & that begins no reference', () => {
  it.each(cases)('in %s stands for itself', (text, expected) => {
    expect(mended(text)).toBe(expected);
  });

  it('does so wherever the answer is cut into pieces', () => {
    for (const [text, expected] of cases) {
      for (let cut = 0; cut <= text.length; cut++) expect(mended(text, cut)).toBe(expected);
      expect(mended(text, ...Array.from(text, (_, index) => index))).toBe(expected);
    }
    const piece = fc.constantFrom(
      '&',
      'amp;',
      '#13;',
      '<![CDATA[',
      ']]>',
      '<!--',
      '-->',
      'a',
      ';',
      '<',
      ']',
      '-',
    );
    fc.assert(
      fc.property(fc.array(piece), fc.array(fc.nat()), (pieces, cuts) => {
        const text = pieces.join('');
        expect(mended(text, ...cuts)).toBe(mended(text));
      }),
      { numRuns: 3_000 },
    );
  });
});
