/** Values that a schema of the settings accepts, made from the schema itself: a field that is added to it is in them at once. */
import fc from 'fast-check';
import { z } from 'zod';
import { type Profile, profileInputSchema } from '../../../shared/settings/schema.ts';
import type { SecretInput, SecretSource } from '../../../shared/settings/secret.ts';

/** Texts that stand for a field, by its path; the last part of the path is enough. */
type Samples = Readonly<Record<string, readonly string[]>>;

const samples: Samples = {
  id: ['john', 'j.2'],
  jid: ['john@example.com', 'zoë@example.org'],
  host: ['127.0.0.1', 'xmpp.example.com', 'wss://xmpp.example.com/ws'],
  'carddav.url': ['https://cloud.example.com/dav/', 'cloud.example.com', 'john@example.com'],
  books: ['https://cloud.example.com/dav/john/a/', 'https://cloud.example.com/dav/john/b/'],
  number: ['+16135550100', '+15145550199', '+33142685300'],
  alias: ['Home', 'Été'],
  domain: ['sms.example.com'],
  format: ['%name', '[%alias] %name (%type)'],
  defaultCountry: ['CA', 'FR'],
  labels: ['mobile', '', 'a b'],
  'remoteRoster.url': ['https://roster.example.com/contacts/%s'],
  'refresh.url': ['http://127.0.0.1:5280/roster_admin/refresh'],
};
const recordKeys: Samples = {
  labels: ['cell', 'work fax', 'home'],
  marks: ['Friends', 'A.b'],
  headers: ['Authorization', 'X-Token'],
};

function sampleOf(from: Samples, path: readonly string[]): readonly string[] {
  const long = path.slice(-2).join('.');
  return from[long] ?? from[path.at(-1) ?? ''] ?? ['one', 'two words'];
}

/** Every optional field is sometimes absent; refinements of the schema are kept. */
function anyOf(schema: unknown, path: readonly string[] = []): fc.Arbitrary<unknown> {
  if (schema instanceof z.ZodDefault) return anyOf(schema.unwrap(), path);
  if (schema instanceof z.ZodOptional) return anyOf(schema.unwrap(), path);
  if (schema instanceof z.ZodBoolean) return fc.boolean();
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options);
  if (schema instanceof z.ZodString) return fc.constantFrom(...sampleOf(samples, path));
  if (schema instanceof z.ZodUnion) {
    return fc.oneof(...schema.options.map((option) => anyOf(option, path)));
  }
  if (schema instanceof z.ZodNumber) {
    const range = { min: schema.minValue ?? 0, max: Math.min(schema.maxValue ?? 1e6, 1e9) };
    return schema.isInt === true
      ? fc.integer(range)
      : fc.double({ ...range, noNaN: true }).map((number) => number + 0);
  }
  if (schema instanceof z.ZodArray) {
    const items = fc.array(anyOf(schema.element, path), { maxLength: 3 });
    return items.filter((value) => schema.safeParse(value).success);
  }
  if (schema instanceof z.ZodRecord) {
    const key = fc.constantFrom(...sampleOf(recordKeys, path));
    return fc.dictionary(key, anyOf(schema.valueType, path), { maxKeys: 3, noNullPrototype: true });
  }
  if (schema instanceof z.ZodObject) {
    const fields = Object.entries<unknown>(schema.shape);
    const model: Record<string, fc.Arbitrary<unknown>> = Object.fromEntries(
      fields.map(([name, field]) => [name, anyOf(field, [...path, name])] as const),
    );
    const requiredKeys = fields
      .filter(([, field]) => !(field instanceof z.ZodOptional))
      .map(([name]) => name);
    return fc
      .record(model, { requiredKeys, noNullPrototype: true })
      .filter((value) => schema.safeParse(value).success);
  }
  throw new Error(`no values are known for ${path.join('.')}`);
}

/** Profiles as the window saves them, some of their secrets new. */
export const anyProfileInput = anyOf(profileInputSchema).map((value) =>
  profileInputSchema.parse(value),
);

/** Profiles as the settings hold them: every secret is kept somewhere. */
export const anyProfile = anyProfileInput
  .map(withNothingNew)
  .filter((value): value is Profile => profileInputSchema.safeParse(value).success);

function withNothingNew(value: unknown): unknown {
  return replaceNewSecrets(value, () => ({ stored: 'kept' }));
}

/**
 * The same value with each new secret replaced, found by its form and not by its place: what the product
 * does by naming the places is compared with this.
 */
export function replaceNewSecrets(
  value: unknown,
  replace: (secret: Extract<SecretInput, { value: string }>) => SecretSource,
): unknown {
  if (Array.isArray(value)) return value.map((each) => replaceNewSecrets(each, replace));
  if (typeof value !== 'object' || value === null) return value;
  if ('value' in value && typeof value.value === 'string') return replace({ value: value.value });
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, replaceNewSecrets(each, replace)]),
  );
}
