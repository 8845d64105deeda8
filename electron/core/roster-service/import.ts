/**
 * What a roster held before Rolodial kept it becomes part of the document, so that nobody is lost by the
 * change: from the live roster, or from a document in a file. Nothing is ever taken away by it.
 */

import type { ImportOutcome, RosterImport } from '../../../shared/contract/service-report.ts';
import { RolodialError } from '../../../shared/errors.ts';
import { type DocumentItem, parseDocument } from '../../../shared/roster/document.ts';
import { sameNaming } from '../../../shared/roster/item.ts';
import type { ProfileRecords } from '../groups/sharing.ts';
import { liveRoster } from '../sync/prepare.ts';
import type { Session } from '../xmpp/session.ts';

type ImportRecords = Pick<ProfileRecords, 'ledger' | 'sharing' | 'servedRoster'>;

/**
 * Imports what the server shows now, but members of groups that are shared for sure (the user's mark, the
 * administrator's file, an Openfire's word): the server adds those by itself. In doubt an item is imported: a
 * member too many is a nuisance, a contact that vanished is a loss.
 */
export async function importRoster(
  session: Session,
  records: ImportRecords,
): Promise<ImportOutcome> {
  await session.requestRoster();
  const { items, shared } = liveRoster(session.roster, records.ledger.entries(), records.sharing);
  const theirs = items
    .filter(({ jid }) => !shared.has(jid))
    .map(({ jid, name, groups }) => ({ jid, name, groups }));
  return { ...take('roster', theirs, records), faults: [] };
}

/**
 * Imports a document.
 * @throws RolodialError `bad-input` where it is none; faults of single items are in the outcome
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
  return { ...take('file', items, records), faults: [...faults] };
}

function take(
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
