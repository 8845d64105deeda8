/** A remote roster in the words of the command line. */
import type {
  RefreshOutcome,
  RemoteReport,
  ThreeWayReport,
} from '../../shared/ipc/remote-report.ts';
import type { ThreeWayVerdict } from '../../shared/roster/three-way.ts';
import { kindWords } from './words.ts';

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
    ...fetch.faults.map(
      ({ jid, reason, detail }) => `  fault: ${jid ?? 'the document'}: ${reason}: ${detail}`,
    ),
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
