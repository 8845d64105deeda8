/** A command over HTTP: reads the body up to a limit, parses it by the contract, answers with an Answer. */
import type { IncomingMessage } from 'node:http';
import { type Problem, toProblem } from '../../../shared/errors.ts';
import {
  type Answer,
  type CommandHandlers,
  type CommandName,
  commands,
} from '../../../shared/ipc/contract.ts';

/** A profile with hundreds of numbers is some 20 kB; nothing that the window sends is longer. */
export const maximumBodyBytes = 256 * 1024;

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
  const input = parseInput(name, body);
  if (!input.ok) return { status: 400, answer: input };
  return { status: 200, answer: await handle(name, input.value, handlers) };
}

/** An answer that says no before any handler is asked. */
export function refused(status: number, detail: string): CommandResult {
  const problem: Problem = {
    code: 'bad-input',
    message: `The request was refused: ${detail}.`,
    params: { detail },
  };
  return { status, answer: { ok: false, problem } };
}

function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(commands, name);
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

function parseInput(name: CommandName, body: string): Answer<unknown> {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return refused(400, 'the body is not JSON').answer;
  }
  const reading = commands[name].input.safeParse(json);
  if (reading.success) return { ok: true, value: reading.data };
  // Paths and what was expected, never the values: they may be passwords.
  const issues = reading.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  return refused(400, issues.join('; ')).answer;
}

async function handle(
  name: CommandName,
  input: unknown,
  handlers: CommandHandlers,
): Promise<Answer<unknown>> {
  // The input was parsed by this very command's schema; the index only hides which one it is.
  const handler = handlers[name] as (input: unknown) => Promise<unknown>;
  try {
    return { ok: true, value: await handler(input) };
  } catch (error) {
    return { ok: false, problem: toProblem(error) };
  }
}
