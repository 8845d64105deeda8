/** A throwaway Apache in front of another server, on a free loopback port: Debian's own, with nothing but what is wanted. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startOnFreePorts } from './listening-server.ts';
import type { RunningProcess } from './processes.ts';
import { withoutRoot } from './without-root.ts';

export const apachePackages = ['apache2-bin'];

/** Where Debian's packages have Apache's modules. */
export const apacheModules = '/usr/lib/apache2/modules';

export interface ApacheServer extends Pick<RunningProcess, 'stop'> {
  readonly port: number;
  /** What it prints before it opens its own log. */
  readonly logFile: string;
}

/**
 * @param folder exists, and is open to servers (see `without-root.ts`)
 * @param modules by their names in Debian's packages, beside those that it cannot do without
 * @param directives gives the lines of its configuration for this port
 */
export async function startApache(
  folder: string,
  modules: readonly string[],
  directives: (port: number) => readonly string[],
): Promise<ApacheServer> {
  const configurationFile = join(folder, 'apache.conf');
  const logFile = join(folder, 'apache.log');
  const { process, ports } = await startOnFreePorts(1, async ([port = 0]) => {
    const lines = [
      ...['mpm_prefork', 'authz_core', ...modules].map(
        (name) => `LoadModule ${name}_module ${apacheModules}/mod_${name}.so`,
      ),
      ...[`ServerRoot ${folder}`, `Listen 127.0.0.1:${port}`, 'ServerName 127.0.0.1'],
      ...[`PidFile ${folder}/apache.pid`, `DefaultRuntimeDir ${folder}`],
      ...[`ErrorLog ${folder}/apache-error.log`, 'StartServers 2', 'MinSpareServers 1'],
      ...directives(port),
    ];
    await writeFile(configurationFile, lines.map((line) => `${line}\n`).join(''));
    const parameters = ['-DFOREGROUND', '-f', configurationFile];
    return { ...withoutRoot({ command: '/usr/sbin/apache2', parameters }), cwd: folder, logFile };
  });
  return { stop: () => process.stop(), port: ports[0] ?? 0, logFile };
}
