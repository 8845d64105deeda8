/** Reads a secret from where the settings say that it is kept. What it reads goes into no message and no log. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { RolodialError } from '../../../shared/errors.ts';
import type { SecretSource } from '../../../shared/settings/secret.ts';
import type { Vault } from '../host.ts';

const run = promisify(execFile);

/** A program that asks for something on a terminal must not hold up a sync for ever. */
const commandTimeoutMs = 60_000;

/**
 * The secret behind a source.
 *
 * @param field the setting, for messages: `xmpp.password`
 * @param folder what a relative `file` is relative to: the folder of the settings file
 * @throws RolodialError `secret-unavailable` saying which source of which field gave nothing
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
    // The error of a command holds what it printed, possibly the secret: only its code may travel on.
    cause instanceof Error && 'code' in cause ? { cause: new Error(String(cause.code)) } : {},
  );
}
