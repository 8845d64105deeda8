/**
 * The caretaker's own process: it lives until the process that started it is gone or has let it go, then
 * ends and removes what was still in its care.
 */
import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { CaretakerMessage } from './caretaker.ts';
import { isRunning } from './process-state.ts';

const graceMs = 5000;
const processes = new Set<number>();
const folders = new Set<string>();

process.on('message', ({ keep, belonging }: CaretakerMessage) => {
  if ('process' in belonging) {
    if (keep === 'add') processes.add(belonging.process);
    else processes.delete(belonging.process);
  } else if (keep === 'add') folders.add(belonging.folder);
  else folders.delete(belonging.folder);
});

process.on('disconnect', async () => {
  await Promise.all([...processes].map(endGroup));
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function endGroup(leader: number): Promise<void> {
  const deadline = Date.now() + graceMs;
  signalGroup(leader, 'SIGTERM');
  while (isRunning(leader) && Date.now() < deadline) await pause(20);
  // For what is left of the group, whether its leader has ended or not.
  signalGroup(leader, 'SIGKILL');
}

function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch {
    // There is nobody left to signal.
  }
}
