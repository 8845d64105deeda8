/**
 * A throwaway SOGo: Debian's own, behind Debian's Apache, with a PostgreSQL and a memcached of its own, on free
 * loopback ports, in a temporary folder. Its users are a table, which is the company's directory in everybody's
 * home as well.
 *
 * What it is told on its command line counts more than `/etc/sogo/sogo.conf`; still it must be able to read that
 * file, which Debian lets only the group sogo do.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { apachePackages, startApache } from './apache.ts';
import { bookServer, type RestorableServer } from './book-server.ts';
import { ensureDebianPackages } from './debian-packages.ts';
import { type ServerProgram, startOnFreePorts, startOnPorts } from './listening-server.ts';
import { type PostgresServer, postgresPackages, startPostgres } from './postgresql.ts';
import { startParts } from './server-parts.ts';
import { withoutRoot } from './without-root.ts';

export const sogoPackages = ['sogo', 'memcached', ...apachePackages, ...postgresPackages];

const credentials = { username: 'john', password: 'john-s password' };

/** Starts SOGo with a user, whose first book is empty; installs it first where that is possible. */
export async function startSogo(): Promise<RestorableServer> {
  await ensureDebianPackages(sogoPackages);
  return await startParts('sogo', async (folder, keep) => {
    const database = await startPostgres(folder);
    keep(database);
    await database.query('postgres', 'CREATE DATABASE sogo');
    await database.query('sogo', usersTable());

    const memcached = await startOnFreePorts(1, async ([port]) => {
      const parameters = ['-l', '127.0.0.1', '-p', String(port), '-U', '0', '-m', '16'];
      const logFile = join(folder, 'memcached.log');
      return { ...withoutRoot({ command: 'memcached', parameters }), cwd: folder, logFile };
    });
    keep(memcached.process);

    const logFile = join(folder, 'sogo.log');
    let program: ServerProgram | undefined;
    const sogo = await startOnFreePorts(1, async ([port = 0]) => {
      const wanted = settings(folder, port, memcached.ports[0] ?? 0, database);
      const parameters = Object.entries(wanted).flatMap(([name, value]) => [`-${name}`, value]);
      const call = withoutRoot({ command: '/usr/sbin/sogod', parameters }, 'sogo');
      program = { ...call, cwd: folder, logFile, env: { ...process.env, HOME: folder } };
      return program;
    });
    let running = sogo.process;
    /** It takes no other signal: told to terminate, it says that it does, and goes on. */
    const end = async () => {
      running.signal('SIGKILL');
      await running.ended;
    };
    keep({ stop: end });
    /** It does not come back by itself when its connections to the database are cut. */
    async function whileStopped(change: () => Promise<void>): Promise<void> {
      await end();
      await change();
      if (program) running = await startOnPorts(program, sogo.ports);
    }

    await mkdir(join(folder, 'htdocs'));
    const modules = ['alias', 'env', 'headers', 'proxy', 'proxy_http', 'rewrite'];
    const apache = await startApache(folder, modules, (port) =>
      directives(folder, port, sogo.ports[0] ?? 0),
    );
    keep(apache);
    const rootUrl = `http://127.0.0.1:${apache.port}/`;
    const home = `${rootUrl}SOGo/dav/${credentials.username}/Contacts/`;
    return {
      ...bookServer({ rootUrl, home, book: 'personal', credentials, logFile }),
      backUp: () => whileStopped(() => database.backUp('sogo')),
      restore: () => whileStopped(() => database.restore('sogo')),
    };
  });
}

/** The columns that SOGo wants in a table of users. */
function usersTable(): string {
  const { username, password } = credentials;
  const values = [username, username, password, 'John', `${username}@example.com`];
  const literals = values.map((value) => `'${value.replaceAll("'", "''")}'`);
  return `
    CREATE TABLE people (c_uid TEXT PRIMARY KEY, c_name TEXT, c_password TEXT, c_cn TEXT, mail TEXT);
    INSERT INTO people VALUES (${literals.join(', ')});`;
}

function settings(
  folder: string,
  port: number,
  memcachedPort: number,
  database: PostgresServer,
): Readonly<Record<string, string>> {
  const table = (name: string) =>
    `postgresql://postgres:${database.password}@127.0.0.1:${database.port}/sogo/${name}`;
  const users = {
    type: 'sql',
    id: 'directory',
    viewURL: table('people'),
    canAuthenticate: 'YES',
    isAddressBook: 'YES',
    displayName: 'Company',
    userPasswordAlgorithm: 'plain',
  };
  const source = Object.entries(users).map(([name, value]) => `${name} = "${value}";`);
  return {
    WOPort: `127.0.0.1:${port}`,
    WOPidFile: join(folder, 'sogo.pid'),
    WOLogFile: '-',
    WONoDetach: 'YES',
    // One process: several would make their tables at the same time at first, and all but one of them fail.
    WOUseWatchDog: 'NO',
    SOGoProfileURL: table('user_profiles'),
    OCSFolderInfoURL: table('folders'),
    OCSSessionsFolderURL: table('sessions'),
    OCSEMailAlarmsFolderURL: table('alarms'),
    SOGoUserSources: `({ ${source.join(' ')} })`,
    SOGoMemcachedHost: `127.0.0.1:${memcachedPort}`,
    SOGoTimeZone: 'UTC',
  };
}

/** As SOGo's own example for Apache, `/usr/share/doc/sogo/apache.conf`. */
function directives(folder: string, port: number, sogoPort: number): string[] {
  const header = (name: string, value: string) =>
    `RequestHeader set "x-webobjects-server-${name}" "${value}"`;
  return [
    ...[`DocumentRoot ${folder}/htdocs`, 'ProxyRequests Off', 'ProxyPreserveHost On'],
    'SetEnv proxy-nokeepalive 1',
    `ProxyPass /SOGo http://127.0.0.1:${sogoPort}/SOGo retry=0 nocanon`,
    ...[header('port', String(port)), header('name', '127.0.0.1'), header('protocol', 'HTTP/1.0')],
    header('url', `http://127.0.0.1:${port}`),
    'RewriteEngine On',
    'RewriteRule ^/.well-known/carddav/?$ /SOGo/dav [R=301]',
  ];
}
