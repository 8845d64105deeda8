/** The exit codes of the command line. */

import type { SyncReport } from '../../shared/contract/report.ts';
import { type ErrorCode, errorTraits } from '../../shared/errors.ts';

export const exitCodes = {
  done: 0,
  failed: 1,
  /** Bad usage or configuration. */
  usage: 2,
  /** The sync ran, and some items failed, or something of the address book could not be read. */
  someFailed: 3,
  /** The guard stopped the sync before it changed anything. */
  guard: 4,
} as const;

export function exitCodeOfError(code: ErrorCode): number {
  return exitCodes[errorTraits[code].exitCode];
}

export function exitCodeOfReport(
  report: Pick<SyncReport, 'guard' | 'failed'> & Partial<Pick<SyncReport, 'unread'>>,
): number {
  if (report.guard) return exitCodes.guard;
  const { failed, unread = [] } = report;
  return failed.length + unread.length > 0 ? exitCodes.someFailed : exitCodes.done;
}

/** Of several profiles, the most important code: a failure, wrong usage, the guard, failed items. */
export function worstExitCode(codes: readonly number[]): number {
  const order = [exitCodes.failed, exitCodes.usage, exitCodes.guard, exitCodes.someFailed];
  return order.find((code) => codes.includes(code)) ?? exitCodes.done;
}
