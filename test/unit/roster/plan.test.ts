import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Contact, E164 } from '../../../shared/contact/contact.ts';
import { type LiveRoster, plan } from '../../../shared/roster/plan.ts';
import { contact, desired, entry, item, ModelServer } from './samples.ts';

const jid = '+16135550101%+10345678901@sms.example.com';
const oneDid = { dids: [{ number: '+10345678901', alias: 'Home' }] };
const wantAnna = desired([contact('Anna', ['+16135550101', 'cell'])], oneDid).items;
const annaName = '[Home] Anna (cell)';

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
        original: null,
      },
    ]);
  });

  it('is adopted where it already stands as wanted', () => {
    const [action] = plan(wantAnna, live(item(jid, annaName, ['Home'])), []).actions;
    expect(action).toMatchObject({ action: 'keep', record: true, original: null });
  });

  it('is kept without a word where the ledger knows it', () => {
    const standing = live(item(jid, annaName, ['Home']));
    const [action] = plan(wantAnna, standing, [entry(jid, annaName, ['Home'])]).actions;
    expect(action).toMatchObject({ action: 'keep', record: false });
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
      original: { name: 'Mum', groups: ['Family'] },
      takeover: true,
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

describe('whatever the world looks like', () => {
  const digits = fc.integer({ min: 0, max: 5 }).map((n): E164 => `+1613555010${n}`);
  const label = fc.constantFrom('', 'cell', 'home', 'fax');
  const contacts: fc.Arbitrary<Contact[]> = fc.array(
    fc
      .tuple(
        fc.string({ unit: 'grapheme', maxLength: 8 }),
        fc.array(fc.tuple(digits, label), { maxLength: 3 }),
      )
      .map(([name, numbers]) => contact(name, ...numbers)),
    { maxLength: 6 },
  );
  const world = fc.record({
    contacts,
    dids: fc.uniqueArray(fc.constantFrom('+10345678901', '+10473828482', '+15145550100'), {
      minLength: 1,
    }),
    alias: fc.constantFrom('Home', 'Work', 'A  B', ' x'),
    format: fc.constantFrom('[%alias] %name (%type)', '%name', '%nothing', '%type%did'),
  });
  const wanted = ({
    contacts: people,
    dids,
    alias,
    format,
  }: typeof world extends fc.Arbitrary<infer W> ? W : never) =>
    desired(people, {
      format,
      dids: dids.map((number) => ({ number, alias: `${alias}${number.at(-1)}` })),
    }).items;

  it('a second sync after any other changes nothing, through any number of changed worlds', () => {
    fc.assert(
      fc.property(fc.array(world, { minLength: 1, maxLength: 4 }), (worlds) => {
        const server = new ModelServer();
        for (const each of worlds) {
          const items = wanted(each);
          server.apply(plan(items, server.live, [...server.ledger.values()]).actions);
          const again = plan(items, server.live, [...server.ledger.values()]);
          expect(again.actions.filter((action) => action.action !== 'keep')).toEqual([]);
          expect([...server.items.keys()].sort()).toEqual(
            items.map((wantedItem) => wantedItem.jid).sort(),
          );
        }
      }),
    );
  });

  it('items of mine survive, and come back as they were when nothing of ours is wanted any more', () => {
    const mine = fc.uniqueArray(
      fc.record({
        jid: fc.oneof(
          digits.map((number) => `${number}%+10345678901@sms.example.com`),
          fc.constantFrom('jane@example.com', 'bob@example.org'),
        ),
        name: fc.string({ maxLength: 5 }).map((text) => `mine ${text}`),
        group: fc.constantFrom('Family', 'Friends'),
      }),
      { selector: (each) => each.jid },
    );
    fc.assert(
      fc.property(mine, world, (standing, one) => {
        const server = new ModelServer();
        for (const { jid: address, name, group } of standing) {
          server.items.set(address, item(address, name, [group]));
        }
        const before = new Map(server.items);
        server.apply(plan(wanted(one), server.live, []).actions);
        for (const address of before.keys()) expect(server.items.has(address)).toBe(true);
        server.apply(plan([], server.live, [...server.ledger.values()]).actions);
        expect(server.items).toEqual(before);
      }),
    );
  });
});
