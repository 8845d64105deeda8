/** Changes of a plan, by number. */
import type { Change } from '../../../electron/core/sync/push.ts';
import { entry } from '../roster/samples.ts';

export function addition(index: number): Change {
  const jid = `${index}@example.com`;
  const after = { name: `Person ${index}`, groups: ['Home'] };
  return {
    ...{ action: 'add', jid, before: null, after, changedElsewhere: false },
    ...{ ledgerBefore: null, ledgerAfter: entry(jid, after.name, after.groups) },
  };
}

export function removal(index: number): Change {
  const jid = `${index}@example.com`;
  const before = { name: '', groups: [] };
  return {
    ...{ action: 'remove', jid, before, after: null, changedElsewhere: false },
    ...{ ledgerBefore: entry(jid, '', []), ledgerAfter: null },
  };
}
