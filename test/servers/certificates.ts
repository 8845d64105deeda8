/** Certificates made on the spot with the `openssl` command: an authority of our own, and what it signs. */
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A certificate and its key, as PEM files. */
export interface Certificate {
  readonly certFile: string;
  readonly keyFile: string;
}

/**
 * How good a server's certificate is:
 * - `trusted`: signed by the authority whose file the server hands out, for the right names;
 * - `untrusted`: the same, from an authority nobody has heard of;
 * - `expired`: ended yesterday;
 * - `wrong-host`: for another server's name.
 */
export type CertificateQuality = 'trusted' | 'untrusted' | 'expired' | 'wrong-host';

export interface Authority {
  /** PEM file of the authority's own certificate. */
  readonly caFile: string;
  /** Makes a certificate for host names and IP addresses. */
  issue(names: readonly string[], quality?: CertificateQuality): Promise<Certificate>;
}

const run = promisify(execFile);
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/** Makes a certificate authority in a folder (made if need be); an earlier one there is replaced. */
export async function createAuthority(folder: string): Promise<Authority> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const caFile = join(folder, 'ca.pem');
  const caKeyFile = join(folder, 'ca.key');
  await run('openssl', [
    ...['req', '-x509', ...newKey, '-keyout', caKeyFile, '-out', caFile, '-days', '30'],
    ...['-subj', '/CN=Authority of a throwaway server'],
    ...['-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
  ]);

  let issued = 0;
  const issue = async (
    names: readonly string[],
    quality: CertificateQuality = 'trusted',
  ): Promise<Certificate> => {
    if (quality === 'untrusted') {
      const stranger = await createAuthority(join(folder, 'stranger'));
      return stranger.issue(names);
    }
    issued += 1;
    // Of its own: several may be under way at once.
    const serial = issued;
    const file = (ending: string) => join(folder, `server-${serial}.${ending}`);
    const subjects = quality === 'wrong-host' ? ['elsewhere.example.net'] : names;
    const alternatives = subjects.map((name) => `${isIP(name) ? 'IP' : 'DNS'}:${name}`).join(',');
    await writeFile(
      file('ext'),
      `subjectAltName=${alternatives}\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n`,
    );
    await run('openssl', [
      ...['req', '-new', ...newKey, '-keyout', file('key'), '-out', file('csr')],
      ...['-subj', `/CN=${subjects[0]}`],
    ]);
    await run('openssl', [
      ...['x509', '-req', '-in', file('csr'), '-CA', caFile, '-CAkey', caKeyFile],
      ...['-set_serial', `${serial}`, '-extfile', file('ext'), '-out', file('pem')],
      ...['-days', quality === 'expired' ? '-1' : '30'],
    ]);
    return { certFile: file('pem'), keyFile: file('key') };
  };
  return { caFile, issue };
}
