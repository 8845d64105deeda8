/**
 * A throwaway Apache in front of another server: it asks for Digest (RFC 7616) and speaks to that server in the name
 * of a user whom it knows. Radicale and Xandikos know Basic alone.
 */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { apachePackages, startApache } from './apache.ts';
import type { DavCredentials } from './dav-request.ts';
import { ensureDebianPackages } from './debian-packages.ts';
import { startParts } from './server-parts.ts';

export const digestProxyPackages = apachePackages;

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

const modules = ['authn_core', 'authn_file', 'authz_user', 'auth_digest', 'headers', 'proxy'];

/** Starts Apache and waits until it listens; installs it first where that is possible. */
export async function startDigestProxy(options: DigestProxyOptions): Promise<DigestProxy> {
  await ensureDebianPackages(digestProxyPackages);
  return await startParts('digest-proxy', async (folder, keep) => {
    await writeFile(join(folder, 'users'), passwordLine(options.account));
    const directives = () => directivesOf(folder, options);
    const apache = await startApache(folder, [...modules, 'proxy_http'], directives);
    keep(apache);
    return { rootUrl: `http://127.0.0.1:${apache.port}/` };
  });
}

const realm = 'books';

/** As htdigest writes it (htdigest(1)). */
function passwordLine({ username, password }: DavCredentials): string {
  const hash = createHash('md5').update(`${username}:${realm}:${password}`).digest('hex');
  return `${username}:${realm}:${hash}\n`;
}

function directivesOf(folder: string, { rootUrl, behind }: DigestProxyOptions): string[] {
  const basic = Buffer.from(`${behind.username}:${behind.password}`).toString('base64');
  return [
    '<Location "/">',
    ...['AuthType Digest', `AuthName "${realm}"`, 'AuthDigestProvider file'],
    ...[`AuthUserFile "${folder}/users"`, 'Require valid-user'],
    ...[`RequestHeader set Authorization "Basic ${basic}"`, `ProxyPass "${rootUrl}"`],
    '</Location>',
  ];
}
