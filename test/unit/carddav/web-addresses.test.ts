/** Addresses as people copy them from their browser: what each says, and what it names to be entered instead. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { discoverAddressBooks } from '../../../electron/core/carddav/discovery.ts';
import { addressOfProvider, webAddress } from '../../../electron/core/carddav/web-addresses.ts';
import { type FaultyServer, startFaultyServer } from '../../servers/dav-faults.ts';
import { answerWith, type Fault, loginPage, redirectTo } from '../../servers/dav-faults-kinds.ts';
import { basicLogin, type Login, noLogin } from '../../servers/dav-faults-login.ts';
import { failureOf, testClient } from '../../support/carddav/test-client.ts';

describe('the address', () => {
  it.each([
    ['https://cloud.example.com/apps/contacts/', '/remote.php/dav/'],
    ['https://cloud.example.com/apps/contacts/All contacts/abc~contacts', '/remote.php/dav/'],
    ['https://cloud.example.com/index.php/apps/contacts', '/remote.php/dav/'],
    ['https://cloud.example.com/index.php/login?redirect_url=/apps/contacts', '/remote.php/dav/'],
    ['https://example.com/nextcloud/index.php/apps/contacts/', '/nextcloud/remote.php/dav/'],
    ['https://mail.example.com/SOGo/', '/SOGo/dav/'],
    ['https://mail.example.com/SOGo/so/john/Contacts/view', '/SOGo/dav/'],
    ['https://dav.example.com/baikal/html/admin/', '/baikal/html/dav.php/'],
    ['https://dav.example.com/admin', '/dav.php/'],
    ['https://davical.example.com/index.php', '/caldav.php/'],
    ['https://example.com/davical/index.php', '/davical/caldav.php/'],
    ['https://mail.example.com/zimbra/', '/dav/'],
    ['https://dav.example.com/radicale/.web/', '/radicale/'],
  ])('%s is that of a web interface, whose WebDAV is at %s', (address, dav) => {
    expect(webAddress(new URL(address))?.dav?.pathname).toBe(dav);
  });

  it.each([
    ['https://app.mailbox.org/appsuite/#!!&app=io.ox/contacts', 'dav.mailbox.org'],
    ['https://office.mailbox.org/', 'dav.mailbox.org'],
    ['https://app.fastmail.com/contacts/', 'carddav.fastmail.com'],
    ['https://www.icloud.com/contacts/', 'contacts.icloud.com'],
    ['https://posteo.de/en', 'posteo.de:8843'],
  ])('%s is that of a provider whose address books are at %s', (address, enter) => {
    expect(webAddress(new URL(address))?.enter).toBe(enter);
  });

  it('of a provider alone is known as well', () => {
    expect(addressOfProvider('Office.mailbox.org')).toBe('dav.mailbox.org');
    expect(addressOfProvider('dav.mailbox.org')).toBeUndefined();
    expect(addressOfProvider('posteo.de:8843')).toBeUndefined();
  });

  it.each([
    'https://cloud.example.com/remote.php/dav/addressbooks/users/john/contacts/',
    'https://mail.example.com/SOGo/dav/john/Contacts/personal/',
    'https://dav.example.com/dav.php/addressbooks/john/default/',
    'https://example.com/apps/radicale/john/book/',
    'https://dav.mailbox.org/carddav/32',
    'https://carddav.fastmail.com/dav/addressbooks/user/john@example.com/Default/',
    'https://p42-contacts.icloud.com/123/carddavhome/',
    'https://notmailbox.org/dav/',
  ])('%s may be that of an address book', (address) => {
    expect(webAddress(new URL(address))).toBeUndefined();
  });
});

let server: FaultyServer;
let login: Login;
beforeEach(async () => {
  login = noLogin;
  server = await startFaultyServer({ login: (request) => login(request) });
});
afterEach(() => server.stop());

const at = (path: string) => new URL(path, server.rootUrl).href;
const host = () => new URL(server.rootUrl).host;

async function wrong(path: string, fault: Fault) {
  server.fault(fault, { path: new URL(path, server.rootUrl).pathname, times: 99 });
  return await failureOf(discoverAddressBooks(at(path), testClient().transport));
}

describe('a web page in the place of the address book', () => {
  it.each([
    ['a page of its own', '/apps/contacts/', loginPage],
    ['a refusal of the method', '/apps/contacts/', answerWith(405)],
    ['a refusal of the method by an unknown application', '/contacts-app/', answerWith(405)],
    ['a method that it never heard of', '/contacts-app/', answerWith(501)],
    ['nothing', '/index.php/apps/contacts', answerWith(404)],
    ['a prohibition', '/SOGo/', answerWith(403)],
    ['a page of any application', '/contacts-app/', loginPage],
    [
      'the login page of another server',
      '/contacts-app/',
      redirectTo('https://sso.example.net/auth/realms/x'),
    ],
  ])('that answers with %s says so, and that the server’s name is enough', async (_, path, fault) => {
    const error = await wrong(path, fault);
    expect(error.code).toBe('carddav-web-page');
    expect(error.params).toMatchObject({ host: host(), url: at(path), enter: host() });
    expect(error.message).toContain(`${at(path)} is the address of a web page`);
    expect(error.message).toContain(`Enter only the server's name, ${host()}, as carddav.url.`);
  });

  it('that redirects to a login page says so of the address that was entered', async () => {
    server.fault(loginPage, { path: '/login', times: 9 });
    const error = await wrong('/apps/contacts/', redirectTo('/login'));
    expect(error.params).toMatchObject({ url: at('/apps/contacts/'), enter: host() });
  });

  it('that wants a password of its own says so', async () => {
    login = basicLogin('john', 'another');
    const error = await failureOf(discoverAddressBooks(at('/SOGo/'), testClient().transport));
    expect(error.code).toBe('carddav-web-page');
    expect(server.requests).toHaveLength(1);
  });

  it('names the exact address where the server’s name leads nowhere', async () => {
    server.fault(answerWith(404), { path: '/', times: 9 });
    server.fault(answerWith(404), { path: '/.well-known/carddav', times: 9 });
    server.fault(redirectTo(server.homeUrl, 301), { path: '/SOGo/dav/', times: 9 });
    const error = await wrong('/SOGo/', loginPage);
    expect(error.params['enter']).toBe(at('/SOGo/dav/'));
    expect(error.message).toContain(`Enter ${at('/SOGo/dav/')} as carddav.url.`);
  });

  it('names the folder of the product where it has one, although the server says nothing of it', async () => {
    server.fault(answerWith(404), { path: '/', times: 9 });
    server.fault(answerWith(404), { path: '/.well-known/carddav', times: 9 });
    const error = await wrong('/nextcloud/apps/contacts/', loginPage);
    expect(error.params['enter']).toBe(at('/nextcloud/remote.php/dav/'));
  });

  it('of a server with a wrong password elsewhere is still a web page', async () => {
    server.fault(loginPage, { path: '/apps/contacts/', times: 9 });
    login = (request) =>
      request.path === '/apps/contacts/' ? undefined : basicLogin('john', 'x')(request);
    const error = await failureOf(
      discoverAddressBooks(at('/apps/contacts/'), testClient().transport),
    );
    expect(error.params).toMatchObject({ enter: host() });
  });

  it('is never read in the place of the one that was entered', async () => {
    const error = await wrong('/apps/contacts/', loginPage);
    expect(error.code).toBe('carddav-web-page');
    expect(server.requests.length).toBeLessThan(8);
    expect(server.requests.every(({ method }) => method === 'PROPFIND')).toBe(true);
  });
});

describe('a wrong path', () => {
  it.each([
    [403, 'carddav-forbidden', 'does not let this account read'],
    [404, 'carddav-not-found', 'There is no address book at'],
  ])('(%i) is told as what it is, with a way out, and nothing else is asked', async (status, code, words) => {
    const error = await wrong('/dav/john/wrong/', answerWith(status));
    expect(error.code).toBe(code);
    expect(error.message).toContain(words);
    expect(error.message).toContain(`enter only the server's name, ${host()}`);
    expect(error.params['enter']).toBe(host());
    expect(server.requests).toHaveLength(1);
  });
});
