/** Asks the mod_groups of Debian's Prosody what it makes of groups files; groups-file-oracle.lua answers. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { ensureDebianPackages } from '../../servers/debian-packages.ts';
import { prosodyPackages } from '../../servers/prosody.ts';

const answerSchema = z.object({
  /** With `default`, whatever the file says. */
  groups: z.array(
    z.object({
      name: z.string(),
      members: z.array(z.object({ jid: z.string(), name: z.string() })),
    }),
  ),
  /** The names of the public groups, one for each header. */
  public: z.array(z.string()),
  /** What stands before the name, in each line that mod_groups warns about. */
  warnings: z.array(z.string()),
  /** What each member gets, and somebody who is in no group. */
  rosters: z.array(
    z.object({
      account: z.string(),
      items: z.array(z.object({ jid: z.string(), name: z.string(), groups: z.array(z.string()) })),
    }),
  ),
});
export type OraclesAnswer = z.infer<typeof answerSchema>;

export interface GroupsFileOracle {
  /** @param file path of a groups file; one question at a time */
  read(file: string): Promise<OraclesAnswer>;
  stop(): Promise<void>;
}

/** Needs the packages of Prosody, and starts no server. */
export async function startGroupsFileOracle(): Promise<GroupsFileOracle> {
  await ensureDebianPackages(prosodyPackages);
  const script = fileURLToPath(new URL('groups-file-oracle.lua', import.meta.url));
  const lua = spawn(await prosodysLua(), [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(lua, 'exit');
  const lines = linesOf(lua.stdout);
  return {
    async read(file) {
      lua.stdin.write(`${file}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error('The oracle has ended; what it wrote to standard error says why.');
      return answerSchema.parse(JSON.parse(value));
    },
    async stop() {
      lua.stdin.end();
      await ended;
    },
  };
}

/** The interpreter in Prosody's own first line (`#!/usr/bin/env lua5.4`), for which its libraries are made. */
async function prosodysLua(): Promise<string> {
  const program = await readFile('/usr/bin/prosody', 'utf8');
  const lua = /^#!.*\b(?<lua>lua[0-9.]*)\n/.exec(program)?.groups?.['lua'];
  if (lua === undefined) throw new Error('/usr/bin/prosody does not say which Lua runs it.');
  return lua;
}

/** Not `node:readline`: it would end a line at U+2028, too. */
async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string, undefined> {
  const decoder = new TextDecoder();
  let pending = '';
  for await (const chunk of chunks) {
    const [first = '', ...others] = decoder.decode(chunk, { stream: true }).split('\n');
    pending += first;
    for (const other of others) {
      yield pending;
      pending = other;
    }
  }
  return undefined;
}
