/**
 * A throwaway ejabberd: Debian's own, with a configuration of ours, on free loopback ports, in a temporary
 * folder.
 *
 * Started as `ejabberdctl foreground` starts it, but without that script: it leaves a shell and `su` between
 * us and the server, and an `epmd` behind. Erlang 25 needs none where the port is told (`-erl_epmd_port`),
 * and without `su` anybody may start it, not only root.
 */
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Authority, createAuthority } from './certificates.ts';
import { ensureDebianPackages } from './debian-packages.ts';
import { ejabberdConfiguration } from './ejabberd-configuration.ts';
import { type ServerProgram, startOnFreePorts, startOnPorts } from './listening-server.ts';
import type { StoredItem } from './prosody-storage.ts';
import { temporaryFolder } from './temporary-folders.ts';

export const ejabberdPackages = ['ejabberd', 'openssl'];

export interface EjabberdOptions {
  /** Passwords by local part; default: john and jane. */
  readonly users?: Readonly<Record<string, string>>;
  /** Signs the certificate; by default one of its own. */
  readonly authority?: Authority;
  /** Keep passwords hashed so, and offer no other SCRAM; default: keep them in clear, and offer all. */
  readonly scramHash?: 'sha' | 'sha256' | 'sha512';
  /** Debian's limit of 3 kB/s for each client, after the first 20 kB; default: off. */
  readonly rateLimit?: boolean;
}

export interface EjabberdServer {
  readonly domain: string;
  readonly host: '127.0.0.1';
  /** For clients: STARTTLS required. */
  readonly port: number;
  /** TLS from the first byte (XEP-0368). */
  readonly directTlsPort: number;
  /** PEM file of the authority to trust. */
  readonly caFile: string;
  /** Passwords by local part. */
  readonly users: Readonly<Record<string, string>>;
  /** What ejabberd prints, since its last start. */
  readonly logFile: string;
  addUser(user: string, password: string): Promise<void>;
  /** The roster as ejabberd itself tells it, sorted by JID: with the members of shared groups. */
  storedRoster(user: string): Promise<StoredItem[]>;
  /** Makes a shared group. Single words: a space would corrupt it for good (seen with 23.01). */
  createSharedGroup(group: string, label: string): Promise<void>;
  addToSharedGroup(user: string, group: string): Promise<void>;
  /** Stops and starts it on the same ports, with the same storage. */
  restart(): Promise<void>;
  /** Ends it, and removes its folder. */
  stop(): Promise<void>;
}

const domain = 'localhost';
const defaultUsers = { john: 'john-s password', jane: 'jane-s password' };

/** Starts ejabberd and waits until clients can connect; installs it first where that is possible. */
export async function startEjabberd(options: EjabberdOptions = {}): Promise<EjabberdServer> {
  await ensureDebianPackages(ejabberdPackages);
  const folder = temporaryFolder('ejabberd');
  try {
    return await start(options, folder.path, () => folder.remove());
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

async function start(
  options: EjabberdOptions,
  folder: string,
  leave: () => Promise<void>,
): Promise<EjabberdServer> {
  const users: Record<string, string> = {};
  const file = (name: string) => join(folder, name);
  await mkdir(file('spool'));
  const authority = options.authority ?? (await createAuthority(file('certificates')));
  const { certFile, keyFile } = await authority.issue([domain, '127.0.0.1']);
  const pem = await Promise.all([readFile(certFile, 'utf8'), readFile(keyFile, 'utf8')]);
  await writeFile(file('server.pem'), pem.join('\n'), { mode: 0o600 });

  // The spool belongs to the node's name.
  const node = `rolodial-${process.pid}-${Date.now().toString(36)}@localhost`;
  const env = {
    ...process.env,
    // Without it Erlang reads the arguments of a command as Latin-1, and refuses passwords.
    LC_ALL: 'C.UTF-8',
    HOME: folder,
    ERL_LIBS: librariesFolder(),
    ERL_CRASH_DUMP_BYTES: '0',
    EJABBERD_CONFIG_PATH: file('ejabberd.yml'),
    EJABBERD_LOG_PATH: file('ejabberd.log'),
  };
  const logFile = file('output.log');
  const erlang = (name: string, port: number) => [
    ...['-sname', name, '-setcookie', 'rolodial', '-noinput'],
    ...['-start_epmd', 'false', '-erl_epmd_port', String(port)],
    ...['-kernel', 'inet_dist_use_interface', '{127,0,0,1}'],
  ];

  let program: ServerProgram | undefined;
  const started = await startOnFreePorts(3, async ([port = 0, directTlsPort = 0, nodePort = 0]) => {
    const text = ejabberdConfiguration({
      port,
      directTlsPort,
      domain,
      certificate: file('server.pem'),
      scramHash: options.scramHash,
      rateLimit: options.rateLimit ?? false,
    });
    await writeFile(env.EJABBERD_CONFIG_PATH, text);
    const parameters = [
      ...erlang(node, nodePort),
      ...['-mnesia', 'dir', JSON.stringify(file('spool')), '-s', 'ejabberd'],
    ];
    program = { command: 'erl', parameters, cwd: folder, logFile, env };
    return program;
  });
  const { ports } = started;
  const [port = 0, directTlsPort = 0, nodePort = 0] = ports;
  let running = started.process;
  let commands = 0;

  /** What `ejabberdctl` does for a command: a hidden node that asks the running one. */
  async function control(...command: string[]): Promise<string> {
    commands += 1;
    const name = `control-${commands}-${node}`;
    const asking = ['-dist_listen', 'false', '-hidden', '-s', 'ejabberd_ctl', '-extra', node];
    const { stdout } = await promisify(execFile)(
      'erl',
      [...erlang(name, nodePort), ...asking, ...command],
      { env, cwd: folder, maxBuffer: 64 * 1024 * 1024 },
    ).catch((error) => {
      throw new Error(`ejabberd refused ${command[0]}: ${error.stdout}`, { cause: error });
    });
    return stdout;
  }

  async function addUser(user: string, password: string): Promise<void> {
    await control('register', user, domain, password);
    users[user] = password;
  }

  const wanted = Object.entries(options.users ?? defaultUsers);
  await Promise.all(wanted.map(([user, password]) => addUser(user, password)));
  return {
    domain,
    host: '127.0.0.1',
    port,
    directTlsPort,
    caFile: authority.caFile,
    users,
    logFile,
    addUser,
    storedRoster: async (user) => storedItems(await control('get_roster', user, domain)),
    async createSharedGroup(group, label) {
      await control('srg_create', group, domain, label, 'Description', group);
    },
    async addToSharedGroup(user, group) {
      await control('srg_user_add', user, domain, group, domain);
    },
    async restart() {
      await running.stop();
      if (program) running = await startOnPorts(program, ports);
    },
    async stop() {
      await running.stop();
      await leave();
    },
  };
}

/** Debian keeps Erlang's libraries of packages beside those of the machine's architecture. */
function librariesFolder(): string {
  const folder = readdirSync('/usr/lib')
    .filter((name) => name.includes('-linux-'))
    .map((name) => join('/usr/lib', name))
    .find((path) => readdirSync(path).some((name) => name.startsWith('ejabberd-')));
  if (!folder) throw new Error('the Debian package ejabberd has no libraries where they are known');
  return folder;
}

/** `get_roster`: a line for each group of an item: JID, name, subscription, pending request, group. */
function storedItems(output: string): StoredItem[] {
  const items = new Map<string, StoredItem>();
  for (const line of output.split('\n').filter((text) => text.includes('\t'))) {
    const [jid = '', name = '', subscription = '', , group = ''] = line.split('\t');
    const groups = [...(items.get(jid)?.groups ?? []), ...(group === '' ? [] : [group])].sort();
    items.set(jid, { jid, name, subscription, groups });
  }
  return [...items.values()].sort((one, other) => (one.jid < other.jid ? -1 : 1));
}
