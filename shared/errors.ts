/**
 * The one error type that crosses Rolodial's walls (core to window, core to command line).
 *
 * It carries a code that the window translates, the parts a person needs to act (which server, which
 * field), and a plain English message for the command line and the log. Never a stack, never a secret.
 */
import { z } from 'zod';

export const errorCodes = [
  'settings-missing',
  'settings-invalid',
  'settings-corrupt',
  'secret-unavailable',
  'profile-unknown',
  'xmpp-unreachable',
  'xmpp-authentication',
  'xmpp-certificate',
  'xmpp-no-tls',
  'xmpp-timeout',
  'xmpp-stream',
  /** Another login took the place of ours: two that came back each time would never rest. */
  'xmpp-conflict',
  'roster-remote',
  /** The outside service that keeps a roster, or the server that is to be told of its changes. */
  'remote-service',
  /** Rolodial as such a service: it cannot listen, or cannot read what the roster held before. */
  'service-failed',
  'service-import',
  'carddav-unreachable',
  'carddav-authentication',
  'carddav-certificate',
  'carddav-not-found',
  'carddav-server-error',
  'carddav-invalid-answer',
  'carddav-incomplete',
  'carddav-timeout',
  'sync-busy',
  'sync-paused',
  'guard-unanswered',
  'cancelled',
  'bad-input',
  /** The window has lost the program behind it; it says so itself, for nobody else can. */
  'host-unreachable',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

export const problemSchema = z.object({
  code: z.enum(errorCodes),
  /** What happened, what it means and what to do, in English. */
  message: z.string(),
  /** The parts of the message that a translation needs: host, account, field, detail… */
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});

/** What went wrong, as a value: safe to show, to log and to send to the window. */
export type Problem = z.infer<typeof problemSchema>;

/** An error that says to a person what happened, what it means and what to do. */
export class RolodialError extends Error {
  readonly code: ErrorCode;
  readonly params: Readonly<Record<string, string | number>>;

  constructor(
    code: ErrorCode,
    message: string,
    params: Readonly<Record<string, string | number>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'RolodialError';
    this.code = code;
    this.params = params;
  }
}

/** Any thrown value as a {@link Problem}; what is not ours becomes `internal` with its message alone. */
export function toProblem(error: unknown): Problem {
  if (error instanceof RolodialError) {
    return { code: error.code, message: error.message, params: { ...error.params } };
  }
  const detail = error instanceof Error ? error.message : String(error);
  return {
    code: 'internal',
    message: `Something went wrong inside Rolodial: ${detail}`,
    params: { detail },
  };
}
