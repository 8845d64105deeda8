/** The ways in which servers write the address of a card, for tests with any file name. */
import fc from 'fast-check';

/**
 * Any file name whose address is unambiguous: none that looks encoded, as servers that do not encode leave open
 * which of two cards they mean; no slash, and no white space at its ends, which XML does not keep.
 */
export const fileName: fc.Arbitrary<string> = fc
  .oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
    fc.string({
      unit: fc.constantFrom(...'ab1.?#%&:;@+=,$!\'"()[]{}<>|\\^`~ é日😀'),
      minLength: 1,
      maxLength: 8,
    }),
  )
  .filter((name) => name.isWellFormed() && name.trim() === name && !/\/|%[0-9a-f]{2}/i.test(name))
  .filter((name) => name !== '.' && name !== '..');

/** @param folder the book's path, percent-encoded */
type Writing = (folder: string, file: string) => string;

const encoded: Writing = (folder, file) => folder + encodeURIComponent(file);

/** As SOGo writes the last part. */
export const unencoded: Writing = (folder, file) => folder + file;

const hex = (text: string) =>
  [...new TextEncoder().encode(text)].map((byte) => byte.toString(16).padStart(2, '0'));

/** How the file name is written. */
const fileWritings: readonly Writing[] = [
  encoded,
  unencoded,
  // Only what has to be.
  (folder, file) => folder + encodeURI(file).replace(/[?#]/g, encodeURIComponent),
  (folder, file) => folder + encodeURIComponent(file).replace(/%../g, (code) => code.toLowerCase()),
  (folder, file) =>
    folder +
    hex(file)
      .map((code) => `%${code}`)
      .join(''),
  // Cyrus
  (folder, file) => folder + encodeURIComponent(file).replaceAll('%3F', '?'),
];

/** How the rest is written. */
const folderWritings: readonly ((address: string) => string)[] = [
  (address) => address,
  (address) => `https://cloud.example.com${address}`,
  (address) => `HTTP://Cloud.Example.COM:80${address}`,
  (address) => `http://10.0.0.7:8080${address}`,
  (address) => `//cloud.example.com${address}`,
  (address) => `/${address}`,
  (address) => address.replace(/(?<=.)\//, '//'),
  (address) => `\n    ${address}\n  `,
  (address) => address.replaceAll('%40', '@'),
  (address) => address.replace(/%[0-9a-f]{2}|a/gi, (sign) => (sign === 'a' ? '%61' : sign)),
];

const relativeWritings: readonly Writing[] = [
  (_, file) => encodeURIComponent(file),
  (_, file) => file,
  (_, file) => `./${file}`,
];

export const writings: fc.Arbitrary<Writing> = fc.oneof(
  fc.tuple(fc.constantFrom(...fileWritings), fc.constantFrom(...folderWritings)).map(
    ([writeFile, rewrite]): Writing =>
      (folder, file) =>
        rewrite(writeFile(folder, file)),
  ),
  fc.constantFrom(...relativeWritings),
);
