/** A profile's remote roster, as its client: what is known of it, its document, and refreshes. */

import type {
  RefreshOutcome,
  RemoteReport,
  ThreeWayReport,
} from '../../../shared/contract/remote-report.ts';
import type { FoundKind } from '../../../shared/contract/report.ts';
import { RolodialError } from '../../../shared/errors.ts';
import type { DocumentItem } from '../../../shared/roster/document.ts';
import {
  type ThreeWayRow,
  type ThreeWayVerdict,
  threeWay,
} from '../../../shared/roster/three-way.ts';
import type { SecretSource } from '../../../shared/settings/secret.ts';
import type { ProfileContext } from '../profile/context.ts';
import type { LiveRosterView } from '../xmpp/session.ts';
import { fetchDocument } from './fetch-document.ts';
import { refreshRosters } from './refresh.ts';

export class RemoteRoster {
  readonly #context: ProfileContext;

  constructor(context: ProfileContext) {
    this.#context = context;
  }

  report(kind: FoundKind, { evidence }: LiveRosterView): RemoteReport {
    const { url, refresh, checkAtLogin } = this.#context.profile.remoteRoster;
    const { remoteRefusal, remoteHistory } = this.#context.records;
    return {
      kind,
      evidence: { ...evidence, refused: remoteRefusal.get() },
      checkAtLogin,
      url: url ?? null,
      refreshUrl: refresh?.url ?? null,
      lastFetch: remoteHistory.lastFetch(),
      refreshes: remoteHistory.refreshes(),
    };
  }

  /**
   * Fetches the document and compares it.
   * @param book what the address book wants; null where it was not read yet
   * @throws RolodialError `settings-invalid` without an address, `secret-unavailable`, `cancelled`
   */
  async compare(
    live: readonly DocumentItem[],
    book: readonly DocumentItem[] | null,
    signal: AbortSignal,
  ): Promise<ThreeWayReport> {
    const { url, headers } = this.#context.profile.remoteRoster;
    if (url === undefined) throw missing('remoteRoster.url', 'the address of the document');
    const source = { url, user: this.#user, headers: await this.#headers(headers, 'remoteRoster') };
    const { fetch, items } = await fetchDocument(source, signal);
    this.#context.records.remoteHistory.addFetch(fetch);
    return { fetch, bookKnown: book !== null, ...differences(items, live, book) };
  }

  /**
   * Tells the server that rosters have changed.
   * @param users local parts; by default the account's own
   * @throws RolodialError as {@link compare}
   */
  async refresh(users: readonly string[], signal: AbortSignal): Promise<RefreshOutcome> {
    const { refresh } = this.#context.profile.remoteRoster;
    if (!refresh) throw missing('remoteRoster.refresh.url', 'where the server is told of changes');
    const headers = await this.#headers(refresh.headers, 'remoteRoster.refresh');
    const target = { url: refresh.url, host: refresh.host, headers };
    const outcome = await refreshRosters(users.length > 0 ? users : [this.#user], target, signal);
    this.#context.records.remoteHistory.addRefresh(outcome);
    return outcome;
  }

  get #user(): string {
    const { jid } = this.#context.profile.xmpp;
    return jid.slice(0, jid.indexOf('@')).toLowerCase();
  }

  async #headers(
    headers: Readonly<Record<string, SecretSource>> | undefined,
    field: string,
  ): Promise<Record<string, string>> {
    const read: Record<string, string> = {};
    for (const [name, source] of Object.entries(headers ?? {})) {
      read[name] = await this.#context.secret(source, `${field}.headers.${name}`);
    }
    return read;
  }
}

function differences(
  document: readonly DocumentItem[] | null,
  live: readonly DocumentItem[],
  book: readonly DocumentItem[] | null,
): Pick<ThreeWayReport, 'counts' | 'rows'> {
  const counts: Record<ThreeWayVerdict, number> = {
    same: 0,
    'not-in-document': 0,
    'not-live': 0,
    'gone-from-document': 0,
    'other-live': 0,
    'other-in-book': 0,
  };
  // A document that did not come is not an empty one.
  if (!document) return { counts, rows: [] };
  const rows = threeWay(document, live, book);
  for (const { verdict } of rows) counts[verdict] += 1;
  return { counts, rows: rows.filter(({ verdict }) => verdict !== 'same').map(copy) };
}

function missing(field: string, detail: string): RolodialError {
  return new RolodialError('settings-invalid', `The settings lack ${field}: ${detail}.`, {
    field,
    detail,
  });
}

function copy({ jid, document, live, book, verdict }: ThreeWayRow): ThreeWayReport['rows'][number] {
  const side = (item: DocumentItem | null) => item && { ...item, groups: [...item.groups] };
  return { jid, document: side(document), live: side(live), book: side(book), verdict };
}
