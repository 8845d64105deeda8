#!/usr/bin/env node
/** The command line: `rolodial <command>`. */
import { CommanderError } from 'commander';
import { toProblem } from '../../shared/errors.ts';
import { exitCodeOfError, exitCodes } from './exit-code.ts';
import { defineProgram } from './program.ts';

/**
 * Runs one command.
 *
 * @param args without the program's own name
 * @returns the exit code; an error has been printed on standard error, without its stack
 */
async function run(args: readonly string[]): Promise<number> {
  let code: number = exitCodes.done;
  const program = defineProgram((result) => {
    code = result;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    }
    const problem = toProblem(error);
    process.stderr.write(`rolodial: ${problem.message}\n`);
    return exitCodeOfError(problem.code);
  }
}

process.exitCode = await run(process.argv.slice(2));
