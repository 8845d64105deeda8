/** JIDs as Prosody 0.12.3 prepares them (`util.jid.prep`: nodeprep and nameprep of RFC 3491 and RFC 6122). */

/**
 * The JID in the form that Prosody compares, or null where it takes none. Of a host name Prosody asks little:
 * `#` and `[team]` are JIDs to it.
 */
export function preparedJid(text: string): string | null {
  const { local, host, resource } = splitJid(text);
  if (host === '' || host === '.' || host.includes('@') || local === '' || resource === '')
    return null;
  const preparedHost = fold(host.endsWith('.') ? host.slice(0, -1) : host);
  if (preparedHost === '' || isForbidden(preparedHost)) return null;
  const rest = resource === null ? '' : `/${resource}`;
  if (local === null) return preparedHost + rest;
  const preparedLocal = fold(local);
  // RFC 6122 appendix A.5.
  if (preparedLocal === '' || /[\s"&'/:<>@]/u.test(preparedLocal)) return null;
  return isForbidden(preparedLocal) ? null : `${preparedLocal}@${preparedHost}${rest}`;
}

function splitJid(text: string) {
  const slash = text.indexOf('/');
  const bare = slash < 0 ? text : text.slice(0, slash);
  const at = bare.indexOf('@');
  return {
    local: at < 0 ? null : bare.slice(0, at),
    host: at < 0 ? bare : bare.slice(at + 1),
    resource: slash < 0 ? null : text.slice(slash + 1),
  };
}

/** Stringprep's tables B.1 (mapped to nothing) and B.2 (case folding), then NFKC. */
function fold(text: string): string {
  return text
    .replace(
      /\u00AD|\u034F|\u1806|[\u180B-\u180D]|[\u200B-\u200D]|\u2060|[\uFE00-\uFE0F]|\uFEFF/gu,
      '',
    )
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ς', 'σ')
    .normalize('NFKC');
}

/** Control characters, lone surrogates, private use and what turns the direction of text. */
function isForbidden(text: string): boolean {
  return /[\p{Cc}\p{Cs}\p{Co}\uFFFD\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u206F]/u.test(text);
}
