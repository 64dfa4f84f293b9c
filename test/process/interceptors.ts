/** The object with something done around each call of its asynchronous methods. */
export function aroundEach<T extends object>(
  target: T,
  around: (name: string, call: () => Promise<unknown>) => Promise<unknown>,
  only: (name: string) => boolean = () => true,
): T {
  const methods = Object.entries(target as Record<string, (...args: unknown[]) => Promise<unknown>>).map(
    ([name, method]) => [name, only(name) ? (...args: unknown[]) => around(name, () => method(...args)) : method],
  );
  const wrapped: unknown = Object.fromEntries(methods);
  return wrapped as T;
}
