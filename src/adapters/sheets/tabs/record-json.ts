/**
 * A value as JSON. JSON has no undefined, and no record uses null: null stands for it, so that a record is read back to
 * the last field whatever its kind.
 */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_name, field: unknown) => (field === undefined ? null : field));
}

/** @throws SyntaxError when the text is not JSON */
export function fromJson(text: string): unknown {
  return withUndefined(JSON.parse(text));
}

function withUndefined(value: unknown): unknown {
  if (value === null) return undefined;
  if (typeof value !== 'object') return value;
  const fields = value as Record<string, unknown>;
  for (const [name, field] of Object.entries(fields)) fields[name] = withUndefined(field);
  return fields;
}
