import { describe, expect, it } from 'vitest';
import { contact, desired } from '../../support/roster/samples.ts';

describe('the items that the roster should hold', () => {
  it('are one for each number and each of my own numbers, grouped by its alias', () => {
    const { items } = desired([contact('John Smith', ['+16135550101', 'cell'])]);
    expect(items.map(({ jid, name, groups }) => ({ jid, name, groups }))).toEqual([
      {
        jid: '+16135550101%+10345678901@sms.example.com',
        name: '[Home] John Smith (cell)',
        groups: ['Home'],
      },
      {
        jid: '+16135550101%+10473828482@sms.example.com',
        name: '[Work] John Smith (cell)',
        groups: ['Work'],
      },
    ]);
  });

  it('say the number as its own country writes it where the format asks', () => {
    const contacts = [contact('A', ['+16135550101', '']), contact('B', ['+33612345678', ''])];
    const { items } = desired(contacts, { format: '%name %national' });
    expect(items.map((each) => each.name)).toEqual([
      ...['A (613) 555-0101', 'A (613) 555-0101'],
      ...['B 06 12 34 56 78', 'B 06 12 34 56 78'],
    ]);
  });

  it('are on the domain of the gateway, in lower case', () => {
    const { items } = desired([contact('A', ['+16135550101', ''])], { domain: 'SMS.Example.COM' });
    expect(items[0]?.jid).toBe('+16135550101%+10345678901@sms.example.com');
  });

  it.each([
    ['with a final dot', 'sms.example.com.', 'sms.example.com'],
    ['typed with a letter in two parts', 'sms.bu\u0308cher.example', 'sms.b\u00FCcher.example'],
    ['with a sharp s', 'sms.straße.example', 'sms.strasse.example'],
    ['in wide letters', '\uFF33\uFF2D\uFF33.example', 'sms.example'],
  ])('are on the domain as servers give it back: %s', (_, domain, kept) => {
    const { items } = desired([contact('A', ['+16135550101', ''])], { domain });
    expect(items[0]?.jid).toBe(`+16135550101%+10345678901@${kept}`);
  });

  it('leave out fax and pager, and say so', () => {
    const { items, skipped } = desired([
      contact(
        'John',
        ['+16135550101', 'work fax'],
        ['+16135550102', 'Pager'],
        ['+16135550103', 'cell'],
      ),
    ]);
    expect(items).toHaveLength(2);
    expect(skipped).toEqual([
      { card: 'John', raw: '+16135550101', reason: 'type-excluded' },
      { card: 'John', raw: '+16135550102', reason: 'type-excluded' },
    ]);
  });

  it('leave out my own numbers under either DID, and say so', () => {
    const { items, skipped } = desired([contact('Me', ['+10473828482', 'cell'])]);
    expect(items).toEqual([]);
    expect(skipped).toEqual([{ card: 'Me', raw: '+10473828482', reason: 'own-number' }]);
  });

  it('give one number of two contacts to the first by name, and list the other', () => {
    const zoe = contact('Zoe', ['+16135550101', 'cell']);
    const anna = contact('Anna', ['+16135550101', 'home']);
    const { items, conflicts } = desired([zoe, anna]);
    expect(items.map((each) => each.name)).toEqual(['[Home] Anna (home)', '[Work] Anna (home)']);
    expect(conflicts[0]).toEqual({
      jid: '+16135550101%+10345678901@sms.example.com',
      reason: 'same-number',
      name: '[Home] Anna (home)',
      others: ['[Home] Zoe (cell)'],
    });
  });

  it('see no conflict where the same person stands in the book twice', () => {
    const one = contact('Anna', ['+16135550101', 'cell']);
    expect(desired([one, { ...one, uid: 'other' }]).conflicts).toEqual([]);
  });

  it('do not depend on the order of the address book', () => {
    const contacts = [
      contact('B', ['+16135550101', 'cell']),
      contact('A', ['+16135550101', 'cell'], ['+16135550102', '']),
      contact('C', ['+16135550103', 'home']),
    ];
    expect(desired([...contacts].reverse())).toEqual(desired(contacts));
  });

  it("say my own word for a label, and are filtered by the address book's", () => {
    const { items, skipped } = desired(
      [contact('John', ['+16135550101', 'work cell'], ['+16135550102', 'fax'])],
      { labels: { cell: 'mobile', fax: 'télécopieur' } },
    );
    expect(items[0]?.name).toBe('[Home] John (work mobile)');
    expect(skipped.map(({ reason }) => reason)).toEqual(['type-excluded']);
  });
});
