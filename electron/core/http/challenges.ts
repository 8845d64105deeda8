/** Reads WWW-Authenticate (RFC 9110 §11.6.1): what ways of logging in a server offers. */

export interface Challenge {
  /** In lower case: `basic`, `digest`, `bearer`… */
  readonly scheme: string;
  /** Names in lower case; values without their quotes. */
  readonly parameters: ReadonlyMap<string, string>;
}

/**
 * All challenges of a header, in the server's order. Several header fields arrive joined by commas, which
 * reads the same. What cannot be understood ends the list; it never throws.
 */
export function parseChallenges(header: string): Challenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  let at = 0;
  const next = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(header);
    if (found) at = pattern.lastIndex;
    return found;
  };
  for (;;) {
    next(separators);
    const parameter = next(quotedParameter) ?? next(tokenParameter);
    if (parameter) {
      const [, name = '', value = ''] = parameter;
      const current = challenges.at(-1)?.parameters;
      const key = name.toLowerCase();
      if (current && !current.has(key)) current.set(key, value.replace(/\\(.)/gs, '$1'));
      continue;
    }
    const scheme = next(token)?.[0];
    if (scheme === undefined) return challenges;
    challenges.push({ scheme: scheme.toLowerCase(), parameters: new Map() });
    next(token68);
  }
}

const separators = /[\s,]*/y;
const token = /[\w!#$%&'*+.^`|~-]+/y;
const quotedParameter = /([\w!#$%&'*+.^`|~-]+)[ \t]*=[ \t]*"((?:[^"\\]|\\.)*)"/sy;
/** Servers also leave the quotes out where they may not: a nonce in Base64. */
const tokenParameter = /([\w!#$%&'*+.^`|~-]+)[ \t]*=[ \t]*([^\s,"]+)/y;
/** What Negotiate and others send instead of parameters. */
const token68 = /[ \t]+[\w.~+/-]+=*[ \t]*(?=,|$)/y;
