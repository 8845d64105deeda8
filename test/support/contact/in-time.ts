/** Tells what takes time in proportion to its input from what does not, on however busy a machine. */
import { runInNewContext } from 'node:vm';

/** So much input takes a second where time grows with it, and hours where it grows with its square. */
export const longInput = 3_000_000;

/** For tests of it; the deadline comes first, and says where the program was. */
export const inTimeTimeout = 100_000;

/** @throws Error `ERR_SCRIPT_EXECUTION_TIMEOUT` for what would not come to its end in any useful time */
export function endsInTime(run: () => unknown): void {
  runInNewContext('run()', { run }, { timeout: 60_000 });
}

/** What is repeated, as long as wanted. */
export function repeatedTo(length: number, repeated: string): string {
  return repeated.repeat(Math.ceil(length / repeated.length));
}
