import { describe, expect, it } from 'vitest';
import { guardOf } from '../../../shared/roster/guard.ts';
import { plan } from '../../../shared/roster/plan.ts';
import { entry, item, usual } from '../../support/roster/samples.ts';

const threshold = { share: 0.2, count: 10 };

/** A plan that removes some of the items that are ours. */
function removing(removals: number, owned: number) {
  const ledger = Array.from({ length: owned }, (_, index) =>
    entry(`${index}@example.com`, 'x', []),
  );
  const kept = new Set(ledger.slice(removals).map(({ jid }) => jid));
  const live = { items: ledger.map(({ jid }) => item(jid, 'x', [])), shared: new Set<string>() };
  return plan([], live, ledger, usual).actions.filter(({ jid }) => !kept.has(jid));
}

describe('the guard', () => {
  it.each([
    { removals: 0, owned: 100, stops: false },
    { removals: 10, owned: 10, stops: false },
    { removals: 11, owned: 100, stops: false },
    { removals: 20, owned: 100, stops: false },
    { removals: 21, owned: 100, stops: true },
    { removals: 11, owned: 11, stops: true },
  ])('of $owned items, $removals to remove: stops $stops', ({ removals, owned, stops }) => {
    const guard = guardOf(removing(removals, owned), owned, 50, threshold);
    if (stops) expect(guard).toMatchObject({ reason: 'many-removals', removals, owned });
    else expect(guard).toBeNull();
  });

  it('counts what is given back among what goes', () => {
    const ledger = Array.from({ length: 11 }, (_, index) =>
      entry(`${index}@example.com`, 'x', [], { original: { name: 'mine', groups: [] } }),
    );
    const live = { items: ledger.map(({ jid }) => item(jid, 'x', [])), shared: new Set<string>() };
    const { actions } = plan([], live, ledger, usual);
    expect(guardOf(actions, 11, 50, threshold)).toMatchObject({
      ...{ reason: 'many-removals', removals: 11 },
      jids: actions.map(({ jid }) => jid),
    });
  });

  it('stops before a single removal when the address book came back empty', () => {
    expect(guardOf(removing(1, 100), 100, 0, threshold)).toEqual({
      reason: 'empty-read',
      removals: 1,
      owned: 100,
      jids: ['0@example.com'],
    });
  });
});
