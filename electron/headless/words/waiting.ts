/** A server that is waited for, in the words of the command line. */
import type { SyncProgress } from '../../../shared/contract/state.ts';

const serverWords = {
  'address-book': 'the address book server',
  account: 'the XMPP server',
} as const;

/** Which server does not answer, and how. */
export function waitingWords({
  server,
  host,
  status,
}: NonNullable<SyncProgress['waiting']>): string {
  const how = status === undefined ? '' : ` (HTTP ${status})`;
  return `${serverWords[server]} ${host} does not answer${how}; trying again`;
}
