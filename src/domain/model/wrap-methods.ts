/** A method bound to its object. */
export type Method = (...args: unknown[]) => unknown;

/**
 * An object with the same members, in which every method with a name is what `wrap` returns for it. The object itself stays as it
 * is: it may be frozen, or an instance of a class with private fields. Members that are not methods are read from it each time.
 */
export function wrapMethods<T extends object>(
  target: T,
  wrap: (method: Method, name: keyof T & string) => (...args: never[]) => unknown,
): T {
  const wrapped: Record<string | symbol, unknown> = {};
  for (const name of memberNames(target)) {
    const member: unknown = Reflect.get(target, name);
    if (!isMethod(member)) {
      Object.defineProperty(wrapped, name, { enumerable: true, get: () => Reflect.get(target, name) as unknown });
      continue;
    }
    const method = member.bind(target);
    wrapped[name] = typeof name === 'symbol' ? method : wrap(method, name as keyof T & string);
  }
  return wrapped as T;
}

/** Inherited members and those that are not enumerable are members too. */
function memberNames(target: object): ReadonlySet<string | symbol> {
  const names = new Set<string | symbol>();
  for (let owner: unknown = target; isOwner(owner); owner = Object.getPrototypeOf(owner)) {
    for (const name of Reflect.ownKeys(owner)) names.add(name);
  }
  names.delete('constructor');
  return names;
}

function isOwner(value: unknown): value is object {
  return typeof value === 'object' && value !== null && value !== Object.prototype;
}

function isMethod(member: unknown): member is Method {
  return typeof member === 'function';
}
