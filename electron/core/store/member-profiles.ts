/** Names and pictures of members of shared groups, with the time until which they are not asked for again. */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';

export interface Avatar {
  readonly type: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp';
  readonly base64: string;
}

/** What a member shows of itself. */
export interface MemberProfile {
  readonly name: string | null;
  readonly nameFrom: 'vcard4' | 'vcard' | 'nickname' | null;
  readonly avatar: Avatar | null;
}

export interface MemberProfiles {
  /** What was found the last time, however old; undefined before the first lookup. */
  find(jid: string): (MemberProfile & { readonly askAgainAt: Date }) | undefined;
  put(jid: string, profile: MemberProfile, askAgainAt: Date): void;
  /**
   * Lets members of whom something was found be asked again at the next lookup, and keeps what was found. The
   * others are not asked before their time.
   */
  age(): void;
}

const rowSchema = z.object({
  name: z.string().nullable(),
  name_from: z.enum(['vcard4', 'vcard', 'nickname']).nullable(),
  avatar_type: z.enum(['image/png', 'image/jpeg', 'image/gif', 'image/webp']).nullable(),
  avatar: z.string().nullable(),
  ask_again_at: z.string(),
});

/** @param account the bare JID to whom the profiles were shown: others may see less, or more */
export function memberProfilesOf(database: DatabaseSync, account: string): MemberProfiles {
  const select = database.prepare('SELECT * FROM member_profile WHERE account = ? AND jid = ?');
  const insert = database.prepare(
    `INSERT OR REPLACE INTO member_profile
       (account, jid, name, name_from, avatar_type, avatar, ask_again_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const age = database.prepare(
    `UPDATE member_profile SET ask_again_at = ?
       WHERE account = ? AND (name IS NOT NULL OR avatar IS NOT NULL)`,
  );
  return {
    find(jid) {
      const found = select.get(account, jid);
      if (!found) return undefined;
      const row = rowSchema.parse(found);
      const { avatar_type: type, avatar: base64 } = row;
      return {
        name: row.name,
        nameFrom: row.name_from,
        avatar: type !== null && base64 !== null ? { type, base64 } : null,
        askAgainAt: new Date(row.ask_again_at),
      };
    },
    put(jid, { name, nameFrom, avatar }, askAgainAt) {
      const picture = [avatar?.type ?? null, avatar?.base64 ?? null];
      insert.run(account, jid, name, nameFrom, ...picture, askAgainAt.toISOString());
    },
    age() {
      age.run(new Date(0).toISOString(), account);
    },
  };
}
