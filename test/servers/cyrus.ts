/**
 * A throwaway Cyrus: Debian's own, with its HTTP service for address books alone, on free loopback ports, in a
 * temporary folder.
 *
 * It makes the default book of a user who has an inbox, and the inbox at the first login by IMAP.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type BookServer, bookServer } from './book-server.ts';
import type { DavCredentials } from './dav-request.ts';
import { ensureDebianPackages } from './debian-packages.ts';
import { startOnFreePorts } from './listening-server.ts';
import { startParts } from './server-parts.ts';
import { openToServers, serverUser, withoutRoot } from './without-root.ts';

export const cyrusPackages = ['cyrus-imapd', 'cyrus-caldav', 'sasl2-bin'];

const credentials = { username: 'john', password: 'john-s password' };

/** Starts Cyrus and waits until its user has a book; installs it first where that is possible. */
export async function startCyrus(): Promise<BookServer> {
  await ensureDebianPackages(cyrusPackages);
  return await startParts('cyrus', async (folder, keep) => {
    const file = (name: string) => join(folder, name);
    for (const name of ['store', 'home', 'home/db', 'home/socket']) {
      await mkdir(file(name));
      await openToServers(file(name));
    }
    await writeFile(file('imapd.conf'), imapdConfiguration(folder));
    await addUser(file('users'), credentials);

    const logFile = file('cyrus.log');
    const { process, ports } = await startOnFreePorts(2, async ([httpPort = 0, imapPort = 0]) => {
      await writeFile(file('cyrus.conf'), services(file('imapd.conf'), httpPort, imapPort));
      const parameters = ['-C', file('imapd.conf'), '-M', file('cyrus.conf'), '-p', file('pid')];
      const call = withoutRoot({ command: '/usr/lib/cyrus/bin/master', parameters });
      return { ...call, cwd: folder, logFile };
    });
    keep(process);
    const [httpPort = 0, imapPort = 0] = ports;
    await makeInbox(imapPort, credentials);

    const rootUrl = `http://127.0.0.1:${httpPort}/`;
    const home = `${rootUrl}dav/addressbooks/user/${credentials.username}/`;
    return bookServer({ rootUrl, home, book: 'Default', credentials, logFile });
  });
}

/** What all programs of Cyrus read (imapd.conf(5)). */
function imapdConfiguration(folder: string): string {
  return [
    ...[`configdirectory: ${folder}/home`, `partition-default: ${folder}/store`],
    ...[`proc_path: ${folder}/home/proc`, `mboxname_lockpath: ${folder}/home/lock`],
    `cyrus_user: ${serverUser(userInfo().username)}`,
    ...['httpmodules: carddav', 'allowplaintext: yes', 'autocreate_quota: 0'],
    // Kept for a while, a book has the second of its end in its name, and cannot end twice in one.
    'delete_mode: immediate',
    'skiplist_unsafe: yes',
    ...['sasl_pwcheck_method: auxprop', 'sasl_auxprop_plugin: sasldb', 'sasl_mech_list: PLAIN'],
    ...[`sasl_sasldb_path: ${folder}/users`, ''],
  ].join('\n');
}

/** What Cyrus' master starts (cyrus.conf(5)); each has to be told of the configuration anew. */
function services(configuration: string, httpPort: number, imapPort: number): string {
  const service = (name: string, port: number) =>
    `${name} cmd="${name}d -C ${configuration}" listen="127.0.0.1:${port}"`;
  return [
    `START {\n recover cmd="ctl_cyrusdb -C ${configuration} -r"\n}`,
    `SERVICES {\n ${service('http', httpPort)}\n ${service('imap', imapPort)}\n}`,
    'EVENTS {\n}\n',
  ].join('\n');
}

async function addUser(file: string, { username, password }: DavCredentials): Promise<void> {
  const parameters = ['-p', '-c', '-f', file, username];
  const call = withoutRoot({ command: 'saslpasswd2', parameters });
  const adding = spawn(call.command, call.parameters, { stdio: ['pipe', 'ignore', 'pipe'] });
  adding.stdin.end(password);
  const [said, [code]] = await Promise.all([text(adding.stderr), once(adding, 'exit')]);
  if (code !== 0) throw new Error(`saslpasswd2 ended with ${code}: ${said}`);
}

/** Logs in by IMAP (RFC 9051 §6.2.3) and out again. */
async function makeInbox(port: number, { username, password }: DavCredentials): Promise<void> {
  const socket = connect({ host: '127.0.0.1', port });
  socket.write(`a LOGIN ${username} "${password}"\r\nb LOGOUT\r\n`);
  const said = await text(socket);
  if (!/^a OK/mu.test(said)) throw new Error(`Cyrus refused the login: ${said}`);
}
