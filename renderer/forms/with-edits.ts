/** What a form has changed, put into the settings as they are by then. */
import { secretInputSchema } from '../../shared/settings/secret.ts';

/**
 * Settings may change while a form is open: somebody pauses the profile, or saves another form. Only what
 * was edited is taken from the form; everything else stays as it is now, known to the form or not.
 *
 * @param before what the form would have saved before anything was edited
 * @param edited what it would save now
 * @param now the settings as they are
 */
export function withEdits<Value>(before: unknown, edited: Value, now: Value): Value {
  if (JSON.stringify(before) === JSON.stringify(edited)) return now;
  if (!isSection(before) || !isSection(edited) || !isSection(now)) return edited;
  const names = new Set([...Object.keys(now), ...Object.keys(edited)]);
  const merged = [...names].map(
    (name) => [name, withEdits(before[name], edited[name], now[name])] as const,
  );
  // Made of the fields of both, so it is of their kind.
  return Object.fromEntries(merged.filter(([, value]) => value !== undefined)) as Value;
}

/** An object whose fields can be edited apart; a secret is one whole, of which only one form is right. */
function isSection(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !secretInputSchema.safeParse(value).success
  );
}
