/**
 * What the servers need from Debian: found missing, it is installed where that is possible, and where it
 * is not, one line says what to install.
 *
 * Debian starts a service as soon as its package is there; `install-packages.sh` keeps it from doing so.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface PackagesOptions {
  /** Ask before anything is installed, where there is a terminal to ask on. */
  readonly ask?: boolean;
}

/** Packages are missing and may not be installed from here. The message is one line that says what to do. */
export class PackagesMissingError extends Error {
  readonly packages: readonly string[];

  constructor(packages: readonly string[], why: string) {
    const sudo = process.getuid?.() === 0 ? '' : 'sudo ';
    super(
      `${why} Please install what is missing: ${sudo}apt-get install --no-install-recommends ${packages.join(' ')}`,
    );
    this.name = 'PackagesMissingError';
    this.packages = packages;
  }
}

/**
 * Makes sure that Debian packages are installed. Everything that is said on the way goes to standard error.
 *
 * @param names Debian package names
 * @throws PackagesMissingError where they are missing and cannot or may not be installed
 */
export async function ensureDebianPackages(
  names: readonly string[],
  { ask = false }: PackagesOptions = {},
): Promise<void> {
  const missing = missingPackages(names);
  if (missing.length === 0) return;
  if (spawnSync('apt-get', ['--version']).error) {
    throw new PackagesMissingError(missing, 'There is no apt-get here.');
  }
  if (process.getuid?.() !== 0) {
    throw new PackagesMissingError(missing, 'Only root may install Debian packages.');
  }
  if (ask && process.stdin.isTTY && process.stdout.isTTY && !(await allowed(missing))) {
    throw new PackagesMissingError(missing, 'Nothing was installed.');
  }
  process.stderr.write(`Installing Debian packages: ${missing.join(', ')}\n`);
  const script = fileURLToPath(new URL('install-packages.sh', import.meta.url));
  const installer = spawn('/bin/sh', [script, ...missing], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await once(installer, 'exit');
  const still = missingPackages(names);
  if (still.length > 0)
    throw new PackagesMissingError(still, 'apt-get could not install everything.');
}

function missingPackages(names: readonly string[]): string[] {
  // Unknown names make dpkg-query end with 1; the known ones are answered all the same.
  const { stdout, error } = spawnSync(
    'dpkg-query',
    ['-W', '-f', `\${Package} \${Status}\n`, ...names],
    {
      encoding: 'utf8',
    },
  );
  if (error) return [...names];
  const installed = new Set(
    stdout
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ', 1)[0]),
  );
  return names.filter((name) => !installed.has(name));
}

async function allowed(packages: readonly string[]): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await new Promise<string>((resolve) => {
    terminal.question(
      `Install these Debian packages (their services are not started): ${packages.join(', ')}? [Y/n] `,
      resolve,
    );
    terminal.once('close', () => resolve('no'));
    // readline takes Ctrl-C for itself; whoever called decides what it means.
    terminal.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  });
  terminal.close();
  return /^(?:y(?:es)?)?$/iu.test(answer.trim());
}
