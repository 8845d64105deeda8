import { describe, expect, it } from 'vitest';
import { readProperties } from '../../../electron/core/carddav/book-properties.ts';
import type { DavResource } from '../../../electron/core/carddav/multistatus.ts';
import { failureOf } from '../../support/carddav/test-client.ts';

const asked = new URL('https://cloud.example.com/dav/john/');

/** As Radicale 3.1 answers, with what other servers do differently added. */
const answer = `<?xml version='1.0' encoding='utf-8'?>
<multistatus xmlns="DAV:" xmlns:CR="urn:ietf:params:xml:ns:carddav" xmlns:CS="http://calendarserver.org/ns/">
  <response>
    <href>/dav/john/my%20book/</href>
    <propstat>
      <prop>
        <resourcetype><CR:addressbook /><collection /></resourcetype>
        <displayname> 2024 </displayname>
        <CS:getctag>1.50</CS:getctag>
        <sync-token>0042</sync-token>
        <supported-report-set>
          <supported-report><report><sync-collection /></report></supported-report>
          <supported-report><report><CR:addressbook-multiget /></report></supported-report>
        </supported-report-set>
        <CR:addressbook-home-set><href>../john/</href><href>https://p1.example.com/</href><href/></CR:addressbook-home-set>
      </prop>
      <status>HTTP/1.1 200 OK</status>
    </propstat>
    <propstat>
      <prop><getetag>wrong</getetag></prop>
      <status>HTTP/1.1 404 Not Found</status>
    </propstat>
  </response>
  <response><href>gone</href><status>HTTP/1.1 404 Not Found</status></response>
</multistatus>`;

function response(body: string, type = 'text/xml; charset=utf-8', status = 207): Response {
  return new Response(body, { status, headers: { 'content-type': type } });
}

const read = (body: string): Promise<DavResource[]> => readProperties(response(body), asked);

describe('the properties of a resource', () => {
  it('are read as text, never as numbers', async () => {
    const [book, gone] = await read(answer);
    expect(book?.href).toBe('https://cloud.example.com/dav/john/my%20book/');
    expect(book?.status).toBeUndefined();
    const text = (name: string) => book?.props.get(name)?.text;
    expect(text('displayname')).toBe('2024');
    expect(text('getctag')).toBe('1.50');
    expect(text('sync-token')).toBe('0042');
    expect(book?.props.get('resourcetype')?.elements).toEqual(['addressbook', 'collection']);
    expect(book?.props.get('supported-report-set')?.elements).toEqual(
      expect.arrayContaining(['sync-collection', 'addressbook-multiget']),
    );
    expect(book?.props.get('addressbook-home-set')?.hrefs).toEqual([
      'https://cloud.example.com/dav/john/',
      'https://p1.example.com/',
    ]);
    expect(book?.props.has('getetag')).toBe(false);
    expect(gone).toMatchObject({ href: 'https://cloud.example.com/dav/john/gone', status: 404 });
  });

  it('are incomplete wherever the answer was cut off', async () => {
    for (let length = 0; length < answer.length; length += 7) {
      const error = await failureOf(read(answer.slice(0, length)));
      expect([error.code, length]).toEqual(['carddav-incomplete', length]);
    }
  });

  it.each([
    ['nothing', '<multistatus xmlns="DAV:"/>', 'says nothing of the address asked'],
    ['no multistatus', '<error xmlns="DAV:"/>', 'is not a multistatus'],
    ['no address', '<multistatus xmlns="DAV:"><response/></multistatus>', 'without an address'],
    [
      'an address that is none',
      '<multistatus xmlns="DAV:"><response><href>http://[</href></response></multistatus>',
      'is not an address',
    ],
    [
      'a document type',
      '<!DOCTYPE x [<!ENTITY a "b">]><multistatus xmlns="DAV:"/>',
      'a document type is not accepted',
    ],
  ])('are incomplete where the answer has %s', async (_, body, words) => {
    const error = await failureOf(read(body));
    expect(error.code).toBe('carddav-incomplete');
    expect(error.message).toContain(words);
    expect(error.message).toContain('Nothing was changed');
  });

  it.each([
    ['text/html', 200, 'a web page'],
    ['application/xml', 200, 'HTTP 200 with application/xml'],
  ])('are refused when sent as %s with status %i', async (type, status, words) => {
    const error = await failureOf(readProperties(response(answer, type, status), asked));
    expect(error.code).toBe('carddav-invalid-answer');
    expect(error.message).toContain(words);
  });
});
