import { describe, expect, it } from 'vitest';
import {
  type LiveRoster,
  overrulesAtMost,
  type PlanSettings,
  plan as planWith,
} from '../../../shared/roster/plan.ts';
import { contact, desired, entry, item, usual } from '../../support/roster/samples.ts';

const jid = '+16135550101%+10345678901@sms.example.com';
const oneDid = { dids: [{ number: '+10345678901', alias: 'Home' }] };
const wantAnna = desired([contact('Anna', ['+16135550101', 'cell'])], oneDid).items;
const annaName = '[Home] Anna (cell)';

function plan(
  wants: Parameters<typeof planWith>[0],
  standing: LiveRoster,
  ledger: Parameters<typeof planWith>[2],
  settings: Partial<PlanSettings> = {},
) {
  return planWith(wants, standing, ledger, { ...usual, ...settings });
}

function live(...items: LiveRoster['items']): LiveRoster {
  return { items, shared: new Set() };
}

describe('an item that is wanted', () => {
  it('is added where it is not there', () => {
    expect(plan(wantAnna, live(), []).actions).toEqual([
      {
        action: 'add',
        jid,
        before: null,
        after: { name: annaName, groups: ['Home'] },
        ledgerBefore: null,
        ledgerAfter: entry(jid, annaName, ['Home']),
        changedElsewhere: false,
      },
    ]);
  });

  it('is adopted where it already stands as wanted', () => {
    const [action] = plan(wantAnna, live(item(jid, annaName, ['Home'])), []).actions;
    expect(action).toMatchObject({
      action: 'keep',
      record: true,
      ledgerAfter: entry(jid, annaName, ['Home']),
    });
  });

  it('is adopted without the groups that I have put it in, which stay mine', () => {
    const standing = live(item(jid, annaName, ['Home', 'Family']));
    const [adopted] = plan(wantAnna, standing, []).actions;
    expect(adopted).toMatchObject({ action: 'keep', record: true });
    const maison = desired([contact('Anna', ['+16135550101', 'cell'])], {
      dids: [{ number: '+10345678901', alias: 'Maison' }],
    }).items;
    const ledger = adopted?.ledgerAfter ? [adopted.ledgerAfter] : [];
    const [moved] = plan(maison, standing, ledger).actions;
    expect(moved?.after?.groups).toEqual(['Maison', 'Family']);
  });

  it('is kept without a word where the ledger knows it', () => {
    const standing = live(item(jid, annaName, ['Home']));
    const [action] = plan(wantAnna, standing, [entry(jid, annaName, ['Home'])]).actions;
    expect(action).toMatchObject({ action: 'keep', record: false });
  });

  it('is written down as ours where its first set had arrived without an answer', () => {
    const standing = live(item(jid, annaName, ['Home']));
    const intended = entry(jid, annaName, ['Home'], { state: 'intended' });
    const [action] = plan(wantAnna, standing, [intended]).actions;
    expect(action).toMatchObject({
      ...{ action: 'keep', record: true },
      ledgerAfter: entry(jid, annaName, ['Home']),
    });
  });

  it('is the same in the white space, the order and the repetitions of any server', () => {
    const standing = live(item(jid, ` [Home]\tAnna  (cell)`, ['Friends', 'Home', 'Home ']));
    const [action] = plan(wantAnna, standing, [entry(jid, annaName, ['Home'])]).actions;
    expect(action).toMatchObject({ action: 'keep', record: false, changedElsewhere: false });
  });

  it('is renamed, and keeps the groups that I added in another client', () => {
    const standing = live(item(jid, 'Old', ['Home', 'Friends']));
    const [action] = plan(wantAnna, standing, [entry(jid, 'Old', ['Home'])]).actions;
    expect(action).toMatchObject({
      action: 'update',
      takeover: false,
      before: { name: 'Old', groups: ['Home', 'Friends'] },
      after: { name: annaName, groups: ['Home', 'Friends'] },
    });
  });

  it('moves to the new group when an alias changes, and stays in mine', () => {
    const standing = live(item(jid, annaName, ['Friends', 'Maison']));
    const [action] = plan(wantAnna, standing, [entry(jid, annaName, ['Maison'])]).actions;
    expect(action?.after?.groups).toEqual(['Home', 'Friends']);
  });

  it('is a takeover where it stands under a name that is not ours', () => {
    const standing = live(item(jid, 'Mum', ['Family']));
    const [action] = plan(wantAnna, standing, []).actions;
    expect(action).toEqual({
      action: 'update',
      jid,
      before: { name: 'Mum', groups: ['Family'] },
      after: { name: annaName, groups: ['Home', 'Family'] },
      ledgerBefore: null,
      ledgerAfter: entry(jid, annaName, ['Home'], {
        original: { name: 'Mum', groups: ['Family'] },
      }),
      changedElsewhere: false,
      takeover: true,
      asks: false,
      giveBack: false,
    });
  });

  it('belongs to the server where a shared group holds it, and is listed as a conflict', () => {
    const standing = { items: [item(jid, 'Anna B', ['Team'], 'both')], shared: new Set([jid]) };
    const result = plan(wantAnna, standing, []);
    expect(result.actions).toEqual([]);
    expect(result.conflicts).toEqual([
      { jid, reason: 'shared-group', name: 'Anna B', others: [annaName] },
    ]);
  });

  it('stays in the ledger while a shared group holds it, and is ours again afterwards', () => {
    const shared = { items: [item(jid, annaName, ['Home'], 'both')], shared: new Set([jid]) };
    expect(plan(wantAnna, shared, [entry(jid, annaName, ['Home'])]).forgotten).toEqual([]);
  });
});

describe('the lists of a plan', () => {
  it('are sorted by JID, whatever the order of what is wanted and what stands', () => {
    const two = [contact('Anna', ['+16135550101', '']), contact('Zoe', ['+16135550102', ''])];
    const { items } = desired(two, oneDid);
    const mine = live(...items.map((each) => item(each.jid, 'mine', [])));
    const planned = plan(items, mine, [], { takeover: 'ask' });
    expect(planned.conflicts.map((conflict) => conflict.jid)).toEqual(
      items.map((each) => each.jid),
    );
    const turned = { ...mine, items: [...mine.items].reverse() };
    expect(plan([...items].reverse(), turned, [], { takeover: 'ask' })).toEqual(planned);
  });

  it('do not call an item of a shared group unclaimed, however much it looks like ours', () => {
    const standing = { items: [item(jid, annaName, ['Team'], 'both')], shared: new Set([jid]) };
    expect(plan([], standing, []).unclaimed).toEqual([]);
  });
});

describe('an item that is not wanted', () => {
  it('is removed where the ledger knows it', () => {
    const standing = live(item(jid, annaName, ['Home']));
    const [action] = plan([], standing, [entry(jid, annaName, ['Home'])]).actions;
    expect(action).toMatchObject({ action: 'remove', jid, after: null });
  });

  it('is never touched where the ledger does not, however much it looks like ours', () => {
    const result = plan([], live(item(jid, annaName, ['Home'])), []);
    expect(result.actions).toEqual([]);
    expect(result.unclaimed).toEqual([jid]);
  });

  it('is never touched where it was only intended and stands otherwise', () => {
    const intended = entry(jid, annaName, ['Home'], { state: 'intended' });
    const result = plan([], live(item(jid, 'Mum', ['Family'])), [intended]);
    expect(result.actions).toEqual([]);
    expect(result.forgotten).toEqual([jid]);
  });

  it('gets its old name back where it was taken over', () => {
    const original = { name: 'Mum', groups: ['Family'] };
    const standing = live(item(jid, annaName, ['Home', 'Family']));
    const [action] = plan([], standing, [entry(jid, annaName, ['Home'], { original })]).actions;
    expect(action).toMatchObject({ action: 'update', giveBack: true, after: original });
  });

  it('is never touched where a shared group holds it', () => {
    const standing = { items: [item(jid, annaName, ['Team'], 'both')], shared: new Set([jid]) };
    expect(plan([], standing, [entry(jid, annaName, ['Home'])]).actions).toEqual([]);
  });

  it('is forgotten where it is gone already', () => {
    expect(plan([], live(), [entry(jid, annaName, ['Home'])])).toMatchObject({
      actions: [],
      forgotten: [jid],
    });
  });
});

describe('groups', () => {
  it('that I added in another client are never taken for ours, and outlive a renamed alias', () => {
    const standing = live(item(jid, 'Old', ['Home', 'Friends']));
    const [renamed] = plan(wantAnna, standing, [entry(jid, 'Old', ['Home'])]).actions;
    expect(renamed?.ledgerAfter?.groups).toEqual(['Home']);
    const maison = desired([contact('Anna', ['+16135550101', 'cell'])], {
      dids: [{ number: '+10345678901', alias: 'Maison' }],
    }).items;
    const [moved] = plan(maison, live(item(jid, annaName, ['Home', 'Friends'])), [
      entry(jid, annaName, renamed?.ledgerAfter?.groups ?? []),
    ]).actions;
    expect(moved?.after?.groups).toEqual(['Maison', 'Friends']);
  });

  it('that an item was in before a takeover stay through a renamed alias, and when it is given back', () => {
    const original = { name: 'Mum', groups: ['Maison', 'Family'] };
    const ledger = [entry(jid, '[Maison] Anna (cell)', ['Maison'], { original })];
    const standing = live(item(jid, '[Maison] Anna (cell)', ['Maison', 'Family']));
    const [moved] = plan(wantAnna, standing, ledger).actions;
    expect(moved?.after?.groups).toEqual(['Home', 'Maison', 'Family']);
    const [back] = plan([], standing, ledger).actions;
    expect(back).toMatchObject({ giveBack: true, after: original });
  });

  it('and a name that I changed since a takeover leave nothing to give back', () => {
    const original = { name: 'Mum', groups: ['Family'] };
    const standing = live(item(jid, 'Annie', ['Family']));
    const result = plan([], standing, [entry(jid, annaName, ['Home'], { original })]);
    expect(result).toMatchObject({ actions: [], forgotten: [jid] });
  });

  it('that I changed since a takeover stay as I changed them', () => {
    const original = { name: 'Mum', groups: ['Family'] };
    const standing = live(item(jid, annaName, ['Home', 'Friends']));
    const [back] = plan([], standing, [entry(jid, annaName, ['Home'], { original })]).actions;
    expect(back?.after).toEqual({ name: 'Mum', groups: ['Friends'] });
  });
});

describe('an item that another client has renamed', () => {
  const renamed = live(item(jid, 'Annie', ['Home']));
  const ours = [entry(jid, annaName, ['Home'])];

  it('is shown as changed elsewhere, and gets its name from the address book back', () => {
    const [action] = plan(wantAnna, renamed, ours).actions;
    expect(action).toMatchObject({
      action: 'update',
      takeover: false,
      changedElsewhere: true,
      after: { name: annaName },
    });
  });

  it('keeps the other name where the settings say so, whatever the address book calls it by now', () => {
    const result = plan(wantAnna, renamed, [entry(jid, 'Anna B', ['Home'])], {
      renamedElsewhere: 'keep',
    });
    expect(result.actions[0]).toMatchObject({ action: 'keep', changedElsewhere: true });
    expect(result.conflicts).toEqual([]);
  });

  it('keeps the other name, and yet follows its alias to another group', () => {
    const [action] = plan(
      wantAnna,
      live(item(jid, 'Annie', ['Maison', 'Friends'])),
      [entry(jid, '[Maison] Anna (cell)', ['Maison'])],
      { renamedElsewhere: 'keep' },
    ).actions;
    expect(action).toMatchObject({
      action: 'update',
      changedElsewhere: true,
      after: { name: 'Annie', groups: ['Home', 'Friends'] },
      ledgerAfter: { name: '[Maison] Anna (cell)', groups: ['Home'] },
    });
  });

  it('gets a name again where the other client took it off', () => {
    const [action] = plan(wantAnna, live(item(jid, '', ['Home'])), ours, {
      renamedElsewhere: 'keep',
    }).actions;
    expect(action).toMatchObject({ action: 'update', after: { name: annaName } });
  });

  it('is not changed elsewhere where our own set had not been answered yet', () => {
    const pending = { name: 'Annie', groups: ['Home'] };
    const [action] = plan(wantAnna, renamed, [entry(jid, 'Before', ['Home'], { pending })]).actions;
    expect(action).toMatchObject({ action: 'update', changedElsewhere: false });
  });

  it('to what the address book calls it by now needs nothing, and is no other name', () => {
    const standing = live(item(jid, annaName, ['Home']));
    const [action] = plan(wantAnna, standing, [entry(jid, 'Anna B', ['Home'])]).actions;
    expect(action).toMatchObject({
      ...{ action: 'keep', changedElsewhere: false, record: true },
      ledgerAfter: entry(jid, annaName, ['Home']),
    });
  });

  it('and that was taken over goes back under the last name that it had, not under none', () => {
    const original = { name: 'Mum', groups: ['Family'] };
    const ledger = [entry(jid, annaName, ['Home'], { original })];
    const originalOnce = (name: string) =>
      plan(wantAnna, live(item(jid, name, ['Home', 'Family'])), ledger).actions[0]?.ledgerAfter
        ?.original;
    expect(originalOnce('Annie')).toEqual({ name: 'Annie', groups: ['Family'] });
    expect(originalOnce('')).toEqual(original);
  });

  it('is removed where it is wanted no more: it is ours under any name', () => {
    const [action] = plan([], renamed, ours).actions;
    expect(action).toMatchObject({ action: 'remove', changedElsewhere: true });
  });

  it('keeps the newer name when it is given back', () => {
    const original = { name: 'Mum', groups: ['Family'] };
    const [action] = plan([], renamed, [entry(jid, annaName, ['Home'], { original })]).actions;
    expect(action).toMatchObject({ giveBack: true, after: { name: 'Annie', groups: [] } });
  });

  it('again and again is left to the other client, and listed', () => {
    const tired = [entry(jid, annaName, ['Home'], { overruled: overrulesAtMost })];
    const result = plan(wantAnna, renamed, tired);
    expect(result.actions[0]).toMatchObject({ action: 'keep', record: false });
    expect(result.conflicts).toEqual([
      { jid, reason: 'contested', name: 'Annie', others: [annaName] },
    ]);
  });

  it('again and again gets a new name of the address book all the same', () => {
    const tired = [entry(jid, 'Anna B', ['Home'], { overruled: overrulesAtMost })];
    const [action] = plan(wantAnna, renamed, tired).actions;
    expect(action).toMatchObject({ action: 'update', ledgerAfter: { overruled: 1 } });
  });
});

describe('an item that I made, and that the address book wants otherwise', () => {
  const mums = live(item(jid, 'Mum', ['Family']));
  const conflict = { jid, reason: 'takeover', name: 'Mum', others: [annaName] };

  it('is listed and asked about where the settings say so', () => {
    const result = plan(wantAnna, mums, [], { takeover: 'ask' });
    expect(result.actions[0]).toMatchObject({ action: 'update', takeover: true, asks: true });
    expect(result.conflicts).toEqual([conflict]);
  });

  it('is left alone where the settings say so', () => {
    const result = plan(wantAnna, mums, [], { takeover: 'leave' });
    expect(result.actions).toEqual([]);
    expect(result.conflicts).toEqual([conflict]);
  });

  it('stays ours once it was taken over, whatever the settings say later', () => {
    const original = { name: 'Mum', groups: ['Family'] };
    const standing = live(item(jid, annaName, ['Home', 'Family']));
    const ledger = [entry(jid, annaName, ['Home'], { original })];
    const result = plan(wantAnna, standing, ledger, { takeover: 'leave' });
    expect(result.actions[0]).toMatchObject({ action: 'keep', record: false });
    expect(result.conflicts).toEqual([]);
  });

  it('is not ours after a takeover of which nobody knows, as long as it stands as before', () => {
    const intended = entry(jid, annaName, ['Home'], {
      state: 'intended',
      original: { name: 'Mum', groups: ['Family'] },
    });
    const result = plan([], mums, [intended]);
    expect(result).toMatchObject({ actions: [], forgotten: [jid], unclaimed: [jid] });
  });
});

describe('a removal of which nobody knows', () => {
  const leaving = entry(jid, annaName, ['Home'], {
    state: 'leaving',
    pending: { name: annaName, groups: ['Home'] },
  });

  it('is made again where the item still stands', () => {
    const [action] = plan([], live(item(jid, annaName, ['Home'])), [leaving]).actions;
    expect(action).toMatchObject({ action: 'remove' });
  });

  it('never takes away what I have made in its place', () => {
    const result = plan([], live(item(jid, 'Mum', ['Family'])), [leaving]);
    expect(result).toMatchObject({ actions: [], forgotten: [jid], unclaimed: [jid] });
  });
});
