/** Runs a command that comes over HTTP: reads the body up to a limit, and answers by the contract. */
import type { IncomingMessage } from 'node:http';
import { answer, isCommandName } from '../../../shared/contract/answer.ts';
import type { Answer, CommandHandlers } from '../../../shared/contract/contract.ts';
import type { Problem } from '../../../shared/errors.ts';

/**
 * The window sends roster documents and groups files; a roster of 100,000 items has some 13 MB.
 */
export const maximumBodyBytes = 16 * 1024 * 1024;

export interface CommandResult {
  readonly status: number;
  readonly answer: Answer<unknown>;
}

export async function runCommand(
  name: string,
  request: IncomingMessage,
  handlers: CommandHandlers,
): Promise<CommandResult> {
  if (!isCommandName(name)) return refused(404, `there is no command "${name}"`);
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
    return refused(415, 'the body has to be application/json');
  }
  const body = await readBody(request);
  if (body === undefined) return refused(413, `the body is longer than ${maximumBodyBytes} bytes`);
  const input = parse(body);
  if (input === undefined) return refused(400, 'the body is not JSON');
  const answered = await answer(handlers, name, input);
  const isBad = !answered.ok && answered.problem.code === 'bad-input';
  return { status: isBad ? 400 : 200, answer: answered };
}

/** A refusal before any handler is called. */
export function refused(status: number, detail: string): CommandResult {
  const problem: Problem = {
    code: 'bad-input',
    message: `The request was refused: ${detail}.`,
    params: { detail },
  };
  return { status, answer: { ok: false, problem } };
}

/** The whole body, or `undefined` where it is too long. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maximumBodyBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** What the text holds, or `undefined` where it is not JSON (which has no `undefined`). */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
