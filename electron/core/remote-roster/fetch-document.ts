/** Fetches the document of a remote roster, as the server does, and says what is wrong with it. */
import type { DocumentFetch } from '../../../shared/contract/remote-report.ts';
import { toProblem } from '../../../shared/errors.ts';
import { type DocumentItem, parseDocument } from '../../../shared/roster/document.ts';
import { askService, type ServiceAnswer, serviceError } from './service-request.ts';

export interface DocumentSource {
  /** With `%s` for the user name. */
  readonly url: string;
  readonly user: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface FetchedDocument {
  readonly fetch: DocumentFetch;
  /** Null where nothing usable came. */
  readonly items: readonly DocumentItem[] | null;
}

/** @throws nothing but `cancelled`; what went wrong is in the answer */
export async function fetchDocument(
  { url, user, headers }: DocumentSource,
  signal: AbortSignal,
): Promise<FetchedDocument> {
  const startedAt = new Date();
  const timing = () => ({
    at: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
  });
  const nothing = { items: 0, status: null, bytes: 0, faults: [] };
  const address = url.replaceAll('%s', urlEncoded(user));
  try {
    const answer = await askService({ url: address, method: 'GET', headers, signal });
    const { status, bytes } = answer;
    const problem = problemOf(answer);
    if (problem) {
      const fault = toProblem(serviceError(url, problem));
      return { fetch: { ...nothing, ...timing(), status, bytes, problem: fault }, items: null };
    }
    const { items, faults } = parseDocument(answer.text);
    const isNone = faults.some(({ jid }) => jid === null);
    return {
      fetch: {
        ...timing(),
        items: items.length,
        status,
        bytes,
        faults: [...faults],
        problem: null,
      },
      items: isNone ? null : items,
    };
  } catch (error) {
    signal.throwIfAborted();
    return { fetch: { ...nothing, ...timing(), problem: toProblem(error) }, items: null };
  }
}

/** As Prosody 0.12 encodes it (`util.http.urlencode`): everything but letters, digits and `-._~`. */
function urlEncoded(user: string): string {
  return encodeURIComponent(user).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
}

function problemOf({ status, contentType, text }: ServiceAnswer): string | null {
  if (status === 401 || status === 403)
    return `it refuses the request (HTTP ${status}); check the headers`;
  if (status === 404) return 'it knows no such user (HTTP 404); check the address';
  if (status >= 300 && status < 400)
    return `it answers with a redirect (HTTP ${status}), which the server does not follow`;
  if (status !== 200) return `it answers with HTTP ${status} instead of 200`;
  if (contentType.includes('html') || /^\s*<(?:!doctype|html)/i.test(text)) {
    return 'it answers with a web page instead of a document';
  }
  return null;
}
