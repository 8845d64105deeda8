/** The servers that the other tests and the demo rely on: they do what those tests take for granted. */
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthority } from '../servers/certificates.ts';
import { davRequest, readBook } from '../servers/dav-request.ts';
import { ensureDebianPackages, PackagesMissingError } from '../servers/debian-packages.ts';
import { startOnPorts } from '../servers/listening-server.ts';
import { isRunning } from '../servers/process-state.ts';
import { startProcess } from '../servers/processes.ts';
import { type ProsodyServer, startProsody } from '../servers/prosody.ts';
import { type RadicaleServer, startRadicale } from '../servers/radicale.ts';
import { cardsRadicaleRefuses, sampleCards } from '../servers/sample-address-book.ts';
import { logIn } from '../servers/second-client.ts';
import { temporaryFolder } from '../servers/temporary-folders.ts';
import { startXandikos } from '../servers/xandikos.ts';

const awkwardItem = {
  jid: '+16135550101%+10345678901@sms.example.com',
  name: '[Home] "Zoë" <O\'Brien> & 李娜 🙂 \\ (cell)',
  groups: ['Home', 'Ünï "q" <&>'],
};

describe.each(['internal', 'sqlite'] as const)('Prosody with %s storage', (storage) => {
  let prosody: ProsodyServer;
  beforeAll(async () => {
    const groups =
      '[+Everyone]\njane@example.com\n[Team]\njohn@example.com=John\nbob@example.com\n';
    prosody = await startProsody({ storage, groups });
  });
  afterAll(() => prosody?.stop());

  it('logs users in over verified TLS and refuses a wrong password', async () => {
    const john = await logIn(prosody, 'john');
    expect(john.jid).toMatch(/^john@example\.com\/./u);
    await john.close();
    await expect(logIn(prosody, 'john', 'wrong')).rejects.toThrow(/not-authorized/u);
  });

  it('stores exactly what a second client has set, without what mod_groups injects', async () => {
    const john = await logIn(prosody, 'john');
    expect(await john.roster()).toEqual([
      { jid: 'bob@example.com', name: '', subscription: 'both', groups: ['Team'] },
      { jid: 'jane@example.com', name: '', subscription: 'both', groups: ['Everyone'] },
    ]);
    await john.setItem(awkwardItem);
    const stored = { ...awkwardItem, subscription: 'none' };
    expect(await john.nextPush()).toEqual(stored);
    expect(await prosody.storedRoster('john')).toEqual([stored]);

    await prosody.restart();
    expect(await prosody.storedRoster('john')).toEqual([stored]);
    const again = await logIn(prosody, 'john');
    expect(await again.roster()).toContainEqual(stored);
    await again.removeItem(awkwardItem.jid);
    expect((await again.nextPush()).subscription).toBe('remove');
    expect(await prosody.storedRoster('john')).toEqual([]);
    await again.close();
  });

  it('takes a new user while it runs', async () => {
    await prosody.addUser('bob', 'pässwörd € "\\');
    const bob = await logIn(prosody, 'bob');
    expect((await bob.roster()).map(({ jid, name }) => ({ jid, name }))).toEqual([
      { jid: 'jane@example.com', name: '' },
      { jid: 'john@example.com', name: 'John' },
    ]);
    await bob.close();
  });
});

describe('Prosody', () => {
  it('asks for STARTTLS before anything else, unless it was started without a certificate', async () => {
    const [secured, open] = await Promise.all([
      startProsody(),
      startProsody({ certificate: 'none' }),
    ]);
    const offer = await streamFeatures(secured);
    expect(offer).toMatch(/<starttls[^>]*><required\/>/u);
    expect(offer).not.toContain('<mechanism>');
    const openOffer = await streamFeatures(open);
    expect(openOffer).not.toContain('<starttls');
    expect(openOffer).toContain('<mechanism>SCRAM-SHA-1</mechanism>');
    await Promise.all([secured.stop(), open.stop()]);
  });

  it.each([
    ['untrusted', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['expired', 'CERT_HAS_EXPIRED'],
    ['wrong-host', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ] as const)('has a certificate that a client refuses when asked for one: %s', async (certificate, code) => {
    const prosody = await startProsody({ certificate });
    await expect(logIn(prosody, 'john')).rejects.toMatchObject({ code });
    await prosody.stop();
  });

  it('reads its configuration again at a reload and keeps the connections', async () => {
    const prosody = await startProsody({ http: true });
    const john = await logIn(prosody, 'john');
    prosody.reload();
    expect(await john.roster()).toEqual([]);
    expect((await fetch(`http://127.0.0.1:${prosody.httpPort}/`)).status).toBe(404);
    await john.close();
    await prosody.stop();
  });

  it('shows changed groups after a restart', async () => {
    const prosody = await startProsody({ groups: '[+Old]\njane@example.com=Jane\n' });
    await prosody.writeGroups('[+New]\njane@example.com=Jane\n');
    await prosody.restart();
    const john = await logIn(prosody, 'john');
    expect((await john.roster()).map((item) => item.groups)).toEqual([['New']]);
    await john.close();
    await prosody.stop();
  });

  it('slows a client down to 10 kB/s when asked to, as Debian configures it', async () => {
    const prosody = await startProsody({ rateLimit: true });
    const john = await logIn(prosody, 'john');
    const started = performance.now();
    const names = Array.from({ length: 10 }, (_, index) => `${index} ${'x'.repeat(900)}`);
    for (const name of names) await john.setItem({ ...awkwardItem, name });
    // 10 kB take a second.
    expect(performance.now() - started).toBeGreaterThan(500);
    await john.close();
    await prosody.stop();
  });

  it('finds its data again in a folder that is kept', async () => {
    const kept = temporaryFolder('kept');
    const first = await startProsody({ folder: kept.path });
    const john = await logIn(first, 'john');
    await john.setItem(awkwardItem);
    await john.close();
    await first.stop();
    const second = await startProsody({ folder: kept.path });
    const again = await logIn(second, 'john');
    expect(await again.roster()).toEqual([{ ...awkwardItem, subscription: 'none' }]);
    await again.close();
    await second.stop();
    await kept.remove();
  });
});

describe('Radicale', () => {
  let radicale: RadicaleServer;
  beforeAll(async () => {
    radicale = await startRadicale({
      books: ['contacts', 'uploaded', 'work'],
      users: { john: 'john-s password', jane: 'jane-s password' },
    });
  });
  afterAll(() => radicale?.stop());
  const access = () => ({ credentials: radicale });

  it('serves the whole sample address book with every number as it was written', async () => {
    const cards = await sampleCards();
    expect(cards.size).toBeGreaterThanOrEqual(40);
    await radicale.writeCards(cards);
    const served = await readBook(radicale.url, access());
    expect([...served.keys()].sort()).toEqual([...cards.keys()]);
    for (const [name, card] of cards) {
      expect(numbers(served.get(name) ?? ''), name).toEqual(numbers(Buffer.from(card).toString()));
    }
  });

  it('takes every sample card in a PUT, and gives the same back as for one that was written', async () => {
    const cards = await sampleCards();
    for (const [name, card] of cards) await radicale.putCard(name, card, 'uploaded');
    const uploaded = await readBook(radicale.bookUrl('uploaded'), access());
    expect(uploaded).toEqual(await readBook(radicale.url, access()));
    const [first = ''] = cards.keys();
    await radicale.deleteCard(first, 'uploaded');
    expect((await readBook(radicale.bookUrl('uploaded'), access())).size).toBe(cards.size - 1);
    expect((await readBook(radicale.bookUrl('work'), access())).size).toBe(0);
  });

  it('refuses cards as phones really export them, and without harm to the book', async () => {
    for (const [name, card] of await cardsRadicaleRefuses()) {
      await expect(radicale.putCard(name, card, 'work'), name).rejects.toThrow(/with 400/u);
    }
    expect((await readBook(radicale.bookUrl('work'), access())).size).toBe(0);
  });

  it('lets nobody in without the right password, and nobody else into the book', async () => {
    const status = async (username: string, password: string) =>
      (
        await davRequest(radicale.url, {
          method: 'PROPFIND',
          headers: { depth: '0' },
          credentials: { username, password },
        })
      ).status;
    expect(await status('john', 'john-s password')).toBe(207);
    expect(await status('john', 'wrong')).toBe(401);
    expect(await status('jane', 'jane-s password')).toBe(403);
  });

  it('serves HTTPS with a certificate of the same authority as the XMPP server', async () => {
    const folder = temporaryFolder('authority');
    const authority = await createAuthority(folder.path);
    const secured = await startRadicale({ certificate: 'trusted', authority });
    expect(secured.caFile).toBe(authority.caFile);
    await secured.putCard('a.vcf', 'BEGIN:VCARD\r\nVERSION:3.0\r\nUID:a\r\nFN:A\r\nEND:VCARD\r\n');
    expect(
      (await readBook(secured.url, { credentials: secured, caFile: secured.caFile })).size,
    ).toBe(1);
    await expect(readBook(secured.url, { credentials: secured })).rejects.toMatchObject({
      code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    });
    await secured.stop();
    await folder.remove();
  });
});

describe('Xandikos', () => {
  it('gives every card back byte for byte, soft line breaks included', async () => {
    const xandikos = await startXandikos();
    const cards = await cardsRadicaleRefuses();
    const name = 'android-soft-line-breaks.vcf';
    const card = Buffer.from(cards.get(name) ?? '');
    await xandikos.putCard(name, card);
    expect(await readBook(xandikos.url)).toEqual(new Map([[name, card.toString()]]));
    await xandikos.deleteCard(name);
    expect((await readBook(xandikos.url)).size).toBe(0);
    await xandikos.stop();
  });
});

describe('whatever is started', () => {
  it('leaves no process and no folder after stop()', async () => {
    const servers = await Promise.all([startProsody(), startRadicale()]);
    for (const server of servers) {
      expect(isRunning(server.pid)).toBe(true);
      await server.stop();
      expect(isRunning(server.pid)).toBe(false);
      expect(existsSync(server.folder)).toBe(false);
    }
  });

  it.each([
    'SIGINT',
    'SIGTERM',
    'SIGKILL',
    'an exception',
  ] as const)('leaves no process and no folder when who started it ends by %s', async (end) => {
    const folder = pathToFileURL(`${import.meta.dirname}/../servers/`).href;
    const script = `
        import { startProsody } from '${folder}prosody.ts';
        import { startRadicale } from '${folder}radicale.ts';
        const servers = await Promise.all([startProsody(), startRadicale()]);
        console.log(JSON.stringify(servers.map(({ pid, folder }) => ({ pid, folder }))));
        if (${end === 'an exception'}) throw new Error('on purpose');`;
    const parent = await startProcess(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    if (!parent.child.stdout) throw new Error('its output must be a pipe');
    const printed = text(parent.child.stdout);
    if (end !== 'an exception') {
      await new Promise((resolve) => parent.child.stdout?.once('readable', resolve));
      parent.signal(end);
    }
    await parent.ended;
    const servers: { pid: number; folder: string }[] = JSON.parse(await printed);
    expect(servers).toHaveLength(2);
    await expect
      .poll(() => servers.filter(({ pid, folder }) => isRunning(pid) || existsSync(folder)), {
        timeout: 10_000,
      })
      .toEqual([]);
  });

  it('says so when a port is taken, instead of taking the other server for its own', async () => {
    const first = await startProsody();
    const folder = temporaryFolder('second');
    const second = startOnPorts(
      {
        command: 'prosody',
        parameters: ['-F', '--config', `${first.folder}/prosody.cfg.lua`],
        cwd: folder.path,
        logFile: `${folder.path}/log`,
      },
      [first.port],
    );
    await expect(second).rejects.toThrow(/taken/u);
    await folder.remove();
    await first.stop();
  });

  it('says in one line what to install where that cannot be done', async () => {
    const { PATH } = process.env;
    process.env['PATH'] = '/nowhere';
    const attempt = ensureDebianPackages(['prosody', 'radicale']);
    process.env['PATH'] = PATH;
    await expect(attempt).rejects.toThrow(PackagesMissingError);
    await expect(attempt).rejects.toThrow(
      /^There is no apt-get here\. Please install .*: (?:sudo )?apt-get install .*prosody radicale$/u,
    );
  });
});

/** The values of a card's TEL lines, unfolded; Radicale escapes the semicolons of URIs. */
function numbers(card: string): string[] {
  return card
    .replace(/\r?\n[ \t]/gu, '')
    .split(/\r?\n/u)
    .filter((line) => /^(?:[\w-]+\.)?tel[;:]/iu.test(line))
    .map((line) => line.slice(line.indexOf(':') + 1).replaceAll('\\;', ';'));
}

/** What Prosody offers to a client that has just connected. */
async function streamFeatures({ host, port, domain }: ProsodyServer): Promise<string> {
  const socket = connect({ host, port });
  socket.write(
    `<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='${domain}' version='1.0'>`,
  );
  let received = '';
  for await (const chunk of socket) {
    received += chunk;
    if (received.includes('</stream:features>')) break;
  }
  socket.destroy();
  return received;
}
