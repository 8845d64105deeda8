/**
 * Certificate authorities that a profile names besides the system's. Node keeps one list for the whole
 * process (`tls.setDefaultCACertificates`, Node 24), which fetch and @xmpp/client both follow; so an
 * authority named by one profile is trusted for all profiles. Verification is never switched off.
 */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import tls from 'node:tls';
import { RolodialError } from '../../../shared/errors.ts';

const trusted = new Set<string>();

/**
 * Trusts the authorities in a PEM file from now on.
 *
 * @param file absolute path
 * @param field the setting that names the file, for the message
 * @throws RolodialError `settings-invalid` where the file cannot be read or holds no certificate
 */
export function trustAuthorities(file: string, field: string): void {
  const certificates = pemCertificates(readPem(file, field));
  if (certificates.length === 0 || !certificates.every(isCertificate)) {
    throw invalid(field, `${file} holds no certificate in PEM form`);
  }
  const fresh = certificates.filter((pem) => !trusted.has(pem));
  if (fresh.length === 0) return;
  for (const pem of fresh) trusted.add(pem);
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), ...fresh]);
}

function readPem(file: string, field: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw invalid(field, `${file} cannot be read`, error);
  }
}

function pemCertificates(text: string): string[] {
  return text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}

function isCertificate(pem: string): boolean {
  try {
    new X509Certificate(pem);
    return true;
  } catch {
    return false;
  }
}

function invalid(field: string, detail: string, cause?: unknown): RolodialError {
  return new RolodialError(
    'settings-invalid',
    `${field}: ${detail}.`,
    { field, detail },
    { cause },
  );
}
