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
function read(text: string, length = text.length): DavResource[] {
  const resources: DavResource[] = [];
  const reader = multistatusReader((resource) => resources.push(resource));
  for (let start = 0; start < text.length; start += length) {
    reader.write(text.slice(start, start + length));
  }
  reader.end();
  return resources;
}

describe('an answer of an address book server', () => {
  it('is read with its ETags as they stand and its cards unescaped', () => {
    expect(read(answer)).toEqual([
      {
        href: '/john/contacts/a%20b.vcf',
        status: undefined,
        etag: '1.50',
        card: 'BEGIN:VCARD\nFN:Tom & Jerry <x> & more\nEND:VCARD',
      },
      { href: '/john/contacts/gone', status: 404, etag: '', card: undefined },
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
  ])('is refused when it is %s', (text, words) => {
    expect(() => read(text)).toThrow(words);
    expect(() => read(text)).toThrow(MultistatusError);
  });
});
