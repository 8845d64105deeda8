/** The settings of a profile about its XMPP account. */
import { z } from 'zod';
import { isLoopbackHost } from './loopback.ts';

/** A bare JID `local@domain` (RFC 7622), without a resource. */
const bareJidSchema = z
  .string()
  .regex(/^[^\s"&'/:<>@]+@[^\s/@]+$/u, 'expected an account address such as john@example.com');

function isWebSocket(host: string): boolean {
  return host.startsWith('wss://') && URL.canParse(host);
}

export const xmppWith = <Secret extends z.ZodType>(secret: Secret) =>
  z
    .strictObject({
      jid: bareJidSchema,
      password: secret,
      /**
       * Where to connect instead of what SRV says (RFC 6120 §3.2): a host name, an address, or the
       * `wss://` address of a WebSocket (RFC 7395).
       */
      host: z
        .string()
        .min(1)
        .refine((host) => !host.includes('://') || isWebSocket(host), {
          error:
            'expected a host name such as xmpp.example.com, or the address of a WebSocket such as wss://xmpp.example.com/xmpp-websocket',
        })
        .optional(),
      port: z.int().min(1).max(65535).optional(),
      /** TLS from the first byte at that host, instead of STARTTLS; without a host SRV says (XEP-0368). */
      directTls: z.boolean().optional(),
      /** Be visible to the contacts, with a negative priority, and see who of them is there. */
      presence: z.boolean().optional(),
      tls: z
        .strictObject({
          /** A PEM file of certificate authorities to trust besides the system's, for CardDAV too. */
          ca: z.string().min(1).optional(),
          /** Log in without TLS; accepted for a loopback host only. */
          allowUnencryptedLoopback: z.boolean().default(false),
        })
        .optional(),
    })
    .refine((xmpp) => xmpp.port === undefined || xmpp.host !== undefined, {
      path: ['port'],
      error: 'a port needs a host beside it',
    })
    .refine((xmpp) => xmpp.port === undefined || !isWebSocket(xmpp.host ?? ''), {
      path: ['port'],
      error: 'the port of a WebSocket stands in its address',
    })
    .refine((xmpp) => !xmpp.tls?.allowUnencryptedLoopback || isLoopbackHost(xmpp.host ?? ''), {
      path: ['tls', 'allowUnencryptedLoopback'],
      error:
        'logging in without TLS is possible for a loopback host only (127.0.0.1, ::1, localhost)',
    });
