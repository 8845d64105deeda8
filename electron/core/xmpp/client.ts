/**
 * One @xmpp/client for one endpoint, repaired and made safe. The library negotiates (TLS, SASL, resource,
 * Stream Management); reconnection and everything after login are ours.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { isIP } from 'node:net';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import { domainToASCII } from 'node:url';
import { type Client, client as createClient, xml } from '@xmpp/client';
import { isLoopbackHost } from '../../../shared/settings/loopback.ts';
import { type ClientListener, patchClient } from './client-patches.ts';
import { type Endpoint, endpointText } from './endpoints.ts';
import { type LoginPlace, refusedWithoutTls } from './errors.ts';
import { installMechanisms } from './sasl.ts';
import { setNoDelay } from './socket.ts';

/** Who logs in, and how. */
export interface Login {
  /** Bare JID. */
  readonly jid: string;
  readonly password: string;
  /** Log in without TLS; the settings allow it for loopback hosts only. */
  readonly allowUnencrypted: boolean;
}

/** The part of the client that its types do not have. */
export interface NegotiatingClient extends Client {
  socketParameters(service: string): unknown;
}

/** The domain of a bare JID. */
export function domainOf(jid: string): string {
  return jid.slice(jid.indexOf('@') + 1);
}

/**
 * A client that has not connected yet.
 *
 * @param stepTimeoutMs how long each step of the negotiation may take
 */
export function makeClient(
  endpoint: Endpoint,
  login: Login,
  place: LoginPlace,
  stepTimeoutMs: number,
  listener: ClientListener,
): NegotiatingClient {
  const { jid, password, allowUnencrypted } = login;
  const domain = domainOf(jid);
  const { protocol, path = '' } = endpoint;
  // For that host alone, not for one that it redirects to.
  const mayBeUnencrypted = allowUnencrypted && isLoopbackHost(endpoint.host);
  // XEP-0388 §2.2 wants an id; a new one each time tells the server nothing about the device.
  const userAgent = xml('user-agent', { id: randomUUID() }, xml('software', {}, 'Rolodial'));
  const client: NegotiatingClient = createClient({
    service: `${protocol}://${endpointText(endpoint)}${path}`,
    domain,
    // Two Rolodials on one account must not end each other's stream.
    resource: `rolodial-${randomBytes(4).toString('hex')}`,
    timeout: stepTimeoutMs,
    credentials: async (authenticate, [strongest = '']) => {
      if (!client.isSecure() && !mayBeUnencrypted) throw refusedWithoutTls(place);
      const username = jid.slice(0, jid.indexOf('@'));
      await authenticate({ username, password }, strongest, userAgent);
    },
  });
  client.reconnect.stop();
  client.on('connect', () => setNoDelay(client));
  const checkProof = installMechanisms(client);
  patchClient(client, {
    ...listener,
    onElement: (element) => {
      checkProof(element);
      return listener.onElement(element);
    },
  });
  if (protocol !== 'wss') client.socketParameters = () => socketParameters(endpoint, domain);
  return client;
}

/**
 * What net.connect or tls.connect get. The library's own keep the brackets of an IPv6 address, and would
 * check the certificate against the host that it connects to; it must be the domain's (RFC 6120
 * §13.7.2.1). With STARTTLS the library does check the domain.
 */
function socketParameters({ protocol, host, port }: Endpoint, domain: string): object {
  const place = { host: host.replace(/^\[|\]$/g, ''), port };
  if (protocol === 'xmpp') return place;
  const name = domainToASCII(domain) || domain;
  return {
    ...place,
    ...(isIP(name) === 0 && { servername: name }),
    checkServerIdentity: (_: string, certificate: PeerCertificate) =>
      checkServerIdentity(name, certificate),
    // A front end may serve several protocols on the port (XEP-0368 §2).
    ALPNProtocols: ['xmpp-client'],
  };
}
