/** What the double shows of Rolodial as the service that keeps rosters. */
import type {
  ImportOutcome,
  ServedReport,
  ServiceState,
} from '../../../shared/contract/service-report.ts';
import { type DocumentItem, parseDocument } from '../../../shared/roster/document.ts';
import type { Profile, ServiceSettings } from '../../../shared/settings/schema.ts';

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

/** Listening, with two requests: one of the chat server, one of a stranger. */
export function sampleService({
  enabled,
  address,
  port,
  secret,
  tls,
}: ServiceSettings): ServiceState {
  if (!enabled) return { status: 'off', url: null, problem: null, requests: [] };
  const place = `${tls ? 'https' : 'http'}://${address}:${port}`;
  return {
    status: 'listening',
    url: `${place}${secret ? '/SECRET' : ''}/contacts/%s`,
    problem: null,
    requests: [
      {
        ...{
          number: 2,
          at: minutesAgo(3),
          from: '127.0.0.1',
          method: 'GET',
          account: 'john@example.com',
        },
        ...{ status: 200, bytes: 12_400, durationMs: 1.2 },
      },
      {
        ...{ number: 1, at: minutesAgo(8), from: '192.0.2.7', method: 'GET', account: null },
        ...{ status: 404, bytes: 23, durationMs: 0.3 },
      },
    ],
  };
}

/** A document with three people of the user's own beside Rolodial's items. */
export class SampleServed {
  #others: readonly DocumentItem[] = [
    { jid: 'jane@example.com', name: 'Jane', groups: ['Friends'] },
    { jid: 'karim@example.org', name: 'Karim', groups: ['Friends', 'Work'] },
    { jid: 'zoe@example.net', name: '', groups: [] },
  ];
  /** What a test wants to see instead. */
  #changed: Partial<ServedReport> = {};
  #imported: ServedReport['imported'] = { at: minutesAgo(90), source: 'roster', items: 3 };

  report({ remoteRoster }: Profile): ServedReport {
    const { serve, keepOthers, refresh } = remoteRoster;
    return {
      serving: serve,
      keepOthers,
      document: serve
        ? {
            builtAt: minutesAgo(30),
            tag: 'sample',
            items: 118 + this.#others.length,
            bytes: 12_400,
          }
        : null,
      others: this.#others.map((item) => ({ ...item, groups: [...item.groups] })),
      imported: this.#imported,
      announced: refresh ? true : null,
      lastRefresh: null,
      ...this.#changed,
    };
  }

  change(changed: Partial<ServedReport>): void {
    this.#changed = { ...this.#changed, ...changed };
  }

  import(text: string | null): ImportOutcome {
    const { items, faults } = parseDocument(text ?? '{}');
    const known = new Set(this.#others.map(({ jid }) => jid));
    const fresh = items.filter(({ jid }) => !known.has(jid));
    this.#others = [...this.#others, ...fresh];
    const source = text === null ? 'roster' : 'file';
    this.#imported = { at: minutesAgo(0), source, items: items.length };
    const left = items.length - fresh.length;
    return { added: fresh.length, changed: 0, left, faults: [...faults] };
  }

  remove(jids: readonly string[]): void {
    this.#others = this.#others.filter(({ jid }) => !jids.includes(jid));
  }
}
