/**
 * Imports what a roster held before Rolodial kept it, from the live roster or from a document in a file, so
 * that no contact is lost. An import never removes anything.
 */

import type { ImportOutcome, RosterImport } from '../../../shared/contract/service-report.ts';
import { RolodialError } from '../../../shared/errors.ts';
import { type DocumentItem, parseDocument } from '../../../shared/roster/document.ts';
import { sameNaming } from '../../../shared/roster/item.ts';
import type { Records } from '../store/records.ts';
import type { SyncContext } from '../sync/context.ts';
import { liveRoster } from '../sync/prepare.ts';
import type { Session } from '../xmpp/session.ts';

type ImportRecords = Pick<Records, 'ledger' | 'servedRoster'>;

/**
 * Imports what the server shows now, except members of groups that are certainly shared (by the user's mark,
 * the administrator's file or Openfire), which the server adds by itself. In doubt an item is imported, since
 * a superfluous member does less harm than a lost contact.
 */
export async function importRoster(
  session: Session,
  { records, sharing }: Pick<SyncContext, 'records' | 'sharing'>,
): Promise<ImportOutcome> {
  await session.requestRoster();
  const { items, shared } = liveRoster(session.roster, records.ledger.entries(), sharing);
  const theirs = items
    .filter(({ jid }) => !shared.has(jid))
    .map(({ jid, name, groups }) => ({ jid, name, groups }));
  return { ...addItems('roster', theirs, records), faults: [] };
}

/**
 * Imports a document.
 * @throws RolodialError `bad-input` where it is not a document; faults of single items are in the outcome
 */
export function importDocument(text: string, records: ImportRecords): ImportOutcome {
  const { items, faults } = parseDocument(text);
  const unusable = faults.find(({ jid }) => jid === null);
  if (unusable) {
    const detail = `${unusable.reason}: ${unusable.detail}`;
    throw new RolodialError(
      'bad-input',
      `This is no document of a roster (${detail}). It should look like {"jane@example.com": {"name": "Jane", "groups": {"Friends": true}}}.`,
      { detail },
    );
  }
  return { ...addItems('file', items, records), faults: [...faults] };
}

function addItems(
  source: RosterImport['source'],
  items: readonly DocumentItem[],
  { ledger, servedRoster }: ImportRecords,
): Omit<ImportOutcome, 'faults'> {
  const standing = new Map(servedRoster.items().map((item) => [item.jid, item]));
  const own = new Set(ledger.entries().map(({ jid }) => jid));
  const fresh = items.filter(({ jid }) => !standing.has(jid));
  const changed = items.filter((item) => {
    const present = standing.get(item.jid);
    return present && !own.has(item.jid) && !sameNaming(present, item);
  });
  servedRoster.import(source, [...fresh, ...changed]);
  return {
    added: fresh.length,
    changed: changed.length,
    left: items.length - fresh.length - changed.length,
  };
}
