/**
 * A throwaway Prosody: Debian's own, with a configuration of ours, on free loopback ports, in a folder that
 * is kept only when one is given.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Authority, type CertificateQuality, createAuthority } from './certificates.ts';
import { ensureDebianPackages } from './debian-packages.ts';
import { type ServerProgram, startOnFreePorts, startOnPorts } from './listening-server.ts';
import { type ProsodyConfiguration, prosodyConfiguration } from './prosody-configuration.ts';
import {
  rosterInDatabase,
  rosterInFiles,
  type StoredItem,
  writeAccount,
} from './prosody-storage.ts';
import { temporaryFolder } from './temporary-folders.ts';

export const prosodyPackages = ['prosody', 'lua5.4', 'lua-dbi-sqlite3', 'openssl'];

export interface ProsodyOptions {
  /** Keeps everything in this folder, for another run; by default a temporary one. */
  readonly folder?: string;
  /** Default: `example.com`. */
  readonly domain?: string;
  /** Passwords by local part; default: john and jane. */
  readonly users?: Readonly<Record<string, string>>;
  /** How rosters are stored; default: `internal`, files. */
  readonly storage?: ProsodyConfiguration['storage'];
  /** Debian's limit of 10 kB/s for each client; default: off. */
  readonly rateLimit?: boolean;
  /** Content of `sharedgroups.txt` for mod_groups, which is loaded only where this is given. */
  readonly groups?: string;
  /** An outside service keeps the rosters: its address, with `%s` for the user name. Needs {@link http}. */
  readonly remoteRoster?: string;
  /** Modules to load besides the usual ones. */
  readonly modules?: readonly string[];
  /** More of the configuration (Lua), for those modules. */
  readonly configuration?: string;
  /** Serve HTTP too; default: no. */
  readonly http?: boolean;
  /** `none`: no TLS at all, and login in clear; default: `trusted`. */
  readonly certificate?: CertificateQuality | 'none';
  /** Signs the certificate; by default one of its own. */
  readonly authority?: Authority;
}

export interface ProsodyServer {
  readonly domain: string;
  readonly host: '127.0.0.1';
  /** For clients: STARTTLS required, unless there is no certificate. */
  readonly port: number;
  /** TLS from the first byte (XEP-0368). */
  readonly directTlsPort: number;
  readonly httpPort: number | undefined;
  /** PEM file of the authority to trust. */
  readonly caFile: string;
  /** Passwords by local part. */
  readonly users: Readonly<Record<string, string>>;
  readonly folder: string;
  /** What Prosody prints, since its last start. */
  readonly logFile: string;
  readonly pid: number;
  /** Works while the server runs, too. */
  addUser(user: string, password: string): Promise<void>;
  /** The roster in Prosody's own storage, sorted by JID: without what mod_groups injects. */
  storedRoster(user: string): Promise<StoredItem[]>;
  /** Replaces `sharedgroups.txt`; mod_groups reads it at the next {@link restart}, not at a reload. */
  writeGroups(text: string): Promise<void>;
  /** SIGHUP: reads the configuration again and keeps the connections. */
  reload(): void;
  /** Stops and starts it on the same ports, with the same storage. */
  restart(): Promise<void>;
  /** Ends it, and removes its folder unless one was given. */
  stop(): Promise<void>;
}

/** Starts Prosody and waits until clients can connect; installs it first where that is possible. */
export async function startProsody(options: ProsodyOptions = {}): Promise<ProsodyServer> {
  await ensureDebianPackages(prosodyPackages);
  const temporary = options.folder === undefined ? temporaryFolder('prosody') : undefined;
  const folder = options.folder ?? temporary?.path ?? '';
  try {
    return await start(options, folder, async () => temporary?.remove());
  } catch (error) {
    await temporary?.remove();
    throw error;
  }
}

async function start(
  options: ProsodyOptions,
  folder: string,
  leave: () => Promise<void>,
): Promise<ProsodyServer> {
  const { domain = 'example.com', storage = 'internal', certificate = 'trusted' } = options;
  const users: Record<string, string> = { ...(options.users ?? defaultUsers) };
  const storageFolder = join(folder, 'storage');
  const groupsFile = join(folder, 'sharedgroups.txt');
  const configurationFile = join(folder, 'prosody.cfg.lua');
  const logFile = join(folder, 'prosody.log');

  await mkdir(storageFolder, { recursive: true, mode: 0o700 });
  const authority = options.authority ?? (await createAuthority(join(folder, 'certificates')));
  const issued =
    certificate === 'none'
      ? undefined
      : await authority.issue([domain, '127.0.0.1', 'localhost'], certificate);
  for (const [user, password] of Object.entries(users)) {
    await writeAccount(storageFolder, domain, user, password);
  }
  if (options.groups !== undefined) await writeFile(groupsFile, options.groups);

  const program: ServerProgram = {
    command: 'prosody',
    parameters: ['-F', '--config', configurationFile],
    cwd: folder,
    logFile,
  };
  const portCount = 1 + (issued ? 1 : 0) + (options.http ? 1 : 0);
  const { process, ports } = await startOnFreePorts(portCount, async (free) => {
    const [clientPort = 0, ...others] = free;
    const text = prosodyConfiguration({
      domain,
      storageFolder,
      pidFile: join(folder, 'prosody.pid'),
      storage,
      certificate: issued,
      clientPort,
      directTlsPort: others[0] ?? 0,
      httpPort: options.http ? others.at(-1) : undefined,
      rateLimit: options.rateLimit ?? false,
      groupsFile: options.groups === undefined ? undefined : groupsFile,
      remoteRoster: options.remoteRoster,
      modules: options.modules ?? [],
      extra: options.configuration ?? '',
    });
    await writeFile(configurationFile, text, { mode: 0o600 });
    return program;
  });

  let running = process;
  return {
    domain,
    host: '127.0.0.1',
    port: ports[0] ?? 0,
    directTlsPort: issued ? (ports[1] ?? 0) : 0,
    httpPort: options.http ? ports.at(-1) : undefined,
    caFile: authority.caFile,
    users,
    folder,
    logFile,
    get pid() {
      return running.pid;
    },
    async addUser(user, password) {
      await writeAccount(storageFolder, domain, user, password);
      users[user] = password;
    },
    async storedRoster(user) {
      return storage === 'sqlite'
        ? rosterInDatabase(storageFolder, domain, user)
        : rosterInFiles(storageFolder, domain, user);
    },
    writeGroups: (text) => writeFile(groupsFile, text),
    reload: () => running.signal('SIGHUP'),
    async restart() {
      await running.stop();
      running = await startOnPorts(program, ports);
    },
    async stop() {
      await running.stop();
      await leave();
    },
  };
}

const defaultUsers = { john: 'john-s password', jane: 'jane-s password' };
