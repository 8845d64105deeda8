/** A report of the core, read again when one of the caller's values changes. */
import { useEffect, useRef, useState } from 'react';
import type { CommandInput, CommandName, CommandOutput } from '../../shared/contract/contract.ts';
import type { Problem } from '../../shared/errors.ts';
import { useCommand } from './core-context.tsx';

interface ReportView<Name extends CommandName> {
  /** Undefined until the first answer. */
  readonly report: CommandOutput<Name> | undefined;
  readonly problem: Problem | undefined;
  /** Reads it now. */
  readonly read: () => Promise<void>;
  /** Shows a newer report that another command has answered with. */
  readonly show: (report: CommandOutput<Name>) => void;
}

/** @param changes values such as a revision; a new report is read when one of them changes */
export function useReport<Name extends CommandName>(
  command: Name,
  input: CommandInput<Name>,
  changes: readonly unknown[],
): ReportView<Name> {
  const { run, problem } = useCommand(command);
  const [report, setReport] = useState<CommandOutput<Name>>();
  const reads = useRef(0);

  async function read(): Promise<void> {
    reads.current += 1;
    const mine = reads.current;
    const answer = await run(input);
    // A later read has been started: this answer is out of date.
    if (answer.ok && mine === reads.current) setReport(() => answer.value);
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: the caller's values say when to read, not what
  useEffect(() => {
    void read();
    return () => {
      reads.current += 1;
    };
  }, [run, ...changes]);

  return { report, problem, read, show: (newer) => setReport(() => newer) };
}
