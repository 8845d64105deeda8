/** Undoing the last sync: everything as before, but what somebody has changed since. */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { undoPlan } from '../../../shared/roster/undo.ts';
import { anyCut, anyEdit, anyWantedItems } from '../../support/roster/arbitrary-rosters.ts';
import { ModelRolodial, ModelServer, ModelUser } from '../../support/roster/model.ts';
import { contact, desired } from '../../support/roster/samples.ts';

const jid = '+16135550100%+10345678901@sms.example.com';
const oneDid = { dids: [{ number: '+10345678901', alias: 'Home' }] };
const book = (name: string) => desired([contact(name, ['+16135550100', 'cell'])], oneDid).items;

function start() {
  const server = new ModelServer();
  const rolodial = new ModelRolodial(server);
  return { server, rolodial, user: new ModelUser(server, rolodial) };
}

const roster = (server: ModelServer) => new Map(server.items);

describe('undoing', () => {
  it('removes what the sync added, and the next sync would add it again', () => {
    const { server, rolodial } = start();
    rolodial.sync(book('Anna'));
    rolodial.undo();
    expect(server.items.size).toBe(0);
    expect(rolodial.ledger.size).toBe(0);
    expect(rolodial.plan(book('Anna')).actions[0]?.action).toBe('add');
  });

  it('gives a name back that was taken over, and the item is mine again', () => {
    const { server, rolodial, user } = start();
    user.name(jid, 'Mum');
    user.addGroup(jid, 'Family');
    rolodial.sync(book('Anna'));
    rolodial.undo();
    expect(server.items.get(jid)).toMatchObject({ name: 'Mum', groups: ['Family'] });
    expect(rolodial.ledger.size).toBe(0);
  });

  it('brings back what the sync removed, as ours', () => {
    const { server, rolodial } = start();
    rolodial.sync(book('Anna'));
    const before = roster(server);
    rolodial.sync([]);
    rolodial.undo();
    expect(server.items).toEqual(before);
    expect(rolodial.plan([]).actions[0]?.action).toBe('remove');
  });

  it('leaves alone and lists what I have changed since', () => {
    const { server, rolodial, user } = start();
    rolodial.sync(book('Anna'));
    user.name(jid, 'Annie');
    const undone = rolodial.undo();
    expect(undone).toMatchObject({ actions: [], left: [{ jid, name: 'Annie' }] });
    expect(server.items.get(jid)?.name).toBe('Annie');
  });

  it('has nothing to say of what I have taken back myself', () => {
    const { rolodial, user } = start();
    rolodial.sync(book('Anna'));
    user.remove(jid);
    expect(rolodial.undo()).toMatchObject({ actions: [], left: [] });
  });

  it('says of what it gives back that it gives it back, and of what it takes again that it takes it', () => {
    const { rolodial, user } = start();
    user.name(jid, 'Mum');
    rolodial.sync(book('Anna'));
    expect(rolodial.undo()?.actions).toMatchObject([{ giveBack: true, takeover: false }]);
    rolodial.sync(book('Anna'));
    rolodial.sync([]);
    expect(rolodial.undo()?.actions).toMatchObject([{ giveBack: false, takeover: true }]);
  });

  it('leaves alone what is not ours any more, and what a shared group holds by now', () => {
    const { server, rolodial } = start();
    rolodial.sync(book('Anna'));
    const after = { name: '[Home] Anna (cell)', groups: ['Home'] };
    const changes = [{ jid, before: null, after, ledgerBefore: null }];
    const left = [{ jid, name: after.name }];
    const shared = { ...server.live, shared: new Set([jid]) };
    const ledger = [...rolodial.ledger.values()];
    expect(undoPlan(changes, shared, ledger)).toMatchObject({ actions: [], left });
    expect(undoPlan(changes, server.live, [])).toMatchObject({ actions: [], left });
    const takenOver = changes.map((change) => ({ ...change, before: { name: 'Mum', groups: [] } }));
    expect(undoPlan(takenOver, server.live, [])).toMatchObject({ actions: [], left });
    expect(undoPlan(changes, server.live, ledger).actions).toHaveLength(1);
  });

  it('goes back one sync further each time', () => {
    const { server, rolodial } = start();
    for (const name of ['Anna', 'Anna B', 'Anna C']) rolodial.sync(book(name));
    rolodial.undo();
    expect(server.items.get(jid)?.name).toBe('[Home] Anna B (cell)');
    rolodial.undo();
    expect(server.items.get(jid)?.name).toBe('[Home] Anna (cell)');
    rolodial.undo();
    expect(server.items.size).toBe(0);
    expect(rolodial.undo()).toBeUndefined();
  });

  it('of any sync restores roster and ledger, and a second try has nothing left to do', () => {
    const before = fc.array(fc.oneof(anyWantedItems, anyEdit), { maxLength: 6 });
    fc.assert(
      fc.property(before, anyWantedItems, anyWantedItems, (history, wantBefore, wants) => {
        const { server, rolodial, user } = start();
        for (const each of history) {
          if (typeof each === 'function') each(user);
          else rolodial.sync(each);
        }
        rolodial.sync(wantBefore);
        const [items, ledger] = [roster(server), new Map(rolodial.ledger)];
        const changed = rolodial.sync(wants).actions.some(({ action }) => action !== 'keep');
        fc.pre(changed);
        rolodial.undo();
        expect(sets(server.items)).toEqual(sets(items));
        // What was adopted meanwhile stays adopted; everything else is as it was.
        for (const [address, entry] of ledger) expect(rolodial.ledger.get(address)).toEqual(entry);
      }),
      { numRuns: 2_000 },
    );
  });

  it('that was cut off is completed by undoing again', () => {
    fc.assert(
      fc.property(anyWantedItems, anyWantedItems, anyCut, (wantBefore, wants, cutAt) => {
        const { server, rolodial } = start();
        rolodial.sync(wantBefore);
        const items = roster(server);
        const changed = rolodial.sync(wants).actions.some(({ action }) => action !== 'keep');
        fc.pre(changed);
        rolodial.undo(cutAt);
        expect(rolodial.undo()?.left).toEqual([]);
        expect(sets(server.items)).toEqual(sets(items));
      }),
      { numRuns: 2_000 },
    );
  });

  it('never touches what somebody has changed since', () => {
    fc.assert(
      fc.property(
        anyWantedItems,
        anyWantedItems,
        fc.array(anyEdit, { maxLength: 5 }),
        (wantBefore, wants, edits) => {
          const { server, rolodial, user } = start();
          rolodial.sync(wantBefore);
          rolodial.sync(wants);
          const synced = sets(server.items);
          for (const each of edits) each(user);
          const since = sets(server.items);
          rolodial.undo();
          const after = sets(server.items);
          for (const address of new Set([...synced.keys(), ...since.keys()])) {
            if (isDeepStrictEqual(since.get(address), synced.get(address))) continue;
            expect(after.get(address)).toEqual(since.get(address));
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

function sets(items: ReadonlyMap<string, { name: string; groups: readonly string[] }>) {
  return new Map(
    [...items].map(([address, { name, groups }]) => [address, [name, new Set(groups)]]),
  );
}
