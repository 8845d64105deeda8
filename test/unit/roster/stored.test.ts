/** Servers that keep another name or group than they were sent. */
import { describe, expect, it } from 'vitest';
import type { Naming } from '../../../shared/roster/item.ts';
import { plan } from '../../../shared/roster/plan.ts';
import { asMeant, storedEntry } from '../../../shared/roster/stored.ts';
import { undoPlan } from '../../../shared/roster/undo.ts';
import { contact, desired, entry, item, usual } from '../../support/roster/samples.ts';

const jid = '+16135550101%+10345678901@sms.example.com';
const annaName = '[Home] Anna (cell)';
const oneDid = { dids: [{ number: '+10345678901', alias: 'Home' }] };
const wantAnna = desired([contact('Anna', ['+16135550101', 'cell'])], oneDid).items;
const stored: Naming = { name: '[Home] An', groups: ['HOME'] };
const ours = entry(jid, annaName, ['Home'], { stored });
const live = (name: string, groups: readonly string[]) => ({
  items: [item(jid, name, groups)],
  shared: new Set<string>(),
});
const planned = (name: string, groups: readonly string[], ledger = [ours], settings = usual) =>
  plan(wantAnna, live(name, groups), ledger, settings);

describe('what a server keeps', () => {
  it('is recorded where it is not what it was sent, without the groups of the user', () => {
    const mine = entry(jid, annaName, ['Home']);
    const sent = { name: annaName, groups: ['Home', 'Friends'] };
    expect(storedEntry(mine, sent, sent)).toBeUndefined();
    expect(storedEntry(mine, sent, { name: ` ${annaName}\n`, groups: ['Friends', 'Home'] })).toBe(
      undefined,
    );
    const kept = storedEntry(mine, sent, { name: 'An', groups: ['HOME', 'Friends'] });
    expect(kept?.stored).toEqual({ name: 'An', groups: ['HOME'] });
  });

  it('is read as what was meant, with whatever else the user has changed', () => {
    expect(asMeant({ name: '[Home] An', groups: ['HOME', 'Friends'] }, ours)).toEqual({
      name: annaName,
      groups: ['Home', 'Friends'],
    });
    expect(asMeant({ name: 'Annie', groups: ['HOME'] }, ours).name).toBe('Annie');
    expect(asMeant({ name: '[Home] An', groups: ['Friends'] }, ours).groups).toEqual(['Friends']);
  });
});

describe('an item whose name the server cuts', () => {
  it('stays as it is, and is listed as such and not as changed by another client', () => {
    const { actions, conflicts } = planned('[Home] An', ['HOME']);
    expect(actions).toMatchObject([
      { action: 'keep', record: false, changedElsewhere: false, after: { name: '[Home] An' } },
    ]);
    expect(conflicts).toEqual([
      { jid, reason: 'shortened', name: '[Home] An', others: [annaName] },
    ]);
  });

  it('is listed with its groups where they alone are not as wanted', () => {
    const groupsOnly = entry(jid, annaName, ['Home'], {
      stored: { name: annaName, groups: ['HOME'] },
    });
    const { actions, conflicts } = planned(annaName, ['HOME'], [groupsOnly]);
    expect(actions).toMatchObject([{ action: 'keep' }]);
    expect(conflicts).toEqual([
      { jid, reason: 'shortened', name: `${annaName} [HOME]`, others: [`${annaName} [Home]`] },
    ]);
  });

  it('and that another client renames later is changed elsewhere', () => {
    const { actions, conflicts } = planned('Annie', ['HOME']);
    expect(actions).toMatchObject([
      { action: 'update', changedElsewhere: true, after: { name: annaName, groups: ['Home'] } },
    ]);
    expect(actions[0]?.ledgerAfter).toMatchObject({ overruled: 1, stored: undefined });
    expect(conflicts).toEqual([]);
  });

  it('keeps the groups that I add, and loses none to the change of case', () => {
    const { actions } = planned('[Home] An', ['HOME', 'Friends']);
    expect(actions).toMatchObject([{ action: 'keep', changedElsewhere: false }]);
  });

  it('is sent again when the address book calls it otherwise', () => {
    const [bea] = desired([contact('Bea', ['+16135550101', 'cell'])], oneDid).items;
    const { actions } = plan(bea ? [bea] : [], live('[Home] An', ['HOME']), [ours], usual);
    expect(actions).toMatchObject([
      {
        action: 'update',
        changedElsewhere: false,
        after: { name: '[Home] Bea (cell)', groups: ['Home'] },
      },
    ]);
    expect(actions[0]?.ledgerAfter?.stored).toBeUndefined();
  });

  it('needs nothing when the address book calls it what the server made of it', () => {
    const wanted = [{ ...wantAnna[0], name: '[Home] An', groups: ['HOME'] }] as typeof wantAnna;
    const { actions, conflicts } = plan(wanted, live('[Home] An', ['HOME']), [ours], usual);
    expect(actions).toMatchObject([{ action: 'keep', record: true }]);
    expect(actions[0]?.ledgerAfter?.stored).toBeUndefined();
    expect(conflicts).toEqual([]);
  });

  it('is removed with its contact, and nobody is said to have renamed it', () => {
    expect(plan([], live('[Home] An', ['HOME']), [ours], usual).actions).toMatchObject([
      { action: 'remove', changedElsewhere: false },
    ]);
  });

  it('is given back as it was before a takeover, not under the cut name', () => {
    const original = { name: 'Mum', groups: ['Family'] };
    const taken = { ...ours, original };
    const { actions } = plan([], live('[Home] An', ['HOME', 'Family']), [taken], usual);
    expect(actions).toMatchObject([{ action: 'update', giveBack: true, after: original }]);
  });

  it('can be undone', () => {
    const change = {
      jid,
      before: null,
      after: { name: annaName, groups: ['Home'] },
      ledgerBefore: null,
    };
    const undo = undoPlan([change], live('[Home] An', ['HOME']), [ours]);
    expect(undo).toMatchObject({ actions: [{ action: 'remove' }], left: [] });
  });
});
