/** Runs the built command line of Rolodial, as a user would. */
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type RunningProcess, startProcess } from '../servers/processes.ts';
import type { Stage } from './stage.ts';

export const root = join(import.meta.dirname, '..', '..');
const commandLine = join(root, 'dist', 'headless', 'cli.js');

/** Starts a command; what it prints goes where the demo's own output goes. */
export function startRolodial(
  stage: Stage,
  command: readonly string[],
  output: 'inherit' | 'pipe' = 'inherit',
): Promise<RunningProcess> {
  const [name = '', ...options] = command;
  return startProcess(
    process.execPath,
    [
      ...[commandLine, name, '--config', stage.settingsFile, '--data', stage.settingsFolder],
      ...options,
    ],
    { cwd: root, stdio: ['ignore', output, 'inherit'] },
  );
}

/** Runs a command to its end; what it says on the way is seen, its result is handed back. */
export async function askRolodial(
  stage: Stage,
  command: readonly string[],
): Promise<{ code: number; output: string }> {
  const running = await startRolodial(stage, command, 'pipe');
  const [output, status] = await Promise.all([
    running.child.stdout ? text(running.child.stdout) : '',
    running.ended,
  ]);
  return { code: status.code ?? 1, output };
}
