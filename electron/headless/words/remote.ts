/** A remote roster in the words of the command line. */
import type {
  RefreshOutcome,
  RemoteReport,
  ThreeWayReport,
} from '../../../shared/contract/remote-report.ts';
import {
  type ImportOutcome,
  largestForProsody,
  type ServedReport,
} from '../../../shared/contract/service-report.ts';
import type { ThreeWayVerdict } from '../../../shared/roster/three-way.ts';
import { kindWords } from './sync.ts';

export function remoteLines(profile: string, report: RemoteReport): string[] {
  const { kind, evidence, url, refreshUrl, lastFetch, refreshes } = report;
  const [last] = refreshes;
  return [
    `${profile}: the roster is kept by ${kindWords[kind]}`,
    `  the server ${evidence.versioningAdvertised ? 'offers' : 'does not offer'} roster versions; the roster has ${evidence.version === null ? 'none' : `version ${evidence.version}`}`,
    evidence.refused
      ? `  a change was refused at ${evidence.refused.at} (${evidence.refused.condition})`
      : '  no change was ever refused',
    `  document: ${url ?? 'no address in the settings (remoteRoster.url)'}`,
    ...(lastFetch ? [`  last fetched ${lastFetch.at}: ${fetchWords(lastFetch)}`] : []),
    `  refresh: ${refreshUrl ?? 'no address in the settings (remoteRoster.refresh.url)'}`,
    ...(last ? [`  last refresh ${last.at}: ${refreshWords(last)}`] : []),
  ];
}

function fetchWords({ problem, items, faults }: ThreeWayReport['fetch']): string {
  if (problem) return problem.message;
  return `${items} items${faults.length > 0 ? `, ${faults.length} faults` : ''}`;
}

function refreshWords({ ok, problem, answer, status, durationMs }: RefreshOutcome): string {
  if (!ok) return problem?.message ?? 'failed';
  return `${answer?.message ?? 'done'} (updated ${answer?.updated ?? '?'}, errors ${answer?.errors ?? '?'}, HTTP ${status}, ${durationMs} ms)`;
}

export function refreshLines(profile: string, outcome: RefreshOutcome): string[] {
  return [`${profile}: ${outcome.users.join(', ')}: ${refreshWords(outcome)}`];
}

export function servedLines(profile: string, report: ServedReport): string[] {
  const { serving, keepOthers, document, others, imported, announced } = report;
  if (!serving) return [`${profile}: Rolodial does not keep this roster (remoteRoster.serve)`];
  return [
    document
      ? `${profile}: serves ${document.items === 1 ? '1 item' : `${document.items} items`}, ${document.bytes} bytes, as of ${document.builtAt}`
      : `${profile}: serves nothing yet; run "rolodial sync"`,
    ...(document && document.bytes > largestForProsody
      ? ['  this is more than Prosody reads (10 MB): no roster will come of it']
      : []),
    keepOthers
      ? `  ${others.length} of them are the user's own${imported ? `, imported ${imported.at} from ${importWords[imported.source]}` : ''}`
      : "  none of the user's own (keepOthers)",
    announced === null
      ? '  the server is not told of changes (remoteRoster.refresh.url)'
      : `  the server ${announced ? 'was told of it' : 'was not told of it yet'}`,
  ];
}

const importWords = { roster: 'the roster', file: 'a file' } as const;

export function importLines(profile: string, outcome: ImportOutcome): string[] {
  const { added, changed, left, faults } = outcome;
  return [
    `${profile}: imported: ${added} added, ${changed} changed, ${left} left as they are`,
    ...faults.map(faultLine),
  ];
}

function faultLine({ jid, reason, detail }: ImportOutcome['faults'][number]): string {
  return `  fault: ${jid ?? 'the document'}: ${reason}: ${detail}`;
}

const verdictWords: Readonly<Record<ThreeWayVerdict, string>> = {
  same: 'the same everywhere',
  'not-in-document': 'wanted by the address book, not in the document',
  'not-live': 'in the document, not in the roster yet: refresh',
  'gone-from-document': 'in the roster, not in the document any more: refresh',
  'other-live': 'the roster shows another name or groups until all your clients log in again',
  'other-in-book': 'the address book wants another name or groups',
};

export function threeWayLines(profile: string, report: ThreeWayReport): string[] {
  const { fetch, bookKnown, counts, rows } = report;
  return [
    `${profile}: ${fetchWords(fetch)}`,
    ...fetch.faults.map(faultLine),
    ...(fetch.problem
      ? []
      : [`${profile}: ${counts.same} the same, ${rows.length} not`, ...rows.map(rowLine)]),
    ...(bookKnown ? [] : [`${profile}: the address book was not read yet; run "rolodial plan".`]),
  ];
}

function rowLine({ jid, verdict, document, live, book }: ThreeWayReport['rows'][number]): string {
  const names = [document, live, book].map((side) => (side ? `"${side.name}"` : '–')).join(' / ');
  return `  ${jid}: ${verdictWords[verdict]} (document / roster / address book: ${names})`;
}
