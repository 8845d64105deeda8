/**
 * A throwaway PostgreSQL for servers that need a database: a cluster of its own in a folder of theirs, on a free
 * loopback port. By its socket, which is in the folder as well, whoever may enter the folder is let in; by TCP,
 * only with the password.
 */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { startOnFreePorts } from './listening-server.ts';
import { openToServers, withoutRoot } from './without-root.ts';

export const postgresPackages = ['postgresql'];

const run = promisify(execFile);

export interface PostgresServer {
  readonly port: number;
  readonly password: string;
  /** For programs that connect by libpq, as the superuser `postgres`. */
  readonly env: NodeJS.ProcessEnv;
  /** Runs SQL as the superuser; what it answers comes a row in a line. */
  query(database: string, sql: string): Promise<string>;
  /** Keeps a copy of a database, in place of the one before, for {@link restore}. Both cut off whoever is connected. */
  backUp(database: string): Promise<void>;
  restore(database: string): Promise<void>;
  /** Ends it; its folder is the caller's. */
  stop(): Promise<void>;
}

/** @param folder exists, and is open to servers (see `without-root.ts`) */
export async function startPostgres(folder: string): Promise<PostgresServer> {
  const file = (name: string) => join(folder, name);
  const password = randomUUID();
  await writeFile(file('postgres-password'), password);
  await mkdir(file('cluster'), { mode: 0o700 });
  await openToServers(file('cluster'));
  const make = withoutRoot({
    command: program('initdb'),
    parameters: [
      ...[
        '--pgdata',
        file('cluster'),
        '--username',
        'postgres',
        '--pwfile',
        file('postgres-password'),
      ],
      ...['--auth-local', 'trust', '--auth-host', 'scram-sha-256'],
      ...['--encoding', 'UTF8', '--locale', 'C.UTF-8', '--no-sync'],
    ],
  });
  await run(make.command, make.parameters, { cwd: folder });

  const { process: server, ports } = await startOnFreePorts(1, async ([port = 0]) => {
    const settings = {
      listen_addresses: '127.0.0.1',
      port,
      unix_socket_directories: folder,
      shared_buffers: '16MB',
      // In the folder, so that nothing is left of it where it is killed.
      dynamic_shared_memory_type: 'mmap',
      // What is lost when the machine fails is of no use to anybody.
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
    };
    const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const parameters = ['-D', file('cluster'), ...options];
    const call = withoutRoot({ command: program('postgres'), parameters });
    return { ...call, cwd: folder, logFile: file('postgres.log') };
  });
  const [port = 0] = ports;
  // It listens before it lets anybody in.
  while (!(await readFile(file('postgres.log'), 'utf8')).includes(readyMessage)) {
    if (!server.running()) throw new Error('PostgreSQL has ended before it was ready');
    await pause(15);
  }
  const env = { ...process.env, PGHOST: folder, PGPORT: String(port), PGUSER: 'postgres' };
  async function query(database: string, sql: string): Promise<string> {
    const quietly = ['--no-psqlrc', '--quiet', '--tuples-only', '--no-align'];
    const parameters = [...quietly, '--set', 'ON_ERROR_STOP=1', '--dbname', database, '-c', sql];
    const { stdout } = await run(program('psql'), parameters, { env, cwd: folder });
    return stdout;
  }
  async function replace(database: string, original: string): Promise<void> {
    const end = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${original}'`;
    await query('postgres', end);
    await query('postgres', `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
    await query('postgres', `CREATE DATABASE ${database} TEMPLATE ${original}`);
  }
  return {
    port,
    password,
    env,
    query,
    backUp: (database) => replace(`${database}_backup`, database),
    restore: (database) => replace(database, `${database}_backup`),
    async stop() {
      await server.stop();
    },
  };
}

const readyMessage = 'ready to accept connections';

/** Debian keeps each version's programs in a folder of its own; those of the newest will do. */
function program(name: string): string {
  const versions = existsSync(versionsFolder) ? readdirSync(versionsFolder) : [];
  const [newest] = versions
    .map((version) => join(versionsFolder, version, 'bin', name))
    .filter((path) => existsSync(path))
    .sort()
    .reverse();
  if (newest === undefined) throw new Error(`the Debian package postgresql has no ${name}`);
  return newest;
}
const versionsFolder = '/usr/lib/postgresql';
