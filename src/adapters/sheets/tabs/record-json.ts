/**
 * JSON has no undefined, and no record uses null. So undefined is written as null, and every field is read back as it
 * was.
 */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_name, field: unknown) => (field === undefined ? null : field));
}

/** @throws SyntaxError if the text is not JSON */
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
