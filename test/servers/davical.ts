/**
 * A throwaway DAViCal: Debian's own, on Debian's Apache and a PostgreSQL of its own, on free loopback ports, in a
 * temporary folder.
 *
 * DAViCal reads the first of several configurations that it sees, the machine's before one in the folder beside
 * it; so PHP is not let see the machine's.
 */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type BookServer, bookServer } from './book-server.ts';
import type { DavCredentials } from './dav-request.ts';
import { ensureDebianPackages } from './debian-packages.ts';
import { startOnFreePorts } from './listening-server.ts';
import { type PostgresServer, postgresPackages, startPostgres } from './postgresql.ts';
import { temporaryFolder } from './temporary-folders.ts';
import { openToServers, withoutRoot } from './without-root.ts';

export const davicalPackages = [
  'davical',
  'apache2-bin',
  'libapache2-mod-php',
  ...postgresPackages,
];

const credentials = { username: 'john', password: 'john-s password' };
const program = '/usr/share/davical';

export interface DavicalServer extends BookServer {
  /** As if all clients had stayed away for so long that DAViCal has forgotten its tokens and what has changed. */
  forgetTokens(): Promise<void>;
  /** Keeps all that there is, for {@link restore}. */
  backUp(): Promise<void>;
  restore(): Promise<void>;
}

/** Starts DAViCal with a user and an empty book, and waits until it listens; installs it first where that is possible. */
export async function startDavical(): Promise<DavicalServer> {
  await ensureDebianPackages(davicalPackages);
  const folder = temporaryFolder('davical');
  try {
    await openToServers(folder);
    const database = await startPostgres(folder.path);
    try {
      return await start(folder.path, database, async () => {
        await database.stop();
        await folder.remove();
      });
    } catch (error) {
      await database.stop();
      throw error;
    }
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

async function start(
  folder: string,
  database: PostgresServer,
  leave: () => Promise<void>,
): Promise<DavicalServer> {
  const file = (name: string) => join(folder, name);
  await promisify(execFile)(`${program}/dba/create-database.sh`, ['davical', randomUUID()], {
    env: { ...database.env, TMPDIR: folder },
    cwd: folder,
  });
  await database.query('davical', newUser(credentials));

  // What PHP takes for the folder of the program must be the real one.
  await cp(`${program}/htdocs`, file('htdocs'), { recursive: true });
  await symlink(`${program}/inc`, file('inc'));
  await mkdir(file('config'));
  await writeFile(file('config/config.php'), configuration(folder, database.port));

  const logFile = file('apache.log');
  const { process, ports } = await startOnFreePorts(1, async ([port = 0]) => {
    await writeFile(file('apache.conf'), apacheConfiguration(folder, port));
    const parameters = ['-DFOREGROUND', '-f', file('apache.conf')];
    return { ...withoutRoot({ command: '/usr/sbin/apache2', parameters }), cwd: folder, logFile };
  });
  const rootUrl = `http://127.0.0.1:${ports[0]}/`;
  const home = `${rootUrl}davical/caldav.php/${credentials.username}/`;
  const stop = async () => {
    await process.stop();
    await leave();
  };
  const server = bookServer({ rootUrl, home, book: 'addresses', credentials, logFile, stop });
  await server.makeBook('addresses').catch(async (error: unknown) => {
    await process.stop();
    throw error;
  });
  const copy = (from: string, to: string) =>
    database.query('postgres', `CREATE DATABASE ${to} TEMPLATE ${from}`);
  return {
    ...server,
    async forgetTokens() {
      // As its function new_sync_token does from the second token on that is older than a week.
      await database.query('davical', 'DELETE FROM sync_changes; DELETE FROM sync_tokens');
    },
    async backUp() {
      await copy('davical', 'backup');
    },
    async restore() {
      await database.query('postgres', 'DROP DATABASE davical WITH (FORCE)');
      await copy('backup', 'davical');
      await database.query('postgres', 'DROP DATABASE backup');
    },
  };
}

/** What DAViCal's own pages of administration do; `**` stands for a password in clear. */
function newUser({ username, password }: DavCredentials): string {
  return `
    INSERT INTO usr (active, email_ok, updated, username, password, fullname, email)
      VALUES (TRUE, current_date, current_date, '${username}', '**${password.replaceAll("'", "''")}',
        'John', '${username}@example.com');
    INSERT INTO principal (type_id, user_no, displayname, default_privileges)
      SELECT 1, user_no, fullname, 0::BIT(24) FROM usr WHERE username = '${username}';`;
}

function configuration(databaseFolder: string, databasePort: number): string {
  const connection = `dbname=davical user=davical_app host=${databaseFolder} port=${databasePort}`;
  return `<?php\n$c->pg_connect[] = '${connection}';\n$c->admin_email = 'admin@example.com';\n`;
}

/** As Debian's own for DAViCal (`/etc/apache2/sites-available/davical.conf`), with all that Apache needs besides. */
function apacheConfiguration(folder: string, port: number): string {
  const modules = ['mpm_prefork', 'authz_core', 'alias', 'dir', 'rewrite'];
  const seen = [folder, program, '/usr/share/awl', '/usr/share/php'];
  return [
    ...modules.map((name) => `LoadModule ${name}_module ${modulesFolder}/mod_${name}.so`),
    `LoadModule php_module ${phpModule()}`,
    ...[`ServerRoot ${folder}`, `Listen 127.0.0.1:${port}`, 'ServerName 127.0.0.1'],
    ...[`PidFile ${folder}/apache.pid`, `DefaultRuntimeDir ${folder}`],
    ...[`ErrorLog ${folder}/apache-error.log`, 'StartServers 2', 'MinSpareServers 1'],
    ...[`DocumentRoot ${folder}/htdocs`, `Alias /davical ${folder}/htdocs`],
    ...[`<Directory ${folder}/htdocs>`, 'Require all granted', '</Directory>'],
    ...['<FilesMatch "\\.php$">', 'SetHandler application/x-httpd-php', '</FilesMatch>'],
    `php_admin_value open_basedir ${seen.join(':')}`,
    'RewriteEngine On',
    'RewriteRule ^/\\.well-known/(.*)$ /davical/caldav.php/.well-known/$1 [NC,PT]',
    '',
  ].join('\n');
}

/** Named after PHP's version. */
function phpModule(): string {
  const names = readdirSync(modulesFolder).filter((name) => /^libphp[\d.]*\.so$/u.test(name));
  const newest = names.sort().at(-1);
  if (newest === undefined) throw new Error('the Debian package libapache2-mod-php has no module');
  return join(modulesFolder, newest);
}
const modulesFolder = '/usr/lib/apache2/modules';
