/** Secrets in the settings: only where they are kept, never the secrets themselves. */
import { z } from 'zod';

/**
 * Where a secret is kept:
 * - `env`: the name of an environment variable;
 * - `file`: a path, relative to the settings file; one trailing line break is dropped;
 * - `command`: a program and its arguments; the first line of what it prints;
 * - `stored`: a key in the vault of the host (the system's keychain under Electron).
 */
export const secretSourceSchema = z.union(
  [
    z.strictObject({ env: z.string().min(1) }),
    z.strictObject({ file: z.string().min(1) }),
    z.strictObject({ command: z.array(z.string()).min(1) }),
    z.strictObject({ stored: z.string().min(1) }),
  ],
  {
    error:
      'expected where the secret is kept: {"env": "NAME"}, {"file": "path"} or {"command": ["program", "argument"]}; a password in clear is not accepted',
  },
);
export type SecretSource = z.infer<typeof secretSourceSchema>;

/** A secret as the window hands it over: a new one to keep in the vault, or the source it already has. */
export const secretInputSchema = z.union([
  z.strictObject({ value: z.string().min(1) }),
  secretSourceSchema,
]);
export type SecretInput = z.infer<typeof secretInputSchema>;
