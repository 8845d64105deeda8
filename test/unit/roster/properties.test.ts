/** What holds for whatever the settings, the book, other clients and a kill at any point may do. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DesiredItem } from '../../../shared/roster/desired.ts';
import { sameName } from '../../../shared/roster/item.ts';
import { type PlanSettings, plan } from '../../../shared/roster/plan.ts';
import { anyCut, anyEdit, anyWantedItems } from '../../support/roster/arbitrary-rosters.ts';
import { type Cut, ModelRolodial, ModelServer, ModelUser } from '../../support/roster/model.ts';
import { item, usual } from '../../support/roster/samples.ts';

type Step =
  | { readonly wants: readonly DesiredItem[]; readonly cut: Cut | undefined }
  | ((user: ModelUser) => void);

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ wants: anyWantedItems, cut: fc.option(anyCut, { nil: undefined }) }),
  anyEdit,
);
const steps = fc.array(step, { maxLength: 12 });

function start() {
  const server = new ModelServer();
  const rolodial = new ModelRolodial(server);
  return { server, rolodial, user: new ModelUser(server, rolodial) };
}

function play(history: readonly Step[]) {
  const { server, rolodial, user } = start();
  for (const each of history) {
    if (typeof each === 'function') each(user);
    else {
      const before = [...user.own.keys()];
      rolodial.sync(each.wants, undefined, each.cut);
      for (const jid of before) expect(server.items.has(jid), `${jid} was mine`).toBe(true);
      user.look();
    }
  }
  return { server, rolodial, user };
}

const changing = ({ action }: { readonly action: string }) => action !== 'keep';
const runs = { numRuns: 3_000 };

describe('after whatever has happened', () => {
  it('one sync that runs through brings the roster in line, and the next has nothing to do', () => {
    fc.assert(
      fc.property(steps, anyWantedItems, (history, wants) => {
        const { server, rolodial, user } = play(history);
        const { conflicts } = rolodial.sync(wants);
        const contested = new Set(conflicts.map(({ jid }) => jid));
        for (const { jid, name, groups } of wants) {
          const standing = server.items.get(jid) ?? item(jid, 'is not there', []);
          if (!contested.has(jid)) expect(sameName(standing, { name })).toBe(true);
          if (user.disputed.has(jid)) continue;
          const chosen = user.groups.get(jid) ?? new Set();
          expect(new Set(standing.groups)).toEqual(new Set([...groups.map(clean), ...chosen]));
        }
        const sets = server.sets;
        expect(rolodial.sync(wants).actions.filter(changing)).toEqual([]);
        expect(server.sets).toBe(sets);
      }),
      runs,
    );
  });

  it('nothing of ours is left once nothing is wanted, and what I made stands as I left it', () => {
    fc.assert(
      fc.property(steps, (history) => {
        const { server, rolodial, user } = play(history);
        rolodial.sync([]);
        for (const [jid, { name, groups }] of server.items) {
          expect(user.own.has(jid) || user.disputed.has(jid), `${jid} is left`).toBe(true);
          if (user.disputed.has(jid)) continue;
          expect(name).toBe(user.own.get(jid));
          expect(new Set(groups)).toEqual(user.groups.get(jid) ?? new Set());
        }
        for (const jid of user.own.keys()) expect(server.items.has(jid)).toBe(true);
        expect([...rolodial.ledger.values()]).toEqual([]);
      }),
      runs,
    );
  });

  it('the same roster and ledger give the same plan, in whatever order they come', () => {
    fc.assert(
      fc.property(steps, anyWantedItems, (history, wants) => {
        const { server, rolodial } = play(history);
        const planned = rolodial.plan(wants);
        const items = [...server.items].reverse();
        server.items.clear();
        for (const [jid, each] of items) server.items.set(jid, each);
        const entries = [...rolodial.ledger].reverse();
        rolodial.ledger.clear();
        for (const [jid, each] of entries) rolodial.ledger.set(jid, each);
        expect(rolodial.plan([...wants].reverse())).toEqual(planned);
      }),
    );
  });
});

/** Every item that the user has made, as the user has left it. */
function expectUntouched(server: ModelServer, user: ModelUser): void {
  for (const [jid, name] of user.own) {
    const standing = server.items.get(jid) ?? item(jid, 'is not there', []);
    expect(standing.name).toBe(name);
    expect(new Set(standing.groups)).toEqual(user.groups.get(jid) ?? new Set());
  }
}

describe('items of shared groups', () => {
  it('are in no plan, whatever is wanted and whatever the ledger says', () => {
    const settings = fc.record<PlanSettings>({
      takeover: fc.constantFrom('apply', 'ask', 'leave'),
      renamedElsewhere: fc.constantFrom('address-book', 'keep'),
    });
    fc.assert(
      fc.property(
        steps,
        anyWantedItems,
        settings,
        fc.infiniteStream(fc.boolean()),
        (history, ...rest) => {
          const [wants, chosen, coins] = rest;
          const { server, rolodial } = play(history);
          const { items } = server.live;
          const shared = new Set(items.filter(() => coins.next().value).map(({ jid }) => jid));
          const planned = plan(wants, { items, shared }, [...rolodial.ledger.values()], chosen);
          for (const { jid } of planned.actions) expect(shared.has(jid)).toBe(false);
          for (const jid of planned.unclaimed) expect(shared.has(jid)).toBe(false);
        },
      ),
    );
  });
});

describe('whatever happens', () => {
  it.each([
    'ask',
    'leave',
  ] as const)('takeovers set to "%s" leave what I made as I made it', (takeover) => {
    fc.assert(
      fc.property(steps, (history) => {
        const { server, rolodial, user } = start();
        for (const each of history) {
          if (typeof each === 'function') each(user);
          else {
            rolodial.sync(each.wants, { ...usual, takeover }, each.cut);
            user.look();
            expectUntouched(server, user);
          }
        }
      }),
      runs,
    );
  });

  it('a name that I gave in another client stays where the settings say so, while it is wanted', () => {
    fc.assert(
      fc.property(
        anyWantedItems,
        fc.array(anyEdit, { maxLength: 5 }),
        fc.array(anyWantedItems, { maxLength: 3 }),
        (first, edits, later) => {
          const { server, rolodial, user } = start();
          const settings = { takeover: 'leave', renamedElsewhere: 'keep' } as const;
          rolodial.sync(first, settings);
          for (const each of edits) each(user);
          const renamed = new Map(
            [...server.items].filter(([, { name }]) => name.startsWith('mine ')),
          );
          for (const wants of later) {
            rolodial.sync(wants, settings);
            const wanted = new Set(wants.map(({ jid }) => jid));
            for (const [jid, { name }] of renamed) {
              if (!wanted.has(jid)) renamed.delete(jid);
              else expect(server.items.get(jid)?.name).toBe(name);
            }
          }
        },
      ),
      runs,
    );
  });
});

const clean = (group: string) => group.trim().replace(/ {2,}/gu, ' ');
