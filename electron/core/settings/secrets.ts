/** Reads a secret from the place that the settings name. The secret never gets into a message or a log. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { RolodialError } from '../../../shared/errors.ts';
import type { SecretSource } from '../../../shared/settings/secret.ts';
import type { Vault } from '../host.ts';

const run = promisify(execFile);

/** A limit, since a program that asks on a terminal would never end. */
const commandTimeoutMs = 60_000;

/**
 * The secret behind a source.
 *
 * @param field the setting, for messages: `xmpp.password`
 * @param folder what a relative `file` is relative to: the folder of the settings file
 * @throws RolodialError `secret-unavailable`, which names the source and the field
 */
export async function readSecret(
  source: SecretSource,
  field: string,
  folder: string,
  vault: Vault,
): Promise<string> {
  if ('stored' in source) return await vault.read(source.stored);
  const secret = await readExternal(source, field, folder);
  if (secret === '') throw unavailable(field, `${describe(source)} is empty`);
  return secret;
}

type ExternalSource = Exclude<SecretSource, { stored: string }>;

async function readExternal(
  source: ExternalSource,
  field: string,
  folder: string,
): Promise<string> {
  if ('env' in source) {
    const value = process.env[source.env];
    if (value === undefined) throw unavailable(field, `${describe(source)} is not set`);
    return value;
  }
  if ('file' in source) {
    try {
      const text = await readFile(path.resolve(folder, source.file), 'utf8');
      return text.replace(/\r?\n$/, '');
    } catch (error) {
      throw unavailable(field, `${describe(source)} cannot be read`, error);
    }
  }
  const [program = '', ...args] = source.command;
  try {
    const { stdout } = await run(program, args, { timeout: commandTimeoutMs, cwd: folder });
    return stdout.split(/\r?\n/, 1)[0] ?? '';
  } catch (error) {
    throw unavailable(field, `${describe(source)} failed`, error);
  }
}

function describe(source: ExternalSource): string {
  if ('env' in source) return `the environment variable ${source.env}`;
  if ('file' in source) return `the file ${source.file}`;
  return `the command ${source.command[0]}`;
}

function unavailable(field: string, detail: string, cause?: unknown): RolodialError {
  return new RolodialError(
    'secret-unavailable',
    `${field}: ${detail}.`,
    { field, detail },
    // The error of a command holds its output, possibly the secret, so only its code is passed on.
    cause instanceof Error && 'code' in cause ? { cause: new Error(String(cause.code)) } : {},
  );
}
