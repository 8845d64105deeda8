/** Two computers, each with a Rolodial and records of its own, on one account. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DesiredItem } from '../../../shared/roster/desired.ts';
import { overrulesAtMost } from '../../../shared/roster/plan.ts';
import { anyCut, anyWantedItems } from '../../support/roster/arbitrary-rosters.ts';
import { type Cut, ModelRolodial, ModelServer } from '../../support/roster/model.ts';
import { contact, desired } from '../../support/roster/samples.ts';

function two() {
  const server = new ModelServer();
  return { server, here: new ModelRolodial(server), there: new ModelRolodial(server) };
}

const oneDid = { dids: [{ number: '+10345678901', alias: 'Home' }] };
const book = (...names: string[]) =>
  desired(
    names.map((name, index) => contact(name, [`+1613555010${index}`, 'cell'])),
    oneDid,
  ).items;
const names = (server: ModelServer) => [...server.items.values()].map(({ name }) => name).sort();

describe('two Rolodials with the same address book', () => {
  it('agree at once: the second has nothing to do', () => {
    fc.assert(
      fc.property(anyWantedItems, (wants) => {
        const { server, here, there } = two();
        here.sync(wants);
        const { sets } = server;
        there.sync(wants);
        expect(server.sets).toBe(sets);
      }),
    );
  });

  it('both remove a contact that is gone from both, whoever comes first', () => {
    const { server, here, there } = two();
    for (const rolodial of [here, there]) rolodial.sync(book('Anna', 'Bob'));
    here.sync(book('Anna'));
    const { sets } = server;
    there.sync(book('Anna'));
    expect(server.sets).toBe(sets);
    expect(names(server)).toEqual(['[Home] Anna (cell)']);
  });
});

describe('two Rolodials of which one reads its address book later', () => {
  it('bring a deleted contact back once, and remove it together when both have read', () => {
    const { server, here, there } = two();
    for (const rolodial of [here, there]) rolodial.sync(book('Anna', 'Bob'));
    here.sync(book('Anna'));
    there.sync(book('Anna', 'Bob'));
    expect(names(server)).toContain('[Home] Bob (cell)');
    // It is not "here" that made it again, so "here" leaves it alone.
    const { sets } = server;
    for (let times = 0; times < 5; times += 1) {
      here.sync(book('Anna'));
      there.sync(book('Anna', 'Bob'));
    }
    expect(server.sets).toBe(sets);
    there.sync(book('Anna'));
    expect(names(server)).toEqual(['[Home] Anna (cell)']);
  });

  it('agree on a new name as soon as both have read it', () => {
    const { server, here, there } = two();
    for (const rolodial of [here, there]) rolodial.sync(book('Anna'));
    here.sync(book('Anna B'));
    there.sync(book('Anna'));
    here.sync(book('Anna B'));
    there.sync(book('Anna B'));
    here.sync(book('Anna B'));
    expect(names(server)).toEqual(['[Home] Anna B (cell)']);
    const { sets } = server;
    there.sync(book('Anna B'));
    expect(server.sets).toBe(sets);
  });
});

describe('two Rolodials whose address books never agree', () => {
  it('stop after a few tries, list the name as contested, and change nothing any more', () => {
    const { server, here, there } = two();
    for (let day = 0; day < 10; day += 1) {
      here.sync(book('Anna'));
      there.sync(book('Annie'));
    }
    // One set makes the item, one takes it over; then each replaces the other's name so often.
    expect(server.sets).toBeLessThanOrEqual(2 + 2 * overrulesAtMost);
    const { sets } = server;
    const plans = [here.sync(book('Anna')), there.sync(book('Annie'))];
    expect(server.sets).toBe(sets);
    const contested = plans.flatMap(({ conflicts }) => conflicts.map(({ reason }) => reason));
    expect(contested).toEqual(['contested']);
  });

  it('come to rest within a bounded number of sets, whatever they had been through', () => {
    const who = fc.constantFrom('here', 'there');
    const past = fc.array(fc.tuple(who, anyWantedItems, fc.option(anyCut, { nil: undefined })), {
      maxLength: 8,
    });
    const sync = (rolodial: ModelRolodial, wants: readonly DesiredItem[], cutAt?: Cut) =>
      rolodial.sync(wants, undefined, cutAt);
    fc.assert(
      fc.property(past, anyWantedItems, anyWantedItems, (turns, wantHere, wantThere) => {
        const { server, here, there } = two();
        for (const [which, wants, cutAt] of turns) sync({ here, there }[which], wants, cutAt);
        const standing = server.items.size;
        server.sets = 0;
        for (let day = 0; day < 2 * overrulesAtMost + 2; day += 1) {
          sync(here, wantHere);
          sync(there, wantThere);
        }
        const jids = standing + wantHere.length + wantThere.length;
        expect(server.sets).toBeLessThanOrEqual(jids * (2 + 2 * overrulesAtMost));
        server.sets = 0;
        sync(here, wantHere);
        sync(there, wantThere);
        expect(server.sets).toBe(0);
        for (const { jid } of [...wantHere, ...wantThere]) expect(server.items.has(jid)).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });
});
