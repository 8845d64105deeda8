/** Where an account's server listens (RFC 6120 §3.2, XEP-0368 for TLS from the first byte). */
import { Resolver } from 'node:dns/promises';
import { domainToASCII } from 'node:url';
import { RolodialError } from '../../../shared/errors.ts';
import type { ProfileInput } from '../../../shared/settings/schema.ts';

export interface Endpoint {
  /** `xmpp`: STARTTLS; `xmpps`: TLS from the first byte; `wss`: a WebSocket (RFC 7395). */
  readonly protocol: 'xmpp' | 'xmpps' | 'wss';
  readonly host: string;
  readonly port: number;
  /** Of a WebSocket: what follows the host, with its slash. */
  readonly path?: string;
}

/** The question to DNS; rejects where there is no answer, as node:dns does. */
export interface SrvResolver {
  resolveSrv(name: string): Promise<readonly SrvRecord[]>;
}

interface SrvRecord {
  readonly name: string;
  readonly port: number;
  readonly priority: number;
  readonly weight: number;
}

/** What the settings say about where to connect; a redirect names the protocol itself. */
type Configured = Readonly<Pick<ProfileInput['xmpp'], 'jid' | 'host' | 'port' | 'directTls'>> & {
  readonly protocol?: 'xmpp' | 'xmpps';
};

const defaultPorts = { xmpp: 5222, xmpps: 5223, wss: 443 } as const;

/** Waits a few seconds only, since many routers leave a question for SRV unanswered. */
function systemResolver(): SrvResolver {
  return new Resolver({ timeout: 2_000, tries: 2 });
}

/**
 * The endpoints to try, in order: what is configured, alone; else what SRV says; else the domain itself.
 * Whichever it is, the certificate must be the domain's (a WebSocket's: that of its own address).
 *
 * @param random 0 to below 1, for the weights of SRV
 * @throws RolodialError `xmpp-unreachable` where the domain says that it has no such service
 */
export async function endpointsOf(
  domain: string,
  { jid, host, port, directTls = false, protocol = directTls ? 'xmpps' : 'xmpp' }: Configured,
  resolver: SrvResolver = systemResolver(),
  random: () => number = Math.random,
): Promise<Endpoint[]> {
  if (host?.startsWith('wss://')) return [webSocketAt(host)];
  if (host) return [{ protocol, host, port: port ?? defaultPorts[protocol] }];
  const name = domainToASCII(domain) || domain;
  const [direct, upgraded] = await Promise.all([
    recordsOf(`_xmpps-client._tcp.${name}`, 'xmpps', resolver),
    recordsOf(`_xmpp-client._tcp.${name}`, 'xmpp', resolver),
  ]);
  // XEP-0368 §3: one list out of both.
  const records = inOrder([...direct, ...upgraded], random);
  if (records.length === 0) return [{ protocol: 'xmpp', host: domain, port: defaultPorts.xmpp }];
  // RFC 2782: the target "." says that there is no such service.
  const offered = records.filter((record) => record.host !== '');
  if (offered.length === 0) throw notOffered(jid, domain);
  return offered.map(({ protocol, host, port }) => ({ protocol, host, port }));
}

async function recordsOf(name: string, protocol: Endpoint['protocol'], resolver: SrvResolver) {
  // No records, no answer, no DNS at all: then the domain itself is the way (RFC 6120 §3.2.2).
  const records = await resolver.resolveSrv(name).catch(() => []);
  return records.map((record) => ({
    ...record,
    protocol,
    host: record.name.replace(/\.$/, ''),
  }));
}

/**
 * RFC 2782: by priority; among equals, drawn at random by weight.
 */
function inOrder<Each extends SrvRecord>(records: readonly Each[], random: () => number): Each[] {
  // RFC 2782 puts those without weight first, so that they have a small chance.
  const rest = [...records].sort(
    (one, other) => one.priority - other.priority || one.weight - other.weight,
  );
  const ordered: Each[] = [];
  while (rest.length > 0) {
    const equals = rest.filter(({ priority }) => priority === rest[0]?.priority);
    const total = equals.reduce((sum, { weight }) => sum + weight, 0);
    let drawn = Math.floor(random() * (total + 1));
    const index = equals.findIndex(({ weight }) => {
      drawn -= weight;
      return drawn <= 0;
    });
    ordered.push(...rest.splice(Math.max(0, index), 1));
  }
  return ordered;
}

function webSocketAt(address: string): Endpoint {
  const { hostname, port, pathname, search } = new URL(address);
  return {
    protocol: 'wss',
    host: hostname,
    port: port === '' ? defaultPorts.wss : Number(port),
    path: `${pathname}${search}`,
  };
}

/** `host:port`, as in a URL: IPv6 addresses in brackets. */
export function endpointText({ host, port }: Endpoint): string {
  return `${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`;
}

function notOffered(jid: string, domain: string): RolodialError {
  const detail = 'its DNS says that there is no such service';
  return new RolodialError(
    'xmpp-unreachable',
    `The domain ${domain} of ${jid} offers no XMPP to clients: ${detail}. Check xmpp.jid, or name the server as xmpp.host.`,
    { account: jid, host: domain, detail },
  );
}
