/** What a server has received, as it came over the wire: Prosody's own record, by mod_stanza_debug. */
import { readFileSync } from 'node:fs';
import type { ProsodyOptions, ProsodyServer } from '../../servers/prosody.ts';

/** For a Prosody that is to keep that record. */
export const recording = {
  modules: ['stanza_debug'],
  configuration: 'log = { debug = "*console" }',
} as const satisfies ProsodyOptions;

/** How many roster sets it has received, from whomever. */
export function rosterSets({ logFile }: Pick<ProsodyServer, 'logFile'>): number {
  const received = readFileSync(logFile, 'utf8').split('\n');
  return received.filter(
    (text) =>
      text.includes('RECV') &&
      text.includes('jabber:iq:roster') &&
      /<iq[^>]*type=['"]set['"]/.test(text),
  ).length;
}
