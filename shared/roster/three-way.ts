/**
 * Compares the document of an outside service, the live roster and the address book. They may differ: the
 * server shows additions and removals after a refresh, but other names and groups only at the next login of
 * all the user's sessions.
 */
import type { DocumentItem } from './document.ts';
import { sameNaming } from './item.ts';

/**
 * - `same`: all three agree, or two do and the address book does not have it;
 * - `not-in-document`: the address book wants it, the service does not have it;
 * - `not-live`: the service has it, the roster does not show it: a refresh is due;
 * - `gone-from-document`: the roster shows it, the service no longer has it: a refresh is due;
 * - `other-live`: the roster shows another name or groups than the service: the next login shows them;
 * - `other-in-book`: the address book wants another name or groups than the service has.
 */
export const threeWayVerdicts = [
  'same',
  'not-in-document',
  'not-live',
  'gone-from-document',
  'other-live',
  'other-in-book',
] as const;
export type ThreeWayVerdict = (typeof threeWayVerdicts)[number];

export interface ThreeWayRow {
  readonly jid: string;
  readonly document: DocumentItem | null;
  readonly live: DocumentItem | null;
  /** Null where the address book has no such item; the user's other items are not in it. */
  readonly book: DocumentItem | null;
  readonly verdict: ThreeWayVerdict;
}

/**
 * @param book what the address book wants; null where it was not read
 * @returns a row for each JID, sorted
 */
export function threeWay(
  document: readonly DocumentItem[],
  live: readonly DocumentItem[],
  book: readonly DocumentItem[] | null,
): ThreeWayRow[] {
  const [inDocument, inLive, inBook] = [document, live, book ?? []].map(
    (items) => new Map(items.map((item) => [item.jid, item])),
  ) as [Map<string, DocumentItem>, Map<string, DocumentItem>, Map<string, DocumentItem>];
  const jids = new Set([...inDocument.keys(), ...inLive.keys(), ...inBook.keys()]);
  return [...jids].sort().map((jid) => {
    const sides = {
      document: inDocument.get(jid) ?? null,
      live: inLive.get(jid) ?? null,
      book: inBook.get(jid) ?? null,
    };
    return { jid, ...sides, verdict: verdictOf(sides) };
  });
}

function verdictOf({
  document,
  live,
  book,
}: Omit<ThreeWayRow, 'jid' | 'verdict'>): ThreeWayVerdict {
  if (!document) return live ? 'gone-from-document' : 'not-in-document';
  if (!live) return 'not-live';
  if (!sameNaming(document, live)) return 'other-live';
  return book && !sameNaming(document, book) ? 'other-in-book' : 'same';
}
