/** What a status of failure means, with what servers say beside it. The bodies are worded as the servers' own. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mendsItself, needsUser, toProblem } from '../../../shared/errors.ts';
import { type FaultyServer, startFaultyServer } from '../../servers/dav-faults.ts';
import { answerWith, type Fault } from '../../servers/dav-faults-kinds.ts';
import { failureOf, testClient } from '../../support/carddav/test-client.ts';

let server: FaultyServer;
beforeEach(async () => {
  server = await startFaultyServer();
});
afterEach(() => server.stop());

const xml = { 'content-type': 'application/xml; charset=utf-8' };
const html = { 'content-type': 'text/html; charset=UTF-8' };

/** An error of SabreDAV. */
function sabre(exception: string, message: string): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<d:error xmlns:d="DAV:" xmlns:s="http://sabredav.org/ns">
  <s:exception>Sabre\\DAV\\Exception\\${exception}</s:exception>
  <s:message>${message}</s:message>
</d:error>`;
}

async function failure(fault: Fault) {
  server.requests.length = 0;
  server.fault(fault, { times: 99 });
  const error = await failureOf(testClient().ask(server.bookUrl));
  return { error, asked: server.requests.length, host: new URL(server.bookUrl).host };
}

describe('a server that does not answer to its name', () => {
  it.each([
    [
      'Nextcloud',
      400,
      '<h2>Access through untrusted domain</h2><p>… edit the "trusted_domains" setting in config/config.php …</p>',
    ],
    [
      'Nextcloud in French',
      400,
      '<p>… le paramètre « trusted_domains » dans config/config.php …</p>',
    ],
    [
      'Nextcloud by its help page',
      400,
      '<a href="https://docs.example.com/?to=admin-trusted-domains">documentation</a>',
    ],
    ['Nextcloud as JSON', 400, '{"message":"Trusted domain error.","code":15}'],
    [
      'ownCloud',
      400,
      '<p>You are accessing the server from an untrusted domain.</p> … configure the &quot;trusted_domains&quot; setting',
    ],
    ['Django', 400, '<h1>DisallowedHost at /dav/</h1>'],
    ['any proxy', 421, ''],
  ])('%s: is named with what to do about it, and asked once', async (_, status, body) => {
    const { error, asked, host } = await failure(answerWith(status, html, body));
    expect(error.code).toBe('carddav-untrusted-domain');
    expect(error.message).toContain(`does not let itself be called ${host} (HTTP ${status})`);
    expect(error.message).toContain('trusted domains');
    expect(error.params).toEqual({ host, status });
    expect(asked).toBe(1);
    expect(mendsItself(toProblem(error))).toBe(false);
    expect(needsUser(toProblem(error))).toBe(true);
  });

  it('is told from any other bad request', async () => {
    const { error } = await failure(answerWith(400, html, '<h1>Bad Request</h1>'));
    expect(error.code).toBe('carddav-server-error');
  });
});

describe('an account that is disabled', () => {
  it.each([
    [503, 'ServiceUnavailable', 'OC\\User\\LoginException: User disabled'],
    [503, 'ServiceUnavailable', 'OC\\User\\LoginException: Benutzer deaktiviert'],
    [503, 'ServiceUnavailable', 'OC\\User\\DisabledUserException: Account disabled'],
    [403, 'Forbidden', 'Account is disabled'],
  ])('(%i, %s: %s) is not asked again, and waits for the user', async (status, exception, message) => {
    const { error, asked, host } = await failure(
      answerWith(status, { ...xml, 'retry-after': '120' }, sabre(exception, message)),
    );
    expect(error.code).toBe('carddav-account-disabled');
    expect(error.message).toContain(`${host} has disabled this account (HTTP ${status})`);
    expect(asked).toBe(1);
    expect(mendsItself(toProblem(error))).toBe(false);
    expect(needsUser(toProblem(error))).toBe(true);
  });

  it.each([
    ['System is in maintenance mode.'],
    ['Database not available'],
    ['OC\\DatabaseException: An exception occurred: server has gone away'],
  ])('is told from a server that is away for a while: %s', async (message) => {
    const { error, asked } = await failure(
      answerWith(503, xml, sabre('ServiceUnavailable', message)),
    );
    expect(error.code).toBe('carddav-server-error');
    expect(error.message).toContain(`(HTTP 503: “${message}”)`);
    expect(error.params['detail']).toBe(message);
    expect(asked).toBe(8);
    expect(mendsItself(toProblem(error))).toBe(true);
  });

  it('is told from maintenance that says when it ends', async () => {
    const headers = { ...xml, 'retry-after': '120' };
    const { error, asked } = await failure(
      answerWith(503, headers, sabre('ServiceUnavailable', 'System is in maintenance mode.')),
    );
    expect(error.message).toContain('is busy (HTTP 503: “System is in maintenance mode.”)');
    expect(error.params['retryAt']).toBe('2026-11-20T12:02:00.000Z');
    expect(asked).toBe(1);
  });
});

describe('what a server says of its failure', () => {
  it('is shown, with its entities read and on one line', async () => {
    const body = sabre('Forbidden', 'Terms &amp; conditions\n   were not &lt;signed&gt;');
    const { error } = await failure(answerWith(403, xml, body));
    expect(error.code).toBe('carddav-forbidden');
    expect(error.message).toContain('“Terms & conditions were not <signed>”');
  });

  it('is shown in part where it has no end, and not at all where it is a page', async () => {
    const long = await failure(answerWith(500, xml, sabre('Oops', 'x'.repeat(100_000))));
    expect(long.error.message.length).toBeLessThan(400);
    server.heal();
    const page = await failure(answerWith(500, html, '<h1>Internal Server Error</h1>'));
    expect(page.error.message).not.toContain('Internal');
  });
});
