/** Runs one command for a caller that cannot be trusted to ask properly. Errors become values. */
import { RolodialError, toProblem } from '../errors.ts';
import { settingsIssues } from '../settings/schema.ts';
import { type Answer, type CommandHandlers, type CommandName, commands } from './contract.ts';

/**
 * Checks the name and the input of a command, then runs it.
 *
 * @param command a name of the contract, if the caller is honest
 * @param input what the command's schema will say yes or no to
 * @returns the command's answer, or the problem: `bad-input` where the question was wrong; never rejects
 */
export async function answer(
  handlers: CommandHandlers,
  command: unknown,
  input: unknown,
): Promise<Answer<unknown>> {
  try {
    if (!isCommandName(command)) {
      throw new RolodialError('bad-input', 'There is no such command.', { field: 'command' });
    }
    const parsed = commands[command].input.safeParse(input);
    if (!parsed.success) {
      const [issue] = settingsIssues(parsed.error);
      const field = issue?.field ?? 'input';
      const detail = issue?.message ?? 'not understood';
      throw new RolodialError('bad-input', `${command}: ${field}: ${detail}`, { field, detail });
    }
    // The schema of this command gave the input; TypeScript cannot follow a name to its pair of types.
    const run = handlers[command] as (input: unknown) => Promise<unknown>;
    return { ok: true, value: await run(parsed.data) };
  } catch (error) {
    return { ok: false, problem: toProblem(error) };
  }
}

/** Whether the contract has a command of this name. */
export function isCommandName(command: unknown): command is CommandName {
  return typeof command === 'string' && Object.hasOwn(commands, command);
}
