/** Enough for a day's callers. When it is reached, the cache is emptied. */
const CAPACITY = 50_000;

/** Caches the results of a pure function. A result of `undefined` is computed again. */
export function remember<K, V>(compute: (argument: K) => V): (argument: K) => V {
  const results = new Map<K, V>();
  return (argument) => {
    const known = results.get(argument);
    if (known !== undefined) return known;
    if (results.size >= CAPACITY) results.clear();
    const result = compute(argument);
    results.set(argument, result);
    return result;
  };
}
