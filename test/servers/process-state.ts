/** Whether a process still does anything. */
import { readFileSync } from 'node:fs';

/**
 * Whether a process runs. A zombie does not: it has ended, and only waits for whoever adopted it to ask
 * for its status, which in a container may be never.
 */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    // proc(5): the state follows the name, which is in parentheses and may hold anything.
    return !/^.*\) Z/su.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return process.platform !== 'linux';
  }
}
