/**
 * URLs at which the address books of a server or a domain may be found, the most likely first: by DNS, by
 * `.well-known` and at the root (RFC 6764 §3 to §6, RFC 2782).
 */
import { Resolver } from 'node:dns/promises';
import { serviceDiscovery } from 'tsdav';
import { RolodialError } from '../../../shared/errors.ts';
import { isLoopbackHost } from '../../../shared/settings/loopback.ts';
import { isWithin, meantAddress, refuseOtherOrigin } from './destinations.ts';
import { isNothingThere } from './errors.ts';
import type { DavTransport } from './transport.ts';

/** What is asked of DNS; rejects where there is no answer, as node:dns does. */
export interface ServiceResolver {
  resolveSrv(name: string): Promise<readonly ServiceRecord[]>;
  resolveTxt(name: string): Promise<readonly (readonly string[])[]>;
}

interface ServiceRecord {
  readonly name: string;
  readonly port: number;
  readonly priority: number;
  readonly weight: number;
}

/** What tests change; what is left out is as in the product. */
interface ResolverOptions {
  /** `address:port`; by default the system's. */
  readonly servers?: readonly string[];
  /** Of the first try, in ms. */
  readonly timeout?: number;
}

/** Where books may be found on a server. `.well-known` is asked only when the consumer needs its redirect. */
export async function* serverUrls(
  root: URL,
  transport: DavTransport,
  order: 'root first' | 'well-known first',
): AsyncGenerator<URL> {
  if (order === 'root first') yield root;
  const named = await wellKnown(root, transport);
  if (named) yield named;
  if (order === 'well-known first') yield root;
}

/**
 * Where the books of a domain may be found.
 *
 * @param port where one was written; DNS is then not asked
 * @throws RolodialError as {@link serviceOf}, or what the transport throws
 */
export async function* domainUrls(
  domain: string,
  port: number | undefined,
  transport: DavTransport,
  resolver: ServiceResolver,
): AsyncGenerator<URL> {
  const services = port === undefined ? await serviceOf(domain, resolver) : [];
  for (const { origin, path } of services) {
    if (path !== undefined) yield new URL(path, origin);
    yield* serverUrls(new URL(origin), transport, 'well-known first');
  }
  if (services.length > 0) return;
  const protocol = isLoopbackHost(domain) ? 'http' : 'https';
  const origin = new URL(`${protocol}://${domain}`);
  if (port !== undefined) origin.port = String(port);
  yield* serverUrls(origin, transport, 'well-known first');
}

/** Where `/.well-known/carddav` redirects to (RFC 6764 §5), if anywhere. */
async function wellKnown(root: URL, transport: DavTransport): Promise<URL | undefined> {
  // tsdav takes every failure for "no redirect", and then asks once more.
  let failure: unknown;
  const fetch: typeof globalThis.fetch = async (input, init) => {
    if (failure) throw failure;
    try {
      const response = await transport.fetch(input, init);
      await response.body?.cancel();
      return response;
    } catch (error) {
      if (!isNothingThere(error)) failure = error;
      throw error;
    }
  };
  const account = { accountType: 'carddav', serverUrl: root.href } as const;
  const named = new URL(await serviceDiscovery({ account, fetch }));
  if (failure) throw failure;
  const target = meantAddress(named, root);
  refuseOtherOrigin(target, root);
  return target.href === root.href ? undefined : target;
}

/** The system's name servers, which get a few seconds: many routers know no SRV and answer nothing. */
export function systemResolver({
  servers,
  timeout = 2_000,
}: ResolverOptions = {}): ServiceResolver {
  const resolver = new Resolver({ timeout, tries: 2 });
  if (servers) resolver.setServers(servers);
  return resolver;
}

/** A server that DNS names for a domain. */
export interface Service {
  readonly origin: string;
  /** Where its WebDAV begins, where a TXT record says so (RFC 6764 §4). */
  readonly path: string | undefined;
}

/**
 * The servers of a domain, in the order in which they are to be tried. Many domains have none in DNS: then
 * `.well-known` on the domain itself is asked.
 *
 * Plain `_carddav._tcp` counts for a loopback domain only, as the password would go out in clear.
 *
 * @throws RolodialError `carddav-not-found` where DNS says that there is no such service, or names a server
 *   outside the domain: whoever can forge DNS must not get the password (RFC 6764 §8)
 */
export async function serviceOf(domain: string, resolver: ServiceResolver): Promise<Service[]> {
  const secure = await servicesUnder(`_carddavs._tcp.${domain}`, 'https:', domain, resolver);
  if (secure.length > 0 || !isLoopbackHost(domain)) return secure;
  return await servicesUnder(`_carddav._tcp.${domain}`, 'http:', domain, resolver);
}

async function servicesUnder(
  name: string,
  protocol: 'https:' | 'http:',
  domain: string,
  resolver: ServiceResolver,
): Promise<Service[]> {
  const records = await resolver.resolveSrv(name).catch(() => []);
  if (records.length === 0) return [];
  // Priority decides; among equals the heavier one, without the random choice of RFC 2782, so that tests can repeat it.
  const sorted = records.toSorted((a, b) => a.priority - b.priority || b.weight - a.weight);
  const targets = sorted.map((record) => ({ ...record, host: record.name.replace(/\.$/, '') }));
  if (targets.every(({ host }) => host === '')) throw notOffered(domain);
  const foreign = targets.find(({ host }) => host !== '' && !isWithin(host, domain));
  if (foreign) throw elsewhere(domain, foreign.host, foreign.port);
  const path = contextPath(await resolver.resolveTxt(name).catch(() => []));
  return targets
    .filter(({ host }) => host !== '')
    .map(({ host, port }) => ({ origin: new URL(`${protocol}//${host}:${port}`).origin, path }));
}

/** `path=/dav/` in the first TXT record that has one; a record may come in pieces (RFC 1035 §3.3.14). */
function contextPath(records: readonly (readonly string[])[]): string | undefined {
  const paths = records.flatMap((pieces) => /^path=(\/[^\s]*)$/.exec(pieces.join(''))?.[1] ?? []);
  return paths[0];
}

function notOffered(domain: string): RolodialError {
  return new RolodialError(
    'carddav-not-found',
    `${domain} says in DNS that it offers no address books (CardDAV). Enter the address that your provider names as carddav.url.`,
    { host: domain, url: domain },
  );
}

function elsewhere(domain: string, host: string, port: number): RolodialError {
  const address = new URL(`https://${host}:${port}`).href;
  return new RolodialError(
    'carddav-not-found',
    `DNS says that the address books of ${domain} are at ${address}. Rolodial does not send your password there unasked, as DNS can be forged. If that is your provider, enter that address as carddav.url.`,
    { host: domain, url: domain, detail: address },
  );
}
