/** Names as people have them all over the world, in as many different ones as are wanted. */

const parts = [
  ['Zoë', 'Łukasz', 'Þórður', 'İpek', 'Đặng', 'Ōnishi', 'Ñuño', 'Ångström', 'Eoghan Ó'],
  ['Александр', 'Ѳёдоръ', 'Ґанна', 'Ђорђе', 'Μαρία', 'Ἀχιλλεύς', 'Գրիգոր', 'თამარ'],
  ['محمد', 'فاطمة ‏', 'שרה', 'יִצְחָק', 'ܡܪܝܡ', 'ދީނާ'],
  ['安娜', '山田 太郎', 'さくら', '한지민', '𠮷野家', '𡨸喃', '㐂久'],
  ['अनिल', 'প্রিয়া', 'ਗੁਰਪ੍ਰੀਤ', 'ગીતા', 'தமிழ்', 'తెలుగు', 'ಕನ್ನಡ', 'മലയാളം', 'සිංහල'],
  ['สมชาย', 'ລາວ', 'မြန်မာ', 'ខ្មែរ', 'བོད་', 'ᠮᠣᠩᠭᠣᠯ', 'አማርኛ', 'ⵜⵉⴼⵉⵏⴰⵖ', 'ᏣᎳᎩ', 'ߒߞߏ'],
  ['👨‍👩‍👧‍👦 Family', '🏳️‍🌈', '🇨🇦 Home', '👩🏽‍⚕️', '☎️', '𝕸𝖆𝖗𝖎𝖊', '𐍈𐌿𐍄', '𓀀'],
  ['e\u0301 (two)', '\u00E9 (one)', 'ﬁne', 'Ａ', '﷽', 'a\u200Bb', '\u202Eback\u202C'],
  ['<&>"\'', ']]>', '&amp;', "O'Brien & Co", '"Bob" <b@x>', '%20', '\\,;', '--><!--'],
].flat();

/** Different names, in scripts of one to four bytes a character. */
export function namesOfTheWorld(count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const first = parts[index % parts.length] ?? '';
    const last = parts[Math.floor(index / parts.length) % parts.length] ?? '';
    return `${first} ${last} ${index}`.replace(/ {2,}/gu, ' ').trim();
  });
}

/** Names that would break a stream or a server if they went out as they are, and what is kept of each. */
export const oddNames: readonly (readonly [
  what: string,
  name: string,
  kept: string | undefined,
])[] = [
  ['control characters', 'a\u0000\u0001\u001Fb', 'ab'],
  ['lone surrogates', '\uDC00a\uD800', '\uFFFDa\uFFFD'],
  ['what XML 1.0 forbids', 'a\uFFFE\uFFFFb', 'ab'],
  ['line breaks', 'a\r\n\tb', 'a b'],
  ['right-to-left marks', '\u202Eabc\u202C \u200Fשركة', '\u202Eabc\u202C \u200Fשركة'],
  ['markup', `</stream:stream>]]><&>"'`, `</stream:stream>]]><&>"'`],
  ['1,500 characters', 'ä'.repeat(1_500), 'ä'.repeat(1_500)],
  ['10,000 characters', 'ä'.repeat(10_000), undefined],
];
