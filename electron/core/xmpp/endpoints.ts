/**
 * Where an account's server listens (RFC 6120 §3.2). Only STARTTLS endpoints: @xmpp/client 0.14 connects
 * to direct-TLS records by IP address and could not check the certificate against the domain.
 */
import { resolveSrv } from 'node:dns/promises';

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

const defaultPort = 5222;

/**
 * The endpoints to try, in order: the configured host alone; else what SRV says; else the domain itself.
 *
 * @param domain the domain of the account
 */
export async function endpointsOf(
  domain: string,
  configured: { host?: string | undefined; port?: number | undefined },
): Promise<Endpoint[]> {
  if (configured.host) return [{ host: configured.host, port: configured.port ?? defaultPort }];
  const records = await resolveSrv(`_xmpp-client._tcp.${domain}`).catch(() => []);
  // RFC 2782: a single record with target "." says that there is no such service here.
  const offered = records.filter((record) => record.name !== '' && record.name !== '.');
  if (offered.length === 0) return [{ host: domain, port: defaultPort }];
  return offered
    .sort((one, other) => one.priority - other.priority || other.weight - one.weight)
    .map((record) => ({ host: record.name, port: record.port }));
}

/** As it stands in a URL: IPv6 addresses in brackets. */
export function endpointText({ host, port }: Endpoint): string {
  return `${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`;
}
