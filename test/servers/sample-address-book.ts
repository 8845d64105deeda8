/** The sample address book of the tests and the demo, as files in `test/fixtures/address-book`. */
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../fixtures/address-book/', import.meta.url));

/** File names and contents, byte for byte: cards of every vCard version that Radicale takes, in name order. */
export function sampleCards(): Promise<Map<string, Uint8Array>> {
  return cardsIn(folder);
}

/**
 * Cards as phones and programs really export them, which Radicale's library refuses: soft line breaks,
 * no FN, no UID, several in one file, cut off. Radicale 3.1.8 answers 400 to a PUT of any of them, and
 * with one of them in a book's folder 500 to every request that reads the book.
 */
export function cardsRadicaleRefuses(): Promise<Map<string, Uint8Array>> {
  return cardsIn(`${folder}as-exported/`);
}

async function cardsIn(path: string): Promise<Map<string, Uint8Array>> {
  const names = (await readdir(path)).filter((name) => name.endsWith('.vcf')).sort();
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(path + name)] as const)),
  );
}
