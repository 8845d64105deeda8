/** What a row says of an item that somebody else has a hand in. */
import { describe, expect, it } from 'vitest';
import { contactRows } from '../../../electron/core/sync/contact-rows.ts';
import type { LedgerEntry } from '../../../shared/roster/ledger.ts';
import type { PlanSettings } from '../../../shared/roster/plan.ts';
import { contact, desired, entry, item, usual } from '../../support/roster/samples.ts';

const jid = '+16135550101%+10345678901@sms.example.com';
const oneDid = { dids: [{ number: '+10345678901', alias: 'Home' }] };
const annaName = '[Home] Anna (cell)';
const anna = {
  book: { skipped: [] },
  desired: desired([contact('Anna', ['+16135550101', 'cell'])], oneDid),
};

function rowOf(name: string, ledger: readonly LedgerEntry[], settings: Partial<PlanSettings> = {}) {
  const live = { items: [item(jid, name, ['Home'])], shared: new Set<string>() };
  const [row] = contactRows(anna, live, ledger, { ...usual, ...settings }, []);
  return row;
}

describe('the row of an item', () => {
  it('that another client has renamed says so, and which name it gets', () => {
    expect(rowOf('Annie', [entry(jid, annaName, ['Home'])])).toMatchObject({
      ...{ state: 'to-change', name: annaName, currentName: 'Annie', changedElsewhere: true },
    });
  });

  it('that keeps its other name is in sync under it', () => {
    const row = rowOf('Annie', [entry(jid, annaName, ['Home'])], { renamedElsewhere: 'keep' });
    expect(row).toMatchObject({
      ...{ state: 'in-sync', name: 'Annie', currentName: null, changedElsewhere: true },
    });
  });

  it('that I made is to change where takeovers are made', () => {
    expect(rowOf('Mum', [])).toMatchObject({ state: 'to-change', currentName: 'Mum' });
  });

  it('that I made waits for my word where the settings say so', () => {
    expect(rowOf('Mum', [], { takeover: 'ask' })).toMatchObject({
      ...{ state: 'conflict', reason: 'takeover', asks: true, name: annaName, currentName: 'Mum' },
    });
  });

  it('that I made is a conflict where it is left to me', () => {
    const row = rowOf('Mum', [], { takeover: 'leave' });
    expect(row).toMatchObject({ state: 'conflict', reason: 'takeover' });
    expect(row).not.toHaveProperty('asks');
  });

  it('that is contested stands under the other name', () => {
    expect(rowOf('Annie', [entry(jid, annaName, ['Home'], { overruled: 3 })])).toMatchObject({
      ...{ state: 'conflict', reason: 'contested', name: 'Annie', changedElsewhere: true },
    });
  });
});
