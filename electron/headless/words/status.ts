/** How a profile is, in the words of the command line. */
import type { SyncReport } from '../../../shared/contract/report.ts';
import type { Attempt, ProfileState } from '../../../shared/contract/state.ts';
import { profileStatus, type Status } from '../../../shared/contract/status.ts';
import { kindWords, syncLines } from './sync.ts';
import { unreadLines } from './unread.ts';

const statusWords: Readonly<Record<Status, string>> = {
  attention: 'needs your attention',
  syncing: 'is syncing',
  retrying: 'is not up to date',
  offline: 'cannot be logged in to',
  connecting: 'is connecting',
  new: 'was never synced',
  paused: 'is paused: nothing runs by itself, and what you ask for is done',
  current: 'is up to date',
};

const outcomeWords: Readonly<Record<Attempt['outcome'], string>> = {
  ok: 'done',
  nothing: 'nothing was to be changed',
  partly: 'done, but for what failed or could not be read',
  failed: 'failed',
  cancelled: 'cancelled',
  guard: 'stopped to ask before it removed anything',
  interrupted: 'cut off in the middle',
};

/** The status, what is wrong, who keeps the roster, the last attempt and the last sync. */
export function statusLines(state: ProfileState): string[] {
  const { id, jid, problem, rosterKind, lastAttempt, lastSync } = state;
  return [
    `${id}: ${jid} ${statusWords[profileStatus(state)]}`,
    ...(problem ? [`${id}: ${problem.message}`] : []),
    `${id}: roster kept by ${kindWords[rosterKind]}`,
    `${id}: last attempt ${lastAttempt ? attemptText(lastAttempt) : 'never'}`,
    `${id}: last sync ${lastSync?.startedAt ?? 'never'}`,
    ...(lastSync ? summaryLines(lastSync) : []).map((line) => `  ${line}`),
  ];
}

/** How many parts that could not be read a summary names one by one. */
const summaryLength = 10;

/** What a sync did, in its counts, and what it needs a look at. */
function summaryLines(report: SyncReport): string[] {
  const lines = unreadLines({ ...report, leftOut: [] });
  const more = lines.length - summaryLength;
  return [
    ...syncLines(report).slice(0, 2),
    ...lines.slice(0, summaryLength),
    ...(more > 0 ? [`  and ${more} lines more: "rolodial status --json" has all`] : []),
  ];
}

function attemptText({ what, startedAt, outcome, problem }: Attempt): string {
  const kind = what === 'undo' ? ' to undo a sync' : '';
  return `${startedAt}${kind}: ${outcomeWords[outcome]}${problem ? `: ${problem.message}` : ''}`;
}
