/**
 * The one error type that goes from the core to the window and the command line.
 *
 * It carries a code that the window translates, the parts a person needs to act (which server, which
 * field), and a plain English message for the command line and the log. Never a stack, never a secret.
 */
import { z } from 'zod';

interface ErrorTraits {
  /** A later try may succeed without the user, so Rolodial tries again by itself. */
  readonly mendsItself: boolean;
  /** The user is to look at it, even where Rolodial tries again meanwhile. */
  readonly needsUser: boolean;
  /** What the command line answers to the shell. */
  readonly exitCode: 'failed' | 'usage';
  /** The window shows the English message below its own words, which cannot say what was wrong. */
  readonly showsMessage?: true;
}

/** Every code, with all that the program decides by it; its words are in shared/words/ and renderer/i18n/. */
export const errorTraits = {
  'settings-missing': { mendsItself: false, needsUser: true, exitCode: 'usage' },
  'settings-invalid': {
    mendsItself: false,
    needsUser: true,
    exitCode: 'usage',
    showsMessage: true,
  },
  'settings-corrupt': { mendsItself: false, needsUser: true, exitCode: 'usage' },
  'secret-unavailable': { mendsItself: false, needsUser: true, exitCode: 'usage' },
  'profile-unknown': { mendsItself: false, needsUser: true, exitCode: 'usage' },
  'xmpp-unreachable': { mendsItself: true, needsUser: false, exitCode: 'failed' },
  'xmpp-authentication': { mendsItself: false, needsUser: true, exitCode: 'failed' },
  'xmpp-certificate': { mendsItself: false, needsUser: true, exitCode: 'failed' },
  'xmpp-no-tls': { mendsItself: false, needsUser: true, exitCode: 'failed' },
  'xmpp-timeout': { mendsItself: true, needsUser: false, exitCode: 'failed' },
  'xmpp-stream': { mendsItself: true, needsUser: false, exitCode: 'failed' },
  /** Another login took the place of ours; two that come back each time would never rest (RFC 6120 §4.9.3.3). */
  'xmpp-conflict': { mendsItself: false, needsUser: true, exitCode: 'failed' },
  'roster-remote': { mendsItself: false, needsUser: true, exitCode: 'failed' },
  /** The outside service that keeps a roster, or the server that is to be told of its changes. */
  'remote-service': { mendsItself: false, needsUser: true, exitCode: 'failed' },
  /** Rolodial as such a service: it cannot listen, or cannot read what the roster held before. */
  'service-failed': { mendsItself: false, needsUser: true, exitCode: 'failed' },
  'service-import': { mendsItself: true, needsUser: true, exitCode: 'failed' },
  'carddav-unreachable': { mendsItself: true, needsUser: false, exitCode: 'failed' },
  'carddav-authentication': { mendsItself: false, needsUser: true, exitCode: 'failed' },
  /** The account may not read what is at the address. */
  'carddav-forbidden': { mendsItself: false, needsUser: true, exitCode: 'failed' },
  /** The account is disabled on its server. */
  'carddav-account-disabled': { mendsItself: false, needsUser: true, exitCode: 'failed' },
  /** The server does not answer under the name that was entered. */
  'carddav-untrusted-domain': { mendsItself: false, needsUser: true, exitCode: 'failed' },
  /** The address is that of a web interface. */
  'carddav-web-page': { mendsItself: false, needsUser: true, exitCode: 'failed' },
  'carddav-certificate': { mendsItself: false, needsUser: true, exitCode: 'failed' },
  'carddav-not-found': { mendsItself: false, needsUser: true, exitCode: 'failed' },
  'carddav-server-error': { mendsItself: true, needsUser: false, exitCode: 'failed' },
  'carddav-invalid-answer': { mendsItself: false, needsUser: true, exitCode: 'failed' },
  'carddav-incomplete': { mendsItself: true, needsUser: false, exitCode: 'failed' },
  'carddav-timeout': { mendsItself: true, needsUser: false, exitCode: 'failed' },
  'sync-busy': { mendsItself: true, needsUser: false, exitCode: 'failed' },
  cancelled: { mendsItself: true, needsUser: false, exitCode: 'failed' },
  'bad-input': { mendsItself: false, needsUser: true, exitCode: 'usage', showsMessage: true },
  /** The window cannot reach the program behind it; the window itself makes this problem. */
  'host-unreachable': { mendsItself: false, needsUser: true, exitCode: 'failed' },
  internal: { mendsItself: true, needsUser: true, exitCode: 'failed', showsMessage: true },
} as const satisfies Readonly<Record<string, ErrorTraits>>;

export type ErrorCode = keyof typeof errorTraits;

export const errorCodes = Object.keys(errorTraits) as readonly ErrorCode[];

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

type Coded = Pick<Problem, 'code'>;

/** Whether a later try may succeed without the user. */
export function mendsItself({ code }: Coded): boolean {
  return traitsOf(code)?.mendsItself ?? false;
}

/** Whether the user is to look at it: waiting will not end it, or it is a fault of Rolodial. */
export function needsUser({ code }: Coded): boolean {
  return traitsOf(code)?.needsUser ?? true;
}

/** Undefined for a code that a newer core sends to this window. */
export function traitsOf(code: string): ErrorTraits | undefined {
  return Object.hasOwn(errorTraits, code) ? errorTraits[code as ErrorCode] : undefined;
}
