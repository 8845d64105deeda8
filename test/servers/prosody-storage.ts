/**
 * What Prosody itself has in its storage, read beside the running server: the witness that owes nothing to
 * any client. Debian's Prosody 0.12 keeps internal stores as `<host>/<store>/<user>.dat` and SQLite's in
 * `prosody.sqlite`, a row for each item.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';

export interface StoredItem {
  readonly jid: string;
  readonly name: string;
  readonly subscription: string;
  readonly groups: readonly string[];
}

const storedRosterSchema = z.record(
  z.string(),
  z.object({
    name: z.string().optional(),
    subscription: z.string().optional(),
    groups: z.record(z.string(), z.literal(true)).optional(),
  }),
);
type StoredRoster = z.infer<typeof storedRosterSchema>;

const rowSchema = z.object({ key: z.string(), value: z.string() });
const readTable = fileURLToPath(new URL('stored-table.lua', import.meta.url));

/** A user's roster as the internal storage holds it, sorted by JID; empty where there is none yet. */
export async function rosterInFiles(
  storage: string,
  domain: string,
  user: string,
): Promise<StoredItem[]> {
  const file = storeFile(storage, domain, 'roster', user);
  if (!existsSync(file)) return [];
  const { stdout } = await promisify(execFile)('lua5.4', [readTable, file], {
    maxBuffer: 256 * 1024 * 1024,
  });
  return items(storedRosterSchema.parse(JSON.parse(stdout)));
}

/** A user's roster as the SQLite storage holds it, sorted by JID. */
export function rosterInDatabase(storage: string, domain: string, user: string): StoredItem[] {
  const file = join(storage, 'prosody.sqlite');
  if (!existsSync(file)) return [];
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5000 });
  try {
    const rows = database
      .prepare(`SELECT key, value FROM prosody WHERE host = ? AND user = ? AND store = 'roster'`)
      .all(domain, user)
      .map((row) => rowSchema.parse(row));
    return items(
      storedRosterSchema.parse(
        Object.fromEntries(rows.map(({ key, value }) => [key, JSON.parse(value)])),
      ),
    );
  } finally {
    database.close();
  }
}

/** Writes an account the way Prosody's administrators may: with its password in clear, hashed at the first login. */
export async function writeAccount(
  storage: string,
  domain: string,
  user: string,
  password: string,
): Promise<void> {
  const file = storeFile(storage, domain, 'accounts', user);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, `return { password = ${luaString(password)} };\n`, { mode: 0o600 });
}

/** A string as Lua source, byte for byte. */
export function luaString(text: string): string {
  const escaped = Array.from(Buffer.from(text, 'utf8'), (byte) =>
    byte < 0x20 || byte > 0x7e || byte === 0x22 || byte === 0x5c
      ? `\\${String(byte).padStart(3, '0')}`
      : String.fromCharCode(byte),
  ).join('');
  return `"${escaped}"`;
}

function items(roster: StoredRoster): StoredItem[] {
  return Object.entries(roster)
    .filter(([jid]) => jid !== '')
    .map(([jid, { name = '', subscription = 'none', groups = {} }]) => ({
      jid,
      name,
      subscription,
      groups: Object.keys(groups).sort(),
    }))
    .sort((one, other) => (one.jid < other.jid ? -1 : 1));
}

/** util.datamanager: every byte that is not a letter or digit as `%xx`. */
function storeFile(storage: string, domain: string, store: string, user: string): string {
  return join(storage, encode(domain), store, `${encode(user)}.dat`);
}

function encode(text: string): string {
  return Array.from(Buffer.from(text, 'utf8'), (byte) => {
    const character = String.fromCharCode(byte);
    return /[A-Za-z0-9]/u.test(character) ? character : `%${byte.toString(16).padStart(2, '0')}`;
  }).join('');
}
