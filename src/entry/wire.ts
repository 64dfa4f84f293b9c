/**
 * The edge between JSON, which is snake_case, and the program, which is camelCase. `ProxyCallApi` is named so that
 * the one becomes the other by rule: no field is renamed by hand anywhere.
 */
export type CamelCase<S extends string> = S extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : S;

/** A flat object of the wire as the program names its fields. */
export type FromWire<T> = { [K in keyof T as K extends string ? CamelCase<K> : never]: T[K] };

export function fromWire<T extends object>(object: T): FromWire<T> {
  return mapKeys(object, camelCase) as FromWire<T>;
}

/** Fields that are the empty text when absent: the clients of the earlier service put them into cells, and send them back. */
const BLANK_WHEN_ABSENT: ReadonlySet<string> = new Set(['client_iso_residency', 'client_last_caller']);

/** Names every field, at any depth, as the program does. What is `null`, or empty where that means so, is absent. */
export function fromWireDeep(value: unknown): unknown {
  if (value === null) return undefined;
  if (Array.isArray(value)) return value.map(fromWireDeep);
  if (typeof value !== 'object') return value;
  const fields = Object.entries(value).map(([key, field]: [string, unknown]) => [
    camelCase(key),
    field === '' && BLANK_WHEN_ABSENT.has(key) ? undefined : fromWireDeep(field),
  ]);
  return Object.fromEntries(fields);
}

/** Names every field, at any depth, as the wire does. What is absent is `null`, or empty, so that clients find every field. */
export function toWire(value: unknown): unknown {
  if (value === undefined) return null;
  if (Array.isArray(value)) return value.map(toWire);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([name, field]: [string, unknown]) => {
    const key = snakeCase(name);
    return [key, field === undefined && BLANK_WHEN_ABSENT.has(key) ? '' : toWire(field)];
  });
  return Object.fromEntries(fields);
}

/** The fields of a request, without those that are not given: an absent field stays as it is, which `null` might not. */
export function requestToWire(body: object): unknown {
  return toWire(Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)));
}

export function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function mapKeys(object: object, rename: (key: string) => string): object {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [rename(key), value as unknown]));
}
