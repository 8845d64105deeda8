import { describe, expect, it } from 'vitest';
import {
  type DavResource,
  MultistatusError,
  multistatusReader,
} from '../../../electron/core/carddav/multistatus.ts';

const answer = `<?xml version="1.0" encoding="utf-8"?>
<d:multistatus xmlns:d="DAV:" xmlns:card="urn:ietf:params:xml:ns:carddav">
  <d:response>
    <d:href>/john/contacts/a%20b.vcf</d:href>
    <d:propstat>
      <d:prop><d:getetag>1.50</d:getetag><card:address-data>BEGIN:VCARD
FN:Tom &amp; <![CDATA[Jerry <x>]]><![CDATA[ & more]]>
END:VCARD</card:address-data></d:prop>
      <d:status>HTTP/1.1 200 OK</d:status>
    </d:propstat>
    <d:propstat>
      <d:prop><d:getetag>wrong</d:getetag></d:prop>
      <d:status>HTTP/1.1 404 Not Found</d:status>
    </d:propstat>
  </d:response>
  <d:response><d:href>/john/contacts/gone</d:href><d:status>HTTP/1.1 404 Not Found</d:status></d:response>
</d:multistatus>`;

/** Reads an answer that arrives in pieces of some length. */
function readAll(text: string, length = text.length) {
  const resources: DavResource[] = [];
  const reader = multistatusReader((resource) => resources.push(resource));
  for (let start = 0; start < text.length; start += length) {
    reader.write(text.slice(start, start + length));
  }
  const syncToken = reader.end();
  return { resources, syncToken };
}

function read(text: string, length?: number): DavResource[] {
  return readAll(text, length).resources;
}

/** A multistatus around this. */
function multistatus(inner: string): string {
  return `<d:multistatus xmlns:d="DAV:" xmlns:card="urn:ietf:params:xml:ns:carddav">${inner}</d:multistatus>`;
}

/** The text of one property of a resource; undefined where it is not there. */
const textOf = (resource: DavResource | undefined, property: string) =>
  resource?.props.get(property)?.text;

function cardOf(text: string): string | undefined {
  const inner = `<d:response><d:href>/a</d:href><d:propstat><d:prop><card:address-data>${text}</card:address-data></d:prop></d:propstat></d:response>`;
  return textOf(read(multistatus(inner))[0], 'address-data');
}

describe('an answer of an address book server', () => {
  it('is read with its ETags unchanged and its cards unescaped', () => {
    const nothing = { hrefs: [], elements: [] };
    expect(read(answer)).toEqual([
      {
        href: '/john/contacts/a%20b.vcf',
        status: undefined,
        props: new Map([
          ['getetag', { ...nothing, text: '1.50' }],
          [
            'address-data',
            { ...nothing, text: 'BEGIN:VCARD\nFN:Tom & Jerry <x> & more\nEND:VCARD' },
          ],
        ]),
      },
      { href: '/john/contacts/gone', status: 404, props: new Map() },
    ]);
  });

  it.each([1, 2, 3, 7, 64])('is the same in pieces of %i characters', (length) => {
    expect(read(answer, length)).toEqual(read(answer));
  });

  it('is refused wherever it was cut off', () => {
    for (let length = 0; length < answer.length; length++) {
      expect(() => read(answer.slice(0, length)), `cut after ${length}`).toThrow();
    }
  });

  it.each([
    ['<html><body>Please log in</body></html>', 'is not a multistatus'],
    ['<d:multistatus xmlns:d="DAV:"><d:response></d:multistatus>', ''],
    ['<!DOCTYPE x [<!ENTITY a "b">]><d:multistatus xmlns:d="DAV:"/>', 'document type'],
    ['{"error": "not XML"}', ''],
    [multistatus('<d:response><d:status>HTTP/1.1 200 OK</d:status></d:response>'), 'address'],
  ])('is refused when it is %s', (text, words) => {
    expect(() => read(text)).toThrow(words);
    expect(() => read(text)).toThrow(MultistatusError);
  });
});

describe('a sync token', () => {
  it.each([
    'http://sabre.io/ns/sync/17',
    '1.50',
    '00042',
    'FT=-@RU=8b3f0f6e-2a@S=1,2;"x"',
  ])('%s is kept as text', (token) => {
    const { syncToken } = readAll(multistatus(`<d:sync-token>\n ${token} </d:sync-token>`));
    expect(syncToken).toBe(token);
  });

  it('is that of the answer, not one of a resource in it', () => {
    const inner = `<d:response><d:href>/a</d:href><d:propstat><d:prop><d:sync-token>other</d:sync-token></d:prop></d:propstat></d:response>`;
    expect(readAll(multistatus(inner)).syncToken).toBeUndefined();
    expect(readAll(multistatus(`${inner}<d:sync-token>own</d:sync-token>`)).syncToken).toBe('own');
  });
});

describe('a card with characters that XML forbids', () => {
  it.each([
    ['a control character', 'NOTE:a\u000bb', 'NOTE:a\u000bb'],
    ['a reference to one', 'NOTE:a&#11;b', 'NOTE:a&#11;b'],
    ['references to both halves of a character', 'NOTE:a&#55357;&#56898;b', 'NOTE:a🙂b'],
    ['the same in hexadecimal', 'NOTE:a&#xD83D;&#xde42;b', 'NOTE:a🙂b'],
    ['a half alone', 'NOTE:a&#55357;b', 'NOTE:a&#55357;b'],
    ['an end of CDATA', 'NOTE:a]]>b', 'NOTE:a]]>b'],
  ])('is read all the same: %s', (_, written, read) => {
    expect(cardOf(written)).toBe(read);
  });

  it('does not excuse a broken answer', () => {
    expect(() => read(multistatus('<d:response>\u0001'))).toThrow(MultistatusError);
    expect(() => cardOf('&nbsp;')).toThrow(MultistatusError);
  });
});
