/** Optional fields without a value, in the one form that JSON and the settings have for them: absent. */

/** The same fields without those whose value is undefined. */
export function withoutUndefined<Fields extends object>(fields: Fields): Fields {
  const defined = Object.entries(fields).filter(([, value]) => value !== undefined);
  // Only fields that may be undefined are left out, and the type does not tell those from absent ones.
  return Object.fromEntries(defined) as Fields;
}
