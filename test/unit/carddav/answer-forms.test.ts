/** Answers in the forms in which servers, and proxies before them, send them: types, encodings, what is around. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMalformed } from '../../../electron/core/carddav/errors.ts';
import { type DavResource, readMultistatus } from '../../../electron/core/carddav/multistatus.ts';
import { failureOf } from '../../support/carddav/test-client.ts';

const url = new URL('https://cloud.example.com/contacts/');

function document(name: string, declaration = '<?xml version="1.0"?>'): string {
  return `${declaration}<d:multistatus xmlns:d="DAV:"><d:response><d:href>/contacts/a</d:href><d:propstat><d:prop><d:displayname>${name}</d:displayname></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response></d:multistatus>`;
}

/** An answer that arrives in pieces of some length. */
function answer(body: Uint8Array, type: string | undefined, length = body.length, status = 207) {
  const chunks = Array.from({ length: Math.ceil(body.length / length) }, (_, index) =>
    body.subarray(index * length, (index + 1) * length),
  );
  const headers = type === undefined ? {} : { 'content-type': type };
  const stream = new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
  return new Response(stream, { status, headers });
}

/** The display names in it. */
async function namesIn(response: Response): Promise<(string | undefined)[]> {
  const resources: DavResource[] = [];
  await readMultistatus(response, url, (resource) => resources.push(resource));
  return resources.map(({ props }) => props.get('displayname')?.text);
}

const utf8 = (text: string) => Buffer.from(text, 'utf8');
const utf16 = (text: string) => Buffer.from(text, 'utf16le');
const utf16be = (text: string) => utf16(text).swap16();
const latin1 = (text: string) => Buffer.from(text, 'latin1');
const declared = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?>\n`;

describe('the content type of an answer', () => {
  it.each([
    'text/html',
    'text/html; charset=UTF-8',
    'text/plain',
    'application/octet-stream',
    'nonsense',
    undefined,
  ])('%s does not matter where the body is what was asked for', async (type) => {
    expect(await namesIn(answer(utf8(document('Zoë')), type))).toEqual(['Zoë']);
  });

  it.each([
    ['text/html', '<!DOCTYPE html>\n<html lang=en><p>Log in'],
    ['text/xml', '\n<html><body>Log in</body></html>'],
    [
      'application/xml; charset=utf-8',
      '<?xml version="1.0"?><!-- x --><!DOCTYPE html PUBLIC "x" "y"><html/>',
    ],
    [undefined, '<HEAD><TITLE>302'],
  ])('%s does not make an address book of a web page', async (type, page) => {
    const error = await failureOf(namesIn(answer(utf8(page), type)));
    expect([error.code, error.params['detail']]).toEqual([
      'carddav-invalid-answer',
      'it sent a web page where the address book was expected',
    ]);
  });

  it.each([
    ['application/json', '{"error":1}', 'HTTP 207 with application/json'],
    [undefined, 'Soon back', 'HTTP 207 with no content type'],
  ])('%s is named where the body is no XML', async (type, body, words) => {
    const error = await failureOf(namesIn(answer(utf8(body), type)));
    expect(error.code).toBe('carddav-invalid-answer');
    expect(error.message).toContain(words);
  });

  it('does not excuse another status', async () => {
    const right = answer(utf8(document('Zoë')), 'text/html', 50, 200);
    expect((await failureOf(namesIn(right))).message).toContain('it sent a web page');
  });
});

describe('the encoding of an answer', () => {
  it.each([
    ['UTF-8 as nobody declared', utf8(document('Zoë €')), 'text/xml'],
    [
      'UTF-8 with a byte order mark',
      utf8(`\uFEFF${document('Zoë €')}`),
      'text/xml; charset=iso-8859-1',
    ],
    [
      'the declaration',
      Buffer.from(document('Zoë \u0080', declared('ISO-8859-1')), 'latin1'),
      'text/xml',
    ],
    [
      'the declaration in single quotes',
      latin1(document('Zoë \u0080', "<?xml version='1.0' encoding='latin1' ?>")),
      '',
    ],
    ['the content type', latin1(document('Zoë \u0080')), 'application/xml; charset="ISO-8859-1"'],
    [
      'the content type of XML first',
      utf8(document('Zoë €', declared('ISO-8859-1'))),
      'text/xml;charset=utf-8',
    ],
    [
      'the declaration of XML that is called HTML',
      utf8(document('Zoë €', declared('utf-8'))),
      'text/html; charset=ISO-8859-1',
    ],
    [
      'the declaration behind a blank line',
      latin1(`\r\n  ${document('Zoë \u0080', declared('windows-1252'))}`),
      '',
    ],
    [
      'UTF-16, little end first',
      utf16(`\uFEFF${document('Zoë €', declared('UTF-16'))}`),
      'text/xml',
    ],
    [
      'UTF-16, big end first',
      utf16be(`\uFEFF${document('Zoë €', declared('UTF-16'))}`),
      'text/xml',
    ],
    ['UTF-16 without a mark', utf16(document('Zoë €', declared('UTF-16LE'))), 'text/xml'],
    ['UTF-16 without a mark, big end first', utf16be(document('Zoë €', declared('UTF-16'))), ''],
    [
      'UTF-16 that is only declared, as .NET does',
      utf8(document('Zoë €', declared('utf-16'))),
      'text/xml',
    ],
    [
      'a blank line and a mark before the declaration',
      utf8(`\n\uFEFF\n${document('Zoë €')}`),
      'text/xml',
    ],
    ['two marks', utf8(`\uFEFF\uFEFF${document('Zoë €')}`), 'text/xml'],
    ['a blank line in UTF-16', utf16(`\uFEFF\n ${document('Zoë €')}`), 'text/xml'],
  ])('is told by %s', async (_, body, type) => {
    for (const length of [1, 2, 3, 5, 7, 64, 10_000]) {
      expect(await namesIn(answer(body, type, length)), `pieces of ${length}`).toEqual(['Zoë €']);
    }
  });

  it.each([
    ['the declaration', document('x', declared('x-klingon')), 'text/xml', 'x-klingon'],
    ['the content type', document('x'), 'text/xml; charset=utf-7', 'utf-7'],
    ['its zeros', document('x').replace(/./gs, '$&\0\0\0'), 'text/xml', 'utf-32le'],
  ])('that is named by %s but that nobody knows is an error that says so', async (_, body, type, name) => {
    const error = await failureOf(namesIn(answer(utf8(body), type)));
    expect(error.code).toBe('carddav-invalid-answer');
    expect(error.message).toContain(
      `it is in the encoding "${name}", which Rolodial does not know`,
    );
  });

  it('is no matter of where the pieces are cut', async () => {
    const text = fc.string({ unit: 'grapheme' }).filter((each) => !/[<&\p{C}]|\]\]>/u.test(each));
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.integer({ min: 1, max: 40 }),
        fc.boolean(),
        async (name, length, wide) => {
          const body = wide ? utf16(document(name)) : utf8(document(name));
          expect(await namesIn(answer(body, undefined, length))).toEqual([name.trim()]);
        },
      ),
    );
  });
});

describe('a & that is not escaped', () => {
  it.each([1, 2, 7, 10_000])('is read as itself, in pieces of %i bytes', async (length) => {
    const name = 'R&D & <![CDATA[R&D &amp; co]]> &amp; co';
    expect(await namesIn(answer(utf8(document(name)), 'text/xml', length))).toEqual([
      'R&D & R&D &amp; co & co',
    ]);
  });
});

describe('an answer that is not whole', () => {
  const kindOf = async (body: string) => {
    const error = await failureOf(namesIn(answer(utf8(body), 'text/xml')));
    expect(error.code).toBe('carddav-incomplete');
    return [error.params['kind'], isMalformed(error)];
  };

  it.each([
    document('a < b'),
    document('a &nbsp; b'),
    document('</d:displayname>'),
    `${document('a')}<b>Warning</b>`,
    `${document('a')}Warning`,
  ])('is malformed where a strict parser stumbles: %s', async (body) => {
    expect(await kindOf(body)).toEqual(['malformed', true]);
  });

  it('is cut off where its end is missing, wherever that is', async () => {
    const whole = document('a &amp; <![CDATA[b]]>');
    for (let length = 0; length < whole.length; length++) {
      expect(await kindOf(whole.slice(0, length)), `cut after ${length}`).toEqual([
        'cut-off',
        false,
      ]);
    }
  });

  it('is neither where it says nothing that is understood', async () => {
    expect(await kindOf('<d:error xmlns:d="DAV:"/>')).toEqual(['other', false]);
  });
});
