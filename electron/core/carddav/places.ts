/** Where the address books of a server or a domain may be found, one place after the other (RFC 6764 §6). */
import { serviceDiscovery } from 'tsdav';
import { isLoopbackHost } from '../../../shared/settings/loopback.ts';
import { meantAddress, refuseOtherOrigin } from './destinations.ts';
import { isNothingThere } from './errors.ts';
import { type ServiceResolver, serviceOf } from './service-records.ts';
import type { DavTransport } from './transport.ts';

/** Where books may be found on a server. A redirect of `.well-known` is asked for only when its turn comes. */
export async function* serverPlaces(
  root: URL,
  transport: DavTransport,
  order: 'root first' | 'well-known first',
): AsyncGenerator<URL> {
  if (order === 'root first') yield root;
  const named = await wellKnown(root, transport);
  if (named) yield named;
  if (order === 'well-known first') yield root;
}

export async function* domainPlaces(
  domain: string,
  port: number | undefined,
  transport: DavTransport,
  resolver: ServiceResolver,
): AsyncGenerator<URL> {
  const services = port === undefined ? await serviceOf(domain, resolver) : [];
  for (const { origin, path } of services) {
    if (path !== undefined) yield new URL(path, origin);
    yield* serverPlaces(new URL(origin), transport, 'well-known first');
  }
  if (services.length > 0) return;
  const protocol = isLoopbackHost(domain) ? 'http' : 'https';
  const origin = new URL(`${protocol}://${domain}`);
  if (port !== undefined) origin.port = String(port);
  yield* serverPlaces(origin, transport, 'well-known first');
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
