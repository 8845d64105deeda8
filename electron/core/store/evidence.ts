/**
 * What shows that a server injects items into the roster, and into which groups. It cannot be seen at every
 * login, so it is kept, for each account.
 */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { SharingEvidence } from '../../../shared/roster/classify.ts';
import type { RosterItem } from '../../../shared/roster/item.ts';
import { inTransaction } from './database.ts';

export interface EvidenceStore {
  /** Notes that the server adds items to the roster. */
  noteInjection(): void;
  /** Notes that a roster push took these groups off a contact; those in `standing` were put back by somebody. */
  noteTakenOff(jid: string, taken: readonly string[], standing: readonly string[]): void;
  /** Compares the first full roster of a login with the groups that were taken off before. */
  noteLogin(items: readonly RosterItem[]): void;
  /** Notes the shared groups that Openfire names; null where the server is not Openfire. */
  noteOpenfire(groups: readonly string[] | null): void;
  seen(): Omit<SharingEvidence, 'remote'>;
}

const takenSchema = z.object({ jid: z.string(), group_name: z.string() });
const backSchema = takenSchema.extend({ back_at: z.string() });
const openfireSchema = z.object({ groups: z.string() });
const sinceSchema = z.object({ unversioned_at: z.string() });

/** @param account the bare JID whose roster it is about */
export function evidenceOf(database: DatabaseSync, account: string): EvidenceStore {
  const statement = (sql: string) => database.prepare(sql);
  const addUnversioned = statement(
    'INSERT OR IGNORE INTO evidence (account, unversioned_at) VALUES (?, ?)',
  );
  const findUnversioned = statement('SELECT unversioned_at FROM evidence WHERE account = ?');
  const addTaken = statement(
    'INSERT OR IGNORE INTO taken_off (account, jid, group_name) VALUES (?, ?, ?)',
  );
  const removeTaken = statement(
    'DELETE FROM taken_off WHERE account = ? AND jid = ? AND group_name = ? AND back_at IS NULL',
  );
  const findTaken = statement(
    'SELECT jid, group_name FROM taken_off WHERE account = ? AND back_at IS NULL',
  );
  const comeBack = statement(
    'UPDATE taken_off SET back_at = ? WHERE account = ? AND jid = ? AND group_name = ?',
  );
  const findBack = statement(
    'SELECT jid, group_name, back_at FROM taken_off WHERE account = ? AND back_at IS NOT NULL ORDER BY back_at DESC',
  );
  const putOpenfire = statement(
    'INSERT OR REPLACE INTO openfire_groups (account, groups) VALUES (?, ?)',
  );
  const removeOpenfire = statement('DELETE FROM openfire_groups WHERE account = ?');
  const findOpenfire = statement('SELECT groups FROM openfire_groups WHERE account = ?');

  return {
    noteInjection() {
      addUnversioned.run(account, new Date().toISOString());
    },
    noteTakenOff(jid, taken, standing) {
      for (const group of taken) addTaken.run(account, jid, group);
      // Put back within the session by some client, which is no evidence about the server.
      for (const group of standing) removeTaken.run(account, jid, group);
    },
    noteLogin(items) {
      const taken = findTaken.all(account).map((row) => takenSchema.parse(row));
      if (taken.length === 0) return;
      const groupsOf = new Map(items.map(({ jid, groups }) => [jid, groups]));
      const now = new Date().toISOString();
      inTransaction(database, () => {
        for (const { jid, group_name: group } of taken) {
          if (groupsOf.get(jid)?.includes(group)) comeBack.run(now, account, jid, group);
          else removeTaken.run(account, jid, group);
        }
      });
    },
    noteOpenfire(groups) {
      if (groups) putOpenfire.run(account, JSON.stringify(groups));
      else removeOpenfire.run(account);
    },
    seen() {
      const since = findUnversioned.get(account);
      const openfire = findOpenfire.get(account);
      return {
        injectsSince: since ? sinceSchema.parse(since).unversioned_at : null,
        openfire: openfire
          ? z.array(z.string()).parse(JSON.parse(openfireSchema.parse(openfire).groups))
          : null,
        cameBack: findBack.all(account).map((row) => {
          const { jid, group_name: group, back_at: at } = backSchema.parse(row);
          return { jid, group, at };
        }),
      };
    },
  };
}
