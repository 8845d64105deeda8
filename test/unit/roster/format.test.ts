import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cleanName,
  type FormatValues,
  formatName,
  maximumNameBytes,
} from '../../../shared/roster/format.ts';

const john: FormatValues = {
  alias: 'Work',
  name: 'John Smith',
  type: 'cell',
  number: '+16135550101',
  national: '(613) 555-0101',
  did: '+16135550199',
  first: 'John',
  last: 'Smith',
  nick: 'Johnny',
  org: 'Smith & Sons',
  category: 'Friends',
};

describe('the contact format', () => {
  it.each([
    ['[%alias] %name (%type)', '[Work] John Smith (cell)'],
    ['%first %last, %org', 'John Smith, Smith & Sons'],
    ['%nick %category %number %did', 'Johnny Friends +16135550101 +16135550199'],
    ['%name, %national', 'John Smith, (613) 555-0101'],
    ['100%% %name', '100% John Smith'],
    ['%%name', '%name'],
    ['%name%type', 'John Smithcell'],
    ['no token', 'no token'],
    ['%name %', 'John Smith %'],
  ])('%s reads %s', (format, name) => {
    expect(formatName(format, john)).toEqual({ name, unknownTokens: [] });
  });

  it('drops the brackets around a type that is not there, with their space', () => {
    expect(formatName('[%alias] %name (%type)', { ...john, type: '' }).name).toBe(
      '[Work] John Smith',
    );
    expect(formatName('[%alias] %name (%type)', { ...john, alias: '' }).name).toBe(
      'John Smith (cell)',
    );
    expect(formatName('%name ([%type] %org)', { ...john, type: '', org: '' }).name).toBe(
      'John Smith',
    );
    for (const format of ['%name [ %type ]', '%name ( %type%nick )', '%name [%type] ']) {
      const blank = { ...john, type: ' \t', nick: '' };
      expect(formatName(format, blank).name).toBe('John Smith');
    }
    expect(formatName('%name (%type, %org)', { ...john, type: '' }).name).toBe(
      'John Smith (, Smith & Sons)',
    );
  });

  it("leaves brackets alone that are the contact's own", () => {
    expect(formatName('%name', { ...john, name: 'Acme ()' }).name).toBe('Acme ()');
  });

  it.each([
    '',
    ' ',
    '\u200B',
    '\u200E \u00A0',
    '\u202E\uFEFF',
  ])('takes %j for nothing, since it shows nothing', (text) => {
    expect(formatName('%name', { ...john, name: text }).name).toBe('+16135550101');
    expect(formatName('%name (%type)', { ...john, type: text }).name).toBe('John Smith');
  });

  it.each([
    ['a\rb', 'a b'],
    ['a\r\n\tb', 'a b'],
    ['a\u0001\u0008b', 'ab'],
    [' \u0001 a ', 'a'],
    ['a\uD800b', 'a\uFFFDb'],
  ])('cleans %j to %j, as a server would', (text, clean) => {
    expect(cleanName(text)).toBe(clean);
    expect(formatName('%name', { ...john, name: text }).name).toBe(clean);
  });

  it('names unknown tokens and leaves their place empty', () => {
    expect(formatName('%name %phone %fon', john)).toEqual({
      name: 'John Smith',
      unknownTokens: ['phone', 'fon'],
    });
  });

  it('falls back to the number where nothing is left', () => {
    expect(formatName('(%type)', { ...john, type: '' }).name).toBe('+16135550101');
    expect(formatName('%nothing', john).name).toBe('+16135550101');
  });

  it('cuts between graphemes at the length that servers accept', () => {
    const family = '👨‍👩‍👧‍👦';
    const { name } = formatName('%name', { ...john, name: family.repeat(100) });
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(maximumNameBytes);
    expect(name).toBe(family.repeat(Math.floor(maximumNameBytes / Buffer.byteLength(family))));
  });

  it('keeps a name of exactly that length', () => {
    const longest = 'x'.repeat(maximumNameBytes);
    expect(formatName('%name', { ...john, name: longest }).name).toBe(longest);
    expect(formatName('%name', { ...john, name: `${longest}y` }).name).toBe(longest);
    const shorter = longest.slice(1);
    expect(formatName('%name', { ...john, name: `${shorter} y` }).name).toBe(shorter);
  });

  it('gives a name that any server takes, whatever the card holds', () => {
    const anyText = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(anyText, anyText, anyText, (format, name, type) => {
        const formatted = formatName(format, { ...john, name, type }).name;
        expect(formatted).not.toBe('');
        expect(formatted).toBe(cleanName(formatted));
        expect(formatted.isWellFormed()).toBe(true);
        expect(Buffer.byteLength(formatted)).toBeLessThanOrEqual(maximumNameBytes);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 §2.2 forbids
        expect(formatted).not.toMatch(/[\u0000-\u001F\uFFFE\uFFFF]/u);
      }),
    );
  });
});
