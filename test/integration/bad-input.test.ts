/** What goes wrong on real servers and in real files: a clear message, the right exit code, nothing changed. */

import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { syncReportSchema } from '../../shared/contract/report.ts';
import { type ProsodyServer, startProsody } from '../servers/prosody.ts';
import { type RadicaleServer, startRadicale } from '../servers/radicale.ts';
import { card, people } from '../support/contact/cards.ts';
import {
  type CommandLine,
  commandLine,
  johnsCommandLine,
  johnsProfile,
  type Outcome,
  reconfigure,
} from '../support/headless/command-line.ts';

let prosody: ProsodyServer;
let radicale: RadicaleServer;
let line: CommandLine;

beforeAll(async () => {
  [prosody, radicale] = await Promise.all([startProsody(), startRadicale()]);
  await radicale.writeCards(people(3));
  line = johnsCommandLine(prosody, radicale);
  expect((await line.run('sync')).code).toBe(0);
});

afterAll(async () => {
  await Promise.all([prosody?.stop(), radicale?.stop(), line?.remove()]);
});

/** Runs a sync over John's settings, changed, and expects it to fail in words and to change nothing. */
async function failing(
  change: (profile: ReturnType<typeof johnsProfile>) => void,
  expected: { code: number; says: readonly string[] },
): Promise<Outcome> {
  const before = await prosody.storedRoster('john');
  line.configure({ profiles: [johnsProfile(prosody, radicale)] });
  reconfigure(line, change);
  const outcome = await line.run('sync');
  line.configure({ profiles: [johnsProfile(prosody, radicale)] });
  expectWords(outcome, expected);
  expect(await prosody.storedRoster('john')).toEqual(before);
  return outcome;
}

function expectWords(outcome: Outcome, { code, says }: { code: number; says: readonly string[] }) {
  for (const words of says) expect(outcome.stderr).toContain(words);
  expect(outcome.stderr).not.toMatch(/^\s+at .+:\d+/m);
  expect(outcome.stdout + outcome.stderr).not.toContain(prosody.users['john']);
  expect(outcome.code).toBe(code);
}

describe('the settings', () => {
  it('missing: says where they were looked for', async () => {
    const nowhere = commandLine();
    const outcome = await nowhere.run('sync');
    expectWords(outcome, { code: 2, says: ['There is no settings file', nowhere.settingsFile] });
    await nowhere.remove();
  });

  it.each([
    ['{ "profiles": [', ['cannot be read', 'JSON']],
    ['', ['cannot be read']],
    ['{}', ['no profile']],
    ['[]', ['cannot be used']],
    [
      '{"profiles": [{}]}',
      ['profiles[0].id', 'profiles[0].xmpp', 'profiles[0].carddav', 'profiles[0].dids'],
    ],
  ])('holding %s: says what is wrong', async (text, says) => {
    const broken = commandLine(text);
    for (const command of ['sync', 'plan', 'roster', 'status']) {
      expectWords(await broken.run(command), { code: 2, says });
    }
    await broken.remove();
  });

  it('a number of mine in an unknown form: names the field', async () => {
    await failing(
      (profile) => {
        profile.dids = [{ number: '613-555-0100', alias: 'Home' }];
      },
      { code: 2, says: ['profiles[0].dids[0].number', '+16135550100'] },
    );
  });

  it('config check says that they are in order, or every field that is not', async () => {
    expect((await line.run('config', 'check')).stdout).toContain('is in order: john');
    const broken = commandLine({ profiles: [{ id: '?' }] });
    const outcome = await broken.run('config', 'check');
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain('profiles[0].id');
    await broken.remove();
  });

  it('a secret that is not there: names the field and the place', async () => {
    await failing(
      (profile) => {
        profile.xmpp.password = { file: 'nowhere.secret' };
      },
      { code: 2, says: ['xmpp.password', 'nowhere.secret'] },
    );
  });

  it('an authority file that is not one: names the field', async () => {
    writeFileSync(path.join(line.folder, 'not-a-ca.pem'), 'hello');
    await failing(
      (profile) => {
        profile.xmpp.tls.ca = 'not-a-ca.pem';
      },
      { code: 2, says: ['xmpp.tls.ca', 'holds no certificate'] },
    );
  });

  it('a profile that is not there: says so', async () => {
    expectWords(await line.run('sync', '--profile', 'jane'), { code: 2, says: ['"jane"'] });
  });

  it('an unknown option or command: says so', async () => {
    expectWords(await line.run('sync', '--fast'), { code: 2, says: ['--fast'] });
    expectWords(await line.run('sink'), { code: 2, says: ['sink'] });
  });
});

describe('the XMPP server', () => {
  it('not reachable: names it', async () => {
    await failing(
      (profile) => {
        profile.xmpp.port = 9;
      },
      { code: 1, says: ['127.0.0.1:9', 'nothing answers there'] },
    );
  });

  it('refusing the password: names the account, and tries once', async () => {
    writeFileSync(path.join(line.folder, 'wrong.secret'), 'wrong');
    await failing(
      (profile) => {
        profile.xmpp.password = { file: 'wrong.secret' };
      },
      { code: 1, says: ['refused the password for john@example.com'] },
    );
  });

  it('with a certificate of an authority that nobody trusts: says which server', async () => {
    const outcome = await failing(
      (profile) => {
        profile.xmpp.tls = {} as typeof profile.xmpp.tls;
      },
      { code: 1, says: ['certificate of the XMPP server', `127.0.0.1:${prosody.port}`] },
    );
    expect(outcome.stderr).toContain('xmpp.tls.ca');
  });

  it.each([
    'expired',
    'wrong-host',
  ] as const)('with a certificate that is %s: says so', async (quality) => {
    const server = await startProsody({ certificate: quality });
    const words = quality === 'expired' ? 'expired' : 'another host name';
    await failing(
      (profile) => {
        profile.xmpp.port = server.port;
        profile.xmpp.tls.ca = server.caFile;
      },
      { code: 1, says: ['certificate', words] },
    );
    await server.stop();
  });

  it('without TLS: sends no password', async () => {
    const server = await startProsody({ certificate: 'none' });
    await failing(
      (profile) => {
        profile.xmpp.port = server.port;
      },
      { code: 1, says: ['offers no encryption', 'was not sent'] },
    );
    await server.stop();
  });

  it('without TLS on loopback, where the settings allow it: logs in', async () => {
    const server = await startProsody({ certificate: 'none' });
    reconfigure(line, (profile) => {
      profile.xmpp.port = server.port;
      Object.assign(profile.xmpp.tls, { allowUnencryptedLoopback: true });
    });
    expect((await line.run('plan')).code).toBe(0);
    line.configure({ profiles: [johnsProfile(prosody, radicale)] });
    await server.stop();
  });
});

describe('the address book server', () => {
  it('not reachable: names it', async () => {
    await failing(
      (profile) => {
        profile.carddav.url = 'http://127.0.0.1:59999/john/contacts/';
      },
      { code: 1, says: ['127.0.0.1:59999', 'nothing answers there'] },
    );
  });

  it('refusing the password: names the user', async () => {
    writeFileSync(path.join(line.folder, 'wrong.secret'), 'wrong');
    await failing(
      (profile) => {
        profile.carddav.password = { file: 'wrong.secret' };
      },
      { code: 1, says: ['refused the user name or password for john', 'carddav.password'] },
    );
  });

  it('with a certificate that nobody trusts: says which server', async () => {
    const server = await startRadicale({ certificate: 'trusted' });
    await failing(
      (profile) => {
        profile.carddav.url = server.url;
      },
      { code: 1, says: ['certificate of the address book server', new URL(server.url).host] },
    );
    await server.stop();
  });

  it('without the book: says where there is none', async () => {
    await failing(
      (profile) => {
        profile.carddav.url = `${radicale.rootUrl}john/nothing/`;
      },
      { code: 1, says: ['no address book', '/john/nothing/'] },
    );
  });

  it('answering with a web page: says that there is no address book', async () => {
    const pages = createServer((_, answer) => {
      answer.setHeader('content-type', 'text/html').end('<html><body>Please log in</body></html>');
    });
    await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
    const { port } = pages.address() as AddressInfo;
    await failing(
      (profile) => {
        profile.carddav.url = `http://127.0.0.1:${port}/contacts/`;
      },
      { code: 1, says: [`127.0.0.1:${port}`, 'address book'] },
    );
    pages.close();
  });
});

describe('the address book', () => {
  it('empty from the start: says so, and it is no failure', async () => {
    const empty = await startRadicale();
    const fresh = johnsCommandLine(prosody, empty);
    reconfigure(fresh, (profile) => {
      profile.domain = 'other.example.com';
    });
    const outcome = await fresh.run('sync');
    expect(outcome.stdout).toContain('the address book is empty');
    expect(outcome.stdout).toContain('0 added, 0 changed, 0 removed');
    expect(outcome.code).toBe(0);
    await Promise.all([empty.stop(), fresh.remove()]);
  });

  it('with a broken card: reads all others and lists that one', async () => {
    await radicale.putCard('good.vcf', card('good', 'Good', '613-555-0101'));
    await radicale.putCard('odd.vcf', card('odd', 'Odd', '911'));
    const report = syncReportSchema.parse((await line.run('sync', '--json')).json());
    expect(report.applied).toEqual({ added: 2, updated: 0, removed: 0 });
    expect(report.skipped).toEqual([
      { card: 'Odd', raw: '911', reason: expect.stringMatching(/too-short|invalid/) },
    ]);
  });
});
