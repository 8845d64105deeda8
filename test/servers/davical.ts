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
import { apacheModules, apachePackages, startApache } from './apache.ts';
import { bookServer, type RestorableServer } from './book-server.ts';
import type { DavCredentials } from './dav-request.ts';
import { ensureDebianPackages } from './debian-packages.ts';
import { type PostgresServer, postgresPackages, startPostgres } from './postgresql.ts';
import { startParts } from './server-parts.ts';

export const davicalPackages = [
  'davical',
  'libapache2-mod-php',
  ...apachePackages,
  ...postgresPackages,
];

const credentials = { username: 'john', password: 'john-s password' };
const program = '/usr/share/davical';

export interface DavicalServer extends RestorableServer {
  /** As if all clients had stayed away for so long that DAViCal has forgotten its tokens and what has changed. */
  forgetTokens(): Promise<void>;
}

/** Starts DAViCal with a user and an empty book, and waits until it listens; installs it first where that is possible. */
export async function startDavical(): Promise<DavicalServer> {
  await ensureDebianPackages(davicalPackages);
  return await startParts('davical', async (folder, keep) => {
    const database = await startPostgres(folder);
    keep(database);
    await makeDatabase(folder, database);
    await copyProgram(folder, database);

    const modules = ['alias', 'dir', 'rewrite'];
    const apache = await startApache(folder, modules, () => directives(folder));
    keep(apache);
    const rootUrl = `http://127.0.0.1:${apache.port}/`;
    const home = `${rootUrl}davical/caldav.php/${credentials.username}/`;
    const { logFile } = apache;
    const server = bookServer({ rootUrl, home, book: 'addresses', credentials, logFile });
    await server.makeBook('addresses');
    return {
      ...server,
      backUp: () => database.backUp('davical'),
      restore: () => database.restore('davical'),
      async forgetTokens() {
        // As its function new_sync_token does from the second token on that is older than a week.
        await database.query('davical', 'DELETE FROM sync_changes; DELETE FROM sync_tokens');
      },
    };
  });
}

async function makeDatabase(folder: string, database: PostgresServer): Promise<void> {
  await promisify(execFile)(`${program}/dba/create-database.sh`, ['davical', randomUUID()], {
    env: { ...database.env, TMPDIR: folder },
    cwd: folder,
  });
  await database.query('davical', newUser(credentials));
}

/** What PHP takes for the folder of the program must be the real one. */
async function copyProgram(folder: string, { port }: PostgresServer): Promise<void> {
  await cp(`${program}/htdocs`, join(folder, 'htdocs'), { recursive: true });
  await symlink(`${program}/inc`, join(folder, 'inc'));
  await mkdir(join(folder, 'config'));
  const connection = `dbname=davical user=davical_app host=${folder} port=${port}`;
  const lines = [`$c->pg_connect[] = '${connection}';`, `$c->admin_email = 'admin@example.com';`];
  await writeFile(join(folder, 'config/config.php'), `<?php\n${lines.join('\n')}\n`);
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

/** As Debian's own for DAViCal, `/etc/apache2/sites-available/davical.conf`. */
function directives(folder: string): string[] {
  const seen = [folder, program, '/usr/share/awl', '/usr/share/php'];
  return [
    `LoadModule php_module ${phpModule()}`,
    ...[`DocumentRoot ${folder}/htdocs`, `Alias /davical ${folder}/htdocs`],
    ...[`<Directory ${folder}/htdocs>`, 'Require all granted', '</Directory>'],
    ...['<FilesMatch "\\.php$">', 'SetHandler application/x-httpd-php', '</FilesMatch>'],
    `php_admin_value open_basedir ${seen.join(':')}`,
    'RewriteEngine On',
    'RewriteRule ^/\\.well-known/(.*)$ /davical/caldav.php/.well-known/$1 [NC,PT]',
  ];
}

/** Named after PHP's version. */
function phpModule(): string {
  const names = readdirSync(apacheModules).filter((name) => /^libphp[\d.]*\.so$/u.test(name));
  const newest = names.sort().at(-1);
  if (newest === undefined) throw new Error('the Debian package libapache2-mod-php has no module');
  return join(apacheModules, newest);
}
