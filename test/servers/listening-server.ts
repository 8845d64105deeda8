/** Starts a server program on free loopback ports and waits until it really listens on them. */
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { freeLoopbackPorts, listensOn } from './ports.ts';
import { type RunningProcess, startProcess } from './processes.ts';

export interface ServerProgram {
  readonly command: string;
  readonly parameters: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** The file that gets all its output; written anew at each start. */
  readonly logFile: string;
}

/** The server did not come up. The message holds the end of what it printed. */
class ServerStartError extends Error {
  constructor(what: string, output: string) {
    super(`${what}\n${output.slice(-2000)}`);
    this.name = 'ServerStartError';
  }
}

class PortTakenError extends Error {}

const startTimeoutMs = 30_000;
const probeMs = 15;
const attempts = 5;

/**
 * Starts a server on free ports; where somebody takes one of them first, tries again with others.
 *
 * @param prepare writes the configuration for these ports and says what to run
 * @throws ServerStartError
 */
export async function startOnFreePorts(
  count: number,
  prepare: (ports: readonly number[]) => Promise<ServerProgram>,
): Promise<{ process: RunningProcess; ports: readonly number[] }> {
  for (let attempt = 1; ; attempt += 1) {
    const ports = await freeLoopbackPorts(count);
    try {
      return { process: await startOnPorts(await prepare(ports), ports), ports };
    } catch (error) {
      if (!(error instanceof PortTakenError) || attempt === attempts) throw error;
    }
  }
}

/** Starts a server on the ports that its configuration names, and waits until it listens on all of them. */
export async function startOnPorts(
  program: ServerProgram,
  ports: readonly number[],
): Promise<RunningProcess> {
  const { command, parameters, cwd, env, logFile } = program;
  const log = openSync(logFile, 'w', 0o600);
  const started = await startProcess(command, parameters, {
    cwd,
    stdio: ['ignore', log, log],
    ...(env && { env }),
  }).finally(() => closeSync(log));

  const deadline = Date.now() + startTimeoutMs;
  while (!(await listensOn(started.pid, ports))) {
    const ended = !started.running();
    const output = readFileSync(logFile, 'utf8');
    // Prosody says it and goes on without the port, Python's servers end.
    if (/in use/iu.test(output)) {
      await started.stop();
      throw new PortTakenError(`${command}: one of the ports ${ports.join(', ')} is taken`);
    }
    if (ended) throw new ServerStartError(`${command} ended before it listened`, output);
    if (Date.now() > deadline) {
      await started.stop();
      throw new ServerStartError(`${command} did not listen within ${startTimeoutMs} ms`, output);
    }
    await pause(probeMs);
  }
  return started;
}
