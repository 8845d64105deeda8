/** Serves the window's page from `dist/renderer` under `app://rolodial/`. */
import { readFile } from 'node:fs/promises';
import type { Protocol } from 'electron';
import { contentSecurityPolicy } from '../../shared/contract/page.ts';
import { isOwnPage, pageFile, pageScheme } from './page-address.ts';

/** On every answer: what the page may load and do. */
const pageHeaders = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
} as const;

/** Where `npm run dev` has the page of the sources; undefined in every other build (vite.config.ts). */
declare const pageOfSources: string | undefined;

/** Makes the scheme one with an origin, as `https:` is. Electron takes this before `ready` only. */
export function registerPageScheme(protocol: Protocol): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/**
 * Answers every request of the scheme.
 *
 * @param folder absolute path of the only folder that is served
 */
export function servePage(protocol: Protocol, folder: string): void {
  protocol.handle(pageScheme, (request) =>
    pageOfSources === undefined
      ? answerPage(request, folder)
      : answerFromSources(request, pageOfSources),
  );
}

async function answerFromSources({ url }: Request, sources: string): Promise<Response> {
  if (!isOwnPage(url)) return refuse(404);
  const { pathname, search } = new URL(url);
  const { status, headers, body } = await fetch(new URL(pathname + search, sources));
  const kept = ['content-type', 'content-security-policy'] as const;
  const own = Object.fromEntries(kept.map((name) => [name, headers.get(name) ?? '']));
  return new Response(body, { status, headers: { ...pageHeaders, ...own } });
}

async function answerPage(request: Request, folder: string): Promise<Response> {
  if (request.method !== 'GET') return refuse(405);
  const found = pageFile(request.url, folder);
  if (!found) return refuse(404);
  try {
    const body = await readFile(found.file);
    return new Response(body, {
      headers: { ...pageHeaders, 'content-type': found.contentType },
    });
  } catch (error) {
    if (isMissing(error)) return refuse(404);
    throw error;
  }
}

function refuse(status: 404 | 405): Response {
  return new Response(null, { status, headers: pageHeaders });
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'EISDIR';
}
