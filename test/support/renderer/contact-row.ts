/** A row of the Contacts page for tests: a plain one in sync, except for the given fields. */
import type { ContactRow } from '../../../shared/contract/contract.ts';

export function contactRow(row: Partial<ContactRow>): ContactRow {
  const number = row.number ?? '+16135550142';
  return {
    key: number,
    state: 'in-sync',
    jid: `${number}%+16135550100@sms.example.com`,
    name: 'Somebody',
    currentName: null,
    number,
    did: '+16135550100',
    alias: 'Home',
    type: '',
    contact: row.name ?? 'Somebody',
    given: '',
    family: '',
    nickname: '',
    organization: '',
    category: '',
    reason: null,
    ...row,
  };
}
