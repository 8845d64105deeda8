/** Child processes that never outlive this one, each the leader of its own group. */
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { takeIntoCare } from './caretaker.ts';

interface ExitStatus {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface RunningProcess {
  readonly pid: number;
  /** For the streams that `stdio` made pipes. */
  readonly child: ChildProcess;
  /** Settles when the process has ended, however it did; never rejects. */
  readonly ended: Promise<ExitStatus>;
  running(): boolean;
  signal(signal: NodeJS.Signals): void;
  /** Asks the process to end, insists after a grace of 5 s, and waits until it is gone. */
  stop(): Promise<ExitStatus>;
}

export interface ProcessOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly stdio: StdioOptions;
}

const graceMs = 5000;

/**
 * Starts a program in a session of its own: a Ctrl-C on the terminal reaches this process alone, which
 * then ends its children in the order that suits it.
 *
 * @throws the system's error where there is no such program
 */
export async function startProcess(
  command: string,
  parameters: readonly string[],
  options: ProcessOptions,
): Promise<RunningProcess> {
  const child = spawn(command, parameters, { ...options, detached: true });
  const ended = new Promise<ExitStatus>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  await once(child, 'spawn');
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${command} has no process id`);

  const stop = async () => {
    signalGroup(pid, 'SIGTERM');
    const insisting = setTimeout(() => signalGroup(pid, 'SIGKILL'), graceMs);
    const status = await ended;
    clearTimeout(insisting);
    return status;
  };
  const release = takeIntoCare({ process: pid }, stop);
  void ended.then(release);
  return {
    pid,
    child,
    ended,
    running: () => child.exitCode === null && child.signalCode === null,
    signal: (signal) => signalGroup(pid, signal),
    stop,
  };
}

function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch (error) {
    // It ended meanwhile; any other refusal must be heard of.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
