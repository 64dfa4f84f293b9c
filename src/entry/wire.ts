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

/** Names every field, at any depth, as the program does. What is `null` is absent. */
export function fromWireDeep(value: unknown): unknown {
  if (value === null) return undefined;
  if (Array.isArray(value)) return value.map(fromWireDeep);
  if (typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(mapKeys(value, camelCase)).map(([key, field]) => [key, fromWireDeep(field)]),
  );
}

/** Names every field, at any depth, as the wire does. What is absent is `null`, so that clients find every field. */
export function toWire(value: unknown): unknown {
  if (value === undefined) return null;
  if (Array.isArray(value)) return value.map(toWire);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(mapKeys(value, snakeCase)).map(([key, field]) => [key, toWire(field)]));
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
