/** Arbitrary settings, address books and edits by other clients, for properties. */
import fc from 'fast-check';
import type { Contact, E164 } from '../../../shared/contact/contact.ts';
import type { DesiredItem } from '../../../shared/roster/desired.ts';
import type { Cut, ModelUser } from './model.ts';
import { contact, desired } from './samples.ts';

const domains = ['sms.example.com', 'sms.example.com', 'gateway.example.org'];
const dids = ['+10345678901', '+10473828482'] as const;

/** The same few people's numbers, as two default countries read them. */
const number = fc.integer({ min: 0, max: 1 });
const countries = [(n: number): E164 => `+1613555010${n}`, (n: number): E164 => `+4420794600${n}0`];

const people = fc.array(
  fc.tuple(
    fc.string({ unit: 'grapheme', maxLength: 4 }).map((text) => `p${text}`),
    fc.array(fc.tuple(number, fc.constantFrom('', 'cell', 'home', 'fax')), { maxLength: 3 }),
  ),
  { maxLength: 3 },
);

/** What the roster should hold, for arbitrary settings and an arbitrary book. */
export const anyWantedItems: fc.Arbitrary<readonly DesiredItem[]> = fc
  .record({
    people,
    country: fc.constantFrom(...countries),
    dids: fc.uniqueArray(
      fc.record({
        number: fc.constantFrom(...dids),
        alias: fc.constantFrom('Home', 'Maison', ' A  B'),
      }),
      { minLength: 1, selector: (did) => did.number },
    ),
    format: fc.constantFrom('[%alias] %name (%type)', '%name', '%nothing', '%type%did'),
    domain: fc.constantFrom(...domains),
  })
  .map(({ people: persons, country, ...settings }) => {
    const contacts = persons.map(
      ([name, numbers]): Contact =>
        contact(name, ...numbers.map(([n, label]) => [country(n), label] as const)),
    );
    return desired(contacts, settings).items;
  });

/** A JID that may be wanted, or an item of the user's that never is. */
const jid = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(
        number,
        fc.constantFrom(...countries),
        fc.constantFrom(...dids),
        fc.constantFrom(...domains),
      )
      .map(([n, country, did, domain]) => `${country(n)}%${did}@${domain}`),
  },
  { weight: 1, arbitrary: fc.constantFrom('jane@example.com', 'bob@example.org') },
);

/** Something that the user does in another client. */
export const anyEdit: fc.Arbitrary<(user: ModelUser) => void> = fc.oneof(
  fc.tuple(jid, fc.nat({ max: 9 })).map(
    ([address, n]) =>
      (user: ModelUser) =>
        user.name(address, `mine ${n}`),
  ),
  fc.tuple(jid, fc.constantFrom('Family', 'Friends')).map(
    ([address, group]) =>
      (user: ModelUser) =>
        user.addGroup(address, group),
  ),
  fc.tuple(jid, fc.constantFrom('Family', 'Friends')).map(
    ([address, group]) =>
      (user: ModelUser) =>
        user.takeOffGroup(address, group),
  ),
  jid.map((address) => (user: ModelUser) => user.remove(address)),
);

/** How far a push gets. */
export const anyCut: fc.Arbitrary<Cut> = fc.record({
  arrive: fc.nat({ max: 12 }),
  answered: fc.nat({ max: 12 }),
  how: fc.constantFrom('killed', 'cancelled'),
});
