/** The refused roster set that shows that an outside service keeps an account's roster. */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';

const refusalSchema = z.object({ at: z.string(), condition: z.string() });

export interface RemoteRefusal {
  /** The last refusal, ISO 8601; null where none is known. */
  get(): z.infer<typeof refusalSchema> | null;
  note(condition: string): void;
  /** To be called when a set was accepted, since the server then keeps the roster itself. */
  forget(): void;
}

/** @param account the bare JID whose roster it is about */
export function remoteRefusalOf(database: DatabaseSync, account: string): RemoteRefusal {
  const find = database.prepare('SELECT at, condition FROM remote_refusal WHERE account = ?');
  const put = database.prepare(
    'INSERT OR REPLACE INTO remote_refusal (account, at, condition) VALUES (?, ?, ?)',
  );
  const remove = database.prepare('DELETE FROM remote_refusal WHERE account = ?');
  return {
    get() {
      const row = find.get(account);
      return row ? refusalSchema.parse(row) : null;
    },
    note(condition) {
      put.run(account, new Date().toISOString(), condition);
    },
    forget() {
      remove.run(account);
    },
  };
}
