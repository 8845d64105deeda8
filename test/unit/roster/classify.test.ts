import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GroupMark } from '../../../shared/roster/classify.ts';
import {
  classify,
  classOf,
  type FileGroups,
  noSharingEvidence,
  type OwnItems,
} from '../../../shared/roster/classify.ts';
import type { RosterItem } from '../../../shared/roster/item.ts';

const item = (jid: string, groups: string[], subscription = 'both'): RosterItem => ({
  jid,
  name: '',
  groups,
  subscription,
});

const nothingOwn: OwnItems = { owned: new Set(), groups: new Set(['Home']) };
const at = '2026-11-20T10:00:00.000Z';

function verdict(...parameters: Parameters<typeof classify>) {
  const { groups, shared } = classify(...parameters);
  return {
    groups: Object.fromEntries(groups.map(({ name, verdict: found }) => [name, found])),
    reasons: Object.fromEntries(
      groups.map(({ name, evidence }) => [name, evidence.map(({ kind }) => kind)]),
    ),
    shared: [...shared].sort(),
  };
}

const team = [item('jane@example.com', ['Team']), item('bob@example.com', ['Team'])];

describe('a group of the roster', () => {
  it('is perhaps shared where its members are subscribed both ways, and hands stay off', () => {
    expect(verdict(team, nothingOwn, noSharingEvidence)).toEqual({
      groups: { Team: 'perhaps' },
      reasons: { Team: ['both'] },
      shared: ['bob@example.com', 'jane@example.com'],
    });
  });

  it('is shared where the server was seen to inject items', () => {
    const evidence = { ...noSharingEvidence, injectsSince: at };
    expect(verdict(team, nothingOwn, evidence)).toMatchObject({
      groups: { Team: 'shared' },
      reasons: { Team: ['unversioned', 'both'] },
    });
  });

  it('is personal where nobody in it is subscribed both ways', () => {
    const mine = [item('jane@example.com', ['Team'], 'to')];
    expect(verdict(mine, nothingOwn, { ...noSharingEvidence, injectsSince: at })).toEqual({
      groups: { Team: 'personal' },
      reasons: { Team: [] },
      shared: [],
    });
  });

  it('is not shared for what an outside service shows: all of that is subscribed both ways', () => {
    const evidence = { ...noSharingEvidence, injectsSince: at, remote: true };
    expect(verdict(team, nothingOwn, evidence)).toMatchObject({
      groups: { Team: 'personal' },
      shared: [],
    });
  });

  it('is ours where it is the alias of a number, whoever is in it', () => {
    const home = [item('+1%+2@sms.example.com', ['Home'])];
    expect(verdict(home, nothingOwn, noSharingEvidence).groups).toEqual({ Home: 'personal' });
  });

  it('is shared once it came back after it was taken off', () => {
    const evidence = {
      ...noSharingEvidence,
      cameBack: [{ group: 'Team', jid: 'jane@example.com', at }],
    };
    const { groups } = classify(team, nothingOwn, evidence);
    expect(groups[0]).toMatchObject({
      verdict: 'shared',
      evidence: [
        { kind: 'came-back', at, jid: 'jane@example.com' },
        { kind: 'both', at: null, jid: null },
      ],
    });
  });

  it('is not called shared because another Rolodial put our item back', () => {
    const ours = [item('+1%+2@sms.example.com', ['Old'], 'none')];
    const own = { owned: new Set(['+1%+2@sms.example.com']), groups: new Set<string>() };
    const cameBack = [{ group: 'Old', jid: '+1%+2@sms.example.com', at }];
    expect(verdict(ours, own, { ...noSharingEvidence, cameBack })).toMatchObject({
      groups: { Old: 'personal' },
      shared: [],
    });
  });

  it('is shared where an Openfire names it, also with members of other subscriptions', () => {
    const members = [item('jane@example.com', ['Team'], 'from')];
    const evidence = { ...noSharingEvidence, openfire: ['Team'] };
    expect(verdict(members, nothingOwn, evidence)).toEqual({
      groups: { Team: 'shared' },
      reasons: { Team: ['openfire'] },
      shared: ['jane@example.com'],
    });
  });

  it('is what the administrator’s file says, for the members that it names', () => {
    const file: FileGroups = new Map([['Team', new Set(['jane@example.com'])]]);
    const members = [item('jane@example.com', ['Team'], 'none'), item('me2@x', ['Team'], 'none')];
    expect(verdict(members, nothingOwn, noSharingEvidence, {}, file)).toEqual({
      groups: { Team: 'shared' },
      reasons: { Team: ['file'] },
      shared: ['jane@example.com'],
    });
  });

  it('is what the user says, whatever else speaks for or against it', () => {
    const everything = { ...noSharingEvidence, injectsSince: at, openfire: ['Team'] };
    const file: FileGroups = new Map([['Team', new Set(['jane@example.com'])]]);
    expect(verdict(team, nothingOwn, everything, { Team: 'personal' }, file)).toEqual({
      groups: { Team: 'personal' },
      reasons: { Team: ['mark', 'file', 'openfire', 'unversioned', 'both'] },
      shared: [],
    });
    const friends = [item('jane@example.com', ['Friends'], 'none')];
    expect(verdict(friends, nothingOwn, noSharingEvidence, { Friends: 'shared' })).toMatchObject({
      groups: { Friends: 'shared' },
      shared: ['jane@example.com'],
    });
  });

  it('takes a name such as “constructor” for nothing but a name', () => {
    const odd = [item('jane@example.com', ['constructor', '__proto__'], 'none')];
    expect(classify(odd, nothingOwn, noSharingEvidence).groups.map(({ mark }) => mark)).toEqual([
      null,
      null,
    ]);
  });

  it('does not count twice what ejabberd says twice', () => {
    const twice = [item('jane@example.com', ['Team', 'Team'])];
    const { groups } = classify(twice, nothingOwn, noSharingEvidence);
    expect(groups[0]?.members).toHaveLength(1);
  });
});

describe('an item of the roster', () => {
  it('is shared through any of its groups, and a member of a personal group alone is not', () => {
    const both = [item('jane@example.com', ['Team', 'Friends'])];
    const marks = { Friends: 'personal' } as const;
    expect([...classify(both, nothingOwn, noSharingEvidence, marks).shared]).toEqual([
      'jane@example.com',
    ]);
  });

  it('of ours is never shared on the evidence of subscriptions alone', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            jid: fc.constantFrom('a@x', 'b@x', '+1%+2@x'),
            name: fc.constant(''),
            groups: fc.array(fc.constantFrom('Team', 'Home', 'Other')),
            subscription: fc.constantFrom('none', 'to', 'from', 'both'),
          }),
        ),
        fc.boolean(),
        fc.dictionary(fc.constantFrom('Team', 'Home'), fc.constantFrom<GroupMark>('personal')),
        (live, injects, marks) => {
          const own = { owned: new Set(['a@x']), groups: new Set(['Home']) };
          const evidence = { ...noSharingEvidence, injectsSince: injects ? at : null };
          const { shared } = classify(live, own, evidence, marks);
          expect(shared.has('a@x')).toBe(false);
          for (const each of live) {
            if (shared.has(each.jid)) expect(classOf(each, own.owned, shared)).toBe('shared');
          }
        },
      ),
    );
  });
});
