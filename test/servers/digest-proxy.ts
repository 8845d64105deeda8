/**
 * A throwaway Apache in front of another server: it asks for Digest (RFC 7616) and speaks to that server in the name
 * of a user whom it knows. Radicale and Xandikos know Basic alone.
 */
import { createHash } from 'node:crypto';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DavCredentials } from './dav-request.ts';
import { ensureDebianPackages } from './debian-packages.ts';
import { startOnFreePorts } from './listening-server.ts';
import { temporaryFolder } from './temporary-folders.ts';

export const digestProxyPackages = ['apache2-bin'];

export interface DigestProxy {
  readonly rootUrl: string;
  stop(): Promise<void>;
}

export interface DigestProxyOptions {
  /** Of the server behind. */
  readonly rootUrl: string;
  /** Who may come in, with Digest. */
  readonly account: DavCredentials;
  /** As whom the server behind is asked, with Basic. */
  readonly behind: DavCredentials;
}

/** Starts Apache and waits until it listens; installs it first where that is possible. */
export async function startDigestProxy(options: DigestProxyOptions): Promise<DigestProxy> {
  await ensureDebianPackages(digestProxyPackages);
  const folder = temporaryFolder('apache');
  try {
    // Started by root, it reads the passwords as somebody else.
    await chmod(folder.path, 0o755);
    await writeFile(join(folder.path, 'users'), passwordLine(options.account));
    const configurationFile = join(folder.path, 'apache.conf');
    const { process, ports } = await startOnFreePorts(1, async ([port = 0]) => {
      await writeFile(configurationFile, configuration(folder.path, port, options));
      return {
        command: '/usr/sbin/apache2',
        parameters: ['-D', 'FOREGROUND', '-f', configurationFile],
        cwd: folder.path,
        logFile: join(folder.path, 'apache.log'),
      };
    });
    return {
      rootUrl: `http://127.0.0.1:${ports[0]}/`,
      async stop() {
        await process.stop();
        await folder.remove();
      },
    };
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

const realm = 'books';

/** As htdigest writes it (htdigest(1)). */
function passwordLine({ username, password }: DavCredentials): string {
  const hash = createHash('md5').update(`${username}:${realm}:${password}`).digest('hex');
  return `${username}:${realm}:${hash}\n`;
}

function configuration(
  folder: string,
  port: number,
  { rootUrl, behind }: DigestProxyOptions,
): string {
  const modules = ['mpm_event', 'authn_core', 'authn_file', 'authz_core', 'authz_user'];
  const more = ['auth_digest', 'headers', 'proxy', 'proxy_http'];
  const basic = Buffer.from(`${behind.username}:${behind.password}`).toString('base64');
  return [
    ...[...modules, ...more].map(
      (name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`,
    ),
    ...[`ServerRoot "${folder}"`, `DefaultRuntimeDir "${folder}"`, `PidFile "${folder}/pid"`],
    ...[`Listen 127.0.0.1:${port}`, 'ServerName 127.0.0.1', 'ErrorLog "/dev/stderr"'],
    ...(process.getuid?.() === 0 ? ['User nobody', 'Group nogroup'] : []),
    '<Location "/">',
    ...['AuthType Digest', `AuthName "${realm}"`, 'AuthDigestProvider file'],
    ...[`AuthUserFile "${folder}/users"`, 'Require valid-user'],
    ...[`RequestHeader set Authorization "Basic ${basic}"`, `ProxyPass "${rootUrl}"`],
    '</Location>',
    '',
  ].join('\n');
}
