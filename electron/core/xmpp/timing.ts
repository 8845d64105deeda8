/** The time-outs of a session; tests use shorter ones. */
import type { LivenessTiming } from './liveness.ts';

/** Of one connection. */
export interface CarrierTiming {
  /** For TCP, and TLS where it comes first. */
  readonly connectMs: number;
  /** For each step of the negotiation: stream header, STARTTLS, SASL. */
  readonly stepMs: number;
  /** For the whole login. */
  readonly loginMs: number;
  /** For the server to close its side. */
  readonly closeMs: number;
}

/** Of a stream, over all of its connections. */
export interface StreamTiming extends CarrierTiming, LivenessTiming {
  /** For how long an interrupted stream tries to come back. */
  readonly resumeMs: number;
}

export interface SessionTiming extends StreamTiming {
  /** For an answer: Prosody answers in milliseconds, behind Debian's rate limit it may take seconds. */
  readonly requestMs: number;
}

export const sessionTiming: SessionTiming = {
  idleMs: 30_000,
  answerMs: 15_000,
  connectMs: 10_000,
  stepMs: 20_000,
  loginMs: 60_000,
  closeMs: 2_000,
  resumeMs: 60_000,
  requestMs: 30_000,
};
