/**
 * The document by which an outside service gives a roster to the server (mod_http_roster_admin):
 * `{ "<jid>": { "name": "…", "groups": { "Home": true } } }`.
 *
 * `groups` must be an object: an array crashes the module, and the client's roster get is never answered.
 */
import { z } from 'zod';
import { normalizeBareJid } from './jid.ts';
import { byJid } from './order.ts';

export interface DocumentItem {
  readonly jid: string;
  readonly name: string;
  readonly groups: readonly string[];
}

/**
 * What is wrong with a document, or with one item:
 * - `not-json`, `not-an-object`: the document cannot be used;
 * - `invalid-jid`, `not-an-item`, `invalid-name`: this item cannot be used;
 * - `groups-array`: the server's module crashes on it, for all items;
 * - `invalid-groups`: groups are not an object;
 * - `duplicate`: the same JID is there twice, in different spellings.
 */
type DocumentFault = {
  readonly jid: string | null;
  readonly reason:
    | 'not-json'
    | 'not-an-object'
    | 'invalid-jid'
    | 'not-an-item'
    | 'invalid-name'
    | 'groups-array'
    | 'invalid-groups'
    | 'duplicate';
  /** The parser's message, or the text of the document. */
  readonly detail: string;
};

export interface DocumentReading {
  /** The sound items, sorted by JID. */
  readonly items: readonly DocumentItem[];
  readonly faults: readonly DocumentFault[];
}

/** Reads a document; never throws, whatever the text. */
export function parseDocument(text: string): DocumentReading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { items: [], faults: [{ jid: null, reason: 'not-json', detail }] };
  }
  if (!isObject(value)) {
    return { items: [], faults: [{ jid: null, reason: 'not-an-object', detail: kindOf(value) }] };
  }
  const items = new Map<string, DocumentItem>();
  const faults: DocumentFault[] = [];
  for (const [key, entry] of Object.entries(value)) {
    const read = readItem(key, entry);
    if ('reason' in read) faults.push(read);
    else if (items.has(read.jid)) faults.push({ jid: key, reason: 'duplicate', detail: read.jid });
    else items.set(read.jid, read);
  }
  const sorted = [...items.values()].sort(byJid);
  return { items: sorted, faults };
}

/** Writes the document; the order of the items is kept. */
export function documentText(items: readonly DocumentItem[]): string {
  return `{${items.map(entryText).join(',\n')}}\n`;
}

function entryText({ jid, name, groups }: DocumentItem): string {
  const entry = {
    ...(name !== '' && { name }),
    ...(groups.length > 0 && {
      groups: Object.fromEntries(groups.map((group) => [group, true as const])),
    }),
  };
  return `${JSON.stringify(jid)}:${JSON.stringify(entry)}`;
}

const nameSchema = z.string().regex(/^\P{Cc}*$/u);

function readItem(key: string, entry: unknown): DocumentItem | DocumentFault {
  const fault = (reason: DocumentFault['reason'], detail: string) => ({ jid: key, reason, detail });
  // A resource would make an item that cannot be reached.
  if (!/^[^\s@/"&'<>]+(?:@[^\s@/]+)?$/u.test(key)) return fault('invalid-jid', key);
  if (!isObject(entry)) return fault('not-an-item', kindOf(entry));
  const { name = '', groups = {} } = entry;
  const read = nameSchema.safeParse(name);
  if (!read.success) return fault('invalid-name', kindOf(name));
  if (Array.isArray(groups)) return fault('groups-array', JSON.stringify(groups));
  if (!isObject(groups)) return fault('invalid-groups', kindOf(groups));
  return { jid: normalizeBareJid(key), name: read.data, groups: Object.keys(groups).sort() };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : typeof value;
}
