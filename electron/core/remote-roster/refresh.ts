/** Tells the server that rosters have changed (`roster_admin/refresh`), and puts its answer into words. */
import { z } from 'zod';
import type { RefreshOutcome } from '../../../shared/contract/remote-report.ts';
import { toProblem } from '../../../shared/errors.ts';
import { askService, type ServiceAnswer, serviceError } from './service-request.ts';

export interface RefreshTarget {
  /** `http://xmpp.example.com:5280/roster_admin/refresh` */
  readonly url: string;
  /** The virtual host, where it is not the address's own. */
  readonly host?: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** Fields that are missing, or of another kind, are null. */
const answerSchema = z.object({
  status: z.string().nullable().catch(null),
  message: z.string().nullable().catch(null),
  updated: z.int().nullable().catch(null),
  errors: z.int().nullable().catch(null),
});

/**
 * Posts the user names.
 *
 * @param users local parts, one or several
 * @throws nothing but `cancelled`; what went wrong is in the outcome
 */
export async function refreshRosters(
  users: readonly string[],
  { url, host, headers }: RefreshTarget,
  signal: AbortSignal,
): Promise<RefreshOutcome> {
  const startedAt = new Date();
  const about = () => ({
    at: startedAt.toISOString(),
    users: [...users],
    durationMs: Date.now() - startedAt.getTime(),
  });
  try {
    const response = await askService({
      ...{ url, host, method: 'POST', signal },
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(users),
    });
    const answer = answerOf(response.text);
    const detail = detailOf(response, answer);
    const problem = detail === null ? null : toProblem(serviceError(url, detail));
    return { ...about(), ok: problem === null, status: response.status, answer, problem };
  } catch (error) {
    signal.throwIfAborted();
    return { ...about(), ok: false, status: null, answer: null, problem: toProblem(error) };
  }
}

function answerOf(text: string): RefreshOutcome['answer'] {
  try {
    const read = answerSchema.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

function detailOf(
  { status, text }: ServiceAnswer,
  answer: RefreshOutcome['answer'],
): string | null {
  if (status === 401 || status === 403)
    return `it refuses the request (HTTP ${status}); check the headers`;
  if (status === 404) {
    return 'it knows no roster_admin (HTTP 404): the module is not loaded, or the host is not the name of the virtual host';
  }
  if (status === 400) return 'it did not understand the user names (HTTP 400)';
  if (status !== 200)
    return `it answers with HTTP ${status}${answer?.message ? ` (${answer.message})` : ''}`;
  if (/^\s*</.test(text)) return 'it answers with a web page';
  if (!answer) return 'its answer is no JSON object';
  if (answer.status === null) return 'its answer has no status';
  if (answer.status !== 'ok') return answer.message ?? `it says "${answer.status}"`;
  if ((answer.errors ?? 0) > 0) return `${answer.errors} of the rosters could not be updated`;
  return null;
}
