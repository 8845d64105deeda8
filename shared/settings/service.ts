/**
 * Rolodial as the outside service that keeps rosters (mod_http_roster_admin): where it listens, and the
 * secret of requests. By default it is off, and listens on loopback only.
 */
import { z } from 'zod';
import { isLoopbackHost } from './loopback.ts';

/** Too long to be guessed. */
export const shortestServiceSecret = 16;

const defaultServicePort = 5290;

export const serviceWith = <Secret extends z.ZodType>(secret: Secret) =>
  z
    .strictObject({
      enabled: z.boolean().default(false),
      /** The address to listen on: `127.0.0.1`, `::1`, `0.0.0.0` for all of IPv4, or another of this computer. */
      address: z
        .string()
        .regex(/^[A-Za-z0-9.:_%-]+$/, 'expected an address of this computer, such as 127.0.0.1')
        .default('127.0.0.1'),
      port: z.int().min(1).max(65535).default(defaultServicePort),
      /** In the path of each request, or as its Bearer token (RFC 6750). */
      secret: secret.optional(),
      /** HTTPS. Both are PEM files, relative to the settings file. */
      tls: z.strictObject({ certificate: z.string().min(1), key: z.string().min(1) }).optional(),
    })
    .refine((service) => service.secret !== undefined || isLoopbackHost(service.address), {
      path: ['secret'],
      error: 'other computers can reach this address: a secret is needed',
    });

export const serviceDefaults = {
  enabled: false,
  address: '127.0.0.1',
  port: defaultServicePort,
};
