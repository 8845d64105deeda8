/** Sends requests to a mock server through Rolodial's transport, with a clock that never waits. */
import { expect } from 'vitest';
import type { DavCredentials } from '../../../electron/core/carddav/authentication.ts';
import { davTransport, type TransportOptions } from '../../../electron/core/carddav/transport.ts';
import { RolodialError } from '../../../shared/errors.ts';

export const john: DavCredentials = { username: 'john', password: 'Pass wörd €' };

/** When these tests begin by their clock, which moves only while something is waited for. */
export const noon = new Date('2026-11-20T12:00:00.000Z');

/** How the product's reader is to wait in tests: for no time at all. */
export const unhurried = { transport: { clock: { wait: async () => undefined } } };

interface TestClient {
  readonly transport: ReturnType<typeof davTransport>;
  /** How long the transport would have waited each time, in ms. */
  readonly waits: number[];
  /** One PROPFIND or whatever `init` says, with the body read to its end. */
  ask(url: string, init?: RequestInit): Promise<{ status: number; body: string }>;
}

export function testClient(
  credentials: DavCredentials = john,
  options: TransportOptions = {},
  signal: AbortSignal = new AbortController().signal,
): TestClient {
  const waits: number[] = [];
  let now = noon.getTime();
  const transport = davTransport(credentials, signal, {
    ...options,
    clock: {
      now: () => now,
      random: () => 1,
      wait: async (milliseconds) => {
        waits.push(milliseconds);
        now += milliseconds;
      },
      ...options.clock,
    },
  });
  return {
    transport,
    waits,
    async ask(url, init = {}) {
      const response = await transport.fetch(url, { method: 'PROPFIND', ...init });
      return { status: response.status, body: await response.text() };
    },
  };
}

/** The RolodialError that a promise must reject with. */
export async function failureOf(promise: Promise<unknown>): Promise<RolodialError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(RolodialError);
  return error as RolodialError;
}
