/** Where a secret is kept, for the words below its field. */
import type { SecretSource } from '../../shared/settings/secret.ts';

export function keptWhere(source: SecretSource): {
  kind: 'stored' | 'env' | 'file' | 'command';
  name: string;
} {
  if ('env' in source) return { kind: 'env', name: source.env };
  if ('file' in source) return { kind: 'file', name: source.file };
  if ('command' in source) return { kind: 'command', name: source.command.join(' ') };
  return { kind: 'stored', name: '' };
}
