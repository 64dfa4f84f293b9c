/** A method bound to its object. */
export type Method = (...args: unknown[]) => unknown;

/**
 * An object with the same members, in which every method is what `wrap` returns for it. The object itself stays as it is:
 * it may be frozen, or an instance of a class with private fields. Members that are not methods are copied.
 */
export function wrapMethods<T extends object>(
  target: T,
  wrap: (method: Method, name: keyof T & string) => (...args: never[]) => unknown,
): T {
  const wrapped: Record<string, unknown> = {};
  for (const name of memberNames(target)) {
    const member: unknown = Reflect.get(target, name);
    wrapped[name] = isMethod(member) ? wrap(member.bind(target), name as keyof T & string) : member;
  }
  return wrapped as T;
}

/** Inherited methods and methods that are not enumerable are members too. */
function memberNames(target: object): ReadonlySet<string> {
  const names = new Set<string>();
  for (let owner: unknown = target; isOwner(owner); owner = Object.getPrototypeOf(owner)) {
    for (const name of Object.getOwnPropertyNames(owner)) names.add(name);
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
