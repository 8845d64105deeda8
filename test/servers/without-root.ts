/** For servers that will not run as root: where the tests do, these run as nobody, in a folder that is nobody's. */
import { chown } from 'node:fs/promises';

/** A program and what it is started with. */
export interface Call {
  readonly command: string;
  readonly parameters: readonly string[];
}

/** The user nobody and the group nogroup, the same on every Debian (base-passwd). */
const nobody = 65_534;

/** The name of whom the servers run as, for those whose configuration wants it. */
export const serverUser = (ownName: string): string => (isRoot() ? 'nobody' : ownName);

/**
 * The same program without root's rights; its process id stays that of what is started.
 *
 * @param group whose files it may read besides
 */
export function withoutRoot({ command, parameters }: Call, group = String(nobody)): Call {
  if (!isRoot()) return { command, parameters };
  const identity = [`--reuid=${nobody}`, `--regid=${group}`, '--clear-groups'];
  return { command: 'setpriv', parameters: [...identity, '--', command, ...parameters] };
}

/** Lets servers without root's rights write into a folder; everybody else stays out of it. */
export async function openToServers(path: string): Promise<void> {
  if (isRoot()) await chown(path, nobody, nobody);
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}
