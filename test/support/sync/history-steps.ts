/** Random histories of an address book on a lying server: what happens, and when it is synced. */
import fc from 'fast-check';
import { cardFaults, collectionFaults } from '../../servers/lying-dav-faults.ts';
import { etagHabits, habits, type Ways } from '../../servers/lying-dav-ways.ts';

/** What somebody does to the address books. Numbers choose among what there is at that moment. */
const acts = [
  'add a card',
  'change a card',
  'delete a card',
  'put a card anew',
  'rename a card',
  'move a card',
  'move a card into a broken book',
  'pass a number on to a broken card',
  'add five cards',
  'break a card',
  'break a new card',
  'break a book',
  'fail a book in its home',
  'break a home',
  'mend something',
  'mend everything',
  'add a book',
  'hide a book',
  'show a book',
  'rename a book',
  'move a book',
  'make a book anew',
  'back up a book',
  'restore a book',
  'forget changes',
] as const;

export interface Change {
  readonly act: (typeof acts)[number];
  /** Which book or home. */
  readonly at: number;
  /** Which card, person or fault. */
  readonly which: number;
  /** Whatever else is to be chosen. */
  readonly how: number;
}

export interface SyncStep {
  readonly act: 'sync';
  /** What is answered where the guard asks: nothing (it stops), leave everything, or yes. */
  readonly guard: 'ask' | 'keep' | 'confirm';
  /** How many days after the step before. */
  readonly days: number;
  /** A full comparison is asked for. */
  readonly full: boolean;
  /** The program is started anew before. */
  readonly restarted: boolean;
}

type Step = Change | SyncStep;

export interface History {
  readonly ways: Ways;
  readonly homes: 1 | 2;
  /** How many books, spread over the homes; the server makes more of its own where `systemBooks` holds. */
  readonly books: number;
  readonly cards: number;
  readonly systemBooks: boolean;
  /** Items that the user has made in another client for so many of the people. */
  readonly ownItems: number;
  readonly steps: readonly Step[];
  /** How all comes to be compared in the end. */
  readonly end: 'a week later' | 'on demand';
}

const anyChange: fc.Arbitrary<Change> = fc.record({
  act: fc.constantFrom(...acts),
  at: fc.nat(3),
  which: fc.nat(Math.max(cardFaults.length, collectionFaults.length, 10)),
  how: fc.nat(5),
});

const anySync: fc.Arbitrary<SyncStep> = fc.record({
  act: fc.constant('sync' as const),
  guard: fc.constantFrom('ask', 'keep', 'confirm'),
  days: fc.constantFrom(0, 0, 0, 1, 8),
  full: fc.constantFrom(false, false, false, true),
  restarted: fc.constantFrom(false, false, false, true),
});

/** One of these servers, with a habit of others now and then. */
function anyWays(servers: readonly Ways[]): fc.Arbitrary<Ways> {
  const mixtures = fc
    .tuple(fc.constantFrom(...servers), fc.constantFrom(...habits), fc.constantFrom(...etagHabits))
    .map(([base, habit, etags]) => mixed(base, habit, etags));
  return fc.oneof(fc.constantFrom(...servers), mixtures);
}

/** Leaves out what nobody has seen together, and what no client could see through but by reading all texts. */
function mixed(base: Ways, habit: Partial<Ways>, etagHabit: Ways['etags']): Ways {
  const ways = { ...base, ...habit };
  // Where an address has to be guessed, only an ETag can tell that the card is the right one.
  const isGuessed = ways.hrefs !== 'encoded' && ways.hrefs !== 'absolute';
  const etags = isGuessed && etagHabit === 'missing' ? 'content' : etagHabit;
  if (ways.tokenOf === null) {
    return { ...ways, query: ways.query === 'all' ? 'all' : 'not known', etags };
  }
  return base.etags === 'version' ? ways : { ...ways, etags };
}

export function anyHistory(servers: readonly Ways[]): fc.Arbitrary<History> {
  return fc.record({
    ways: anyWays(servers),
    homes: fc.constantFrom(1, 2),
    books: fc.integer({ min: 1, max: 3 }),
    cards: fc.nat(6),
    systemBooks: fc.boolean(),
    ownItems: fc.nat(2),
    steps: fc.array(
      fc.oneof({ weight: 3, arbitrary: anyChange }, { weight: 2, arbitrary: anySync }),
      {
        minLength: 5,
        maxLength: 15,
      },
    ),
    end: fc.constantFrom('a week later', 'on demand'),
  });
}
