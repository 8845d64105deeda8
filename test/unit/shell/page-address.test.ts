import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isOwnPage, pageFile } from '../../../electron/shell/page-address.ts';

const folder = '/opt/rolodial/dist/renderer';

describe('the address of the window’s page', () => {
  test('gives the files of the page, with their types', () => {
    expect(pageFile('app://rolodial/index.html', folder)).toEqual({
      file: `${folder}/index.html`,
      contentType: 'text/html; charset=utf-8',
    });
    expect(pageFile('app://rolodial/', folder)?.file).toBe(`${folder}/index.html`);
    expect(pageFile('app://rolodial/assets/main-Cq1.js?v=1#x', folder)).toEqual({
      file: `${folder}/assets/main-Cq1.js`,
      contentType: 'text/javascript; charset=utf-8',
    });
    expect(pageFile('app://rolodial/assets/caf%C3%A9.svg', folder)?.file).toBe(
      `${folder}/assets/café.svg`,
    );
  });

  test.each([
    'app://rolodial/..%2f..%2fpackage.json',
    'app://rolodial/assets/%2e%2e%2f%2e%2e%2f%2e%2e%2fsecrets.json',
    'app://rolodial/..%5c..%5cpackage.json',
    'app://rolodial/index.html%00.js',
    'app://rolodial/%',
    'app://rolodial/README',
    'app://rolodial/main.js.map',
    'app://elsewhere/index.html',
    'app://rolodial.evil/index.html',
    'https://rolodial/index.html',
    'file:///etc/passwd.html',
    'not an address',
  ])('gives nothing for %s', (address) => {
    expect(pageFile(address, folder)).toBeUndefined();
  });

  test('never leads out of its folder, whatever the path', () => {
    const piece = fc.oneof(
      fc.constantFrom('..', '%2e%2e', '%2f', '%5c', '/', '\\', '.', '%252e', 'a', '.js', '//'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const found = pageFile(`app://rolodial/${pieces.join('')}.js`, folder);
        if (!found) return;
        expect(path.relative(folder, found.file).split(path.sep)).not.toContain('..');
        expect(path.isAbsolute(path.relative(folder, found.file))).toBe(false);
      }),
    );
  });

  test('is told from every other address', () => {
    expect(isOwnPage('app://rolodial/anything')).toBe(true);
    for (const other of ['app://other/', 'https://rolodial/', 'about:blank', '', 'app:rolodial']) {
      expect(isOwnPage(other), other).toBe(false);
    }
  });
});
