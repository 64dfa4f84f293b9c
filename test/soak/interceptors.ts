/** The object with something done around each call of its asynchronous methods. What is no method stays as it is. */
export function aroundEach<T extends object>(
  target: T,
  around: (name: string, call: () => Promise<unknown>) => Promise<unknown>,
  only: (name: string) => boolean = () => true,
): T {
  const members = Object.entries(target).map(([name, member]: [string, unknown]) => [
    name,
    typeof member === 'function' && only(name)
      ? (...args: unknown[]) => around(name, () => (member as (...args: unknown[]) => Promise<unknown>)(...args))
      : member,
  ]);
  const wrapped: unknown = Object.fromEntries(members);
  return wrapped as T;
}
