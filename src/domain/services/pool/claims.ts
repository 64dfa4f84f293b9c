/**
 * What requests of this process are about to take: numbers, or persons on numbers. No other request of the process tries
 * for them, so that only processes compete with each other.
 */
export interface Claims {
  include(key: string): boolean;
  add(key: string): void;
  release(key: string): void;
  /** Resolves when something is released that is claimed now; at once when there is none. */
  nextRelease(): Promise<void>;
}

export function createClaims(): Claims {
  const claimed = new Set<string>();
  let waiting: (() => void)[] = [];

  return {
    include: (key) => claimed.has(key),
    add: (key) => void claimed.add(key),
    release(key) {
      claimed.delete(key);
      for (const wake of waiting) wake();
      waiting = [];
    },
    nextRelease: () => (claimed.size === 0 ? Promise.resolve() : new Promise((wake) => void waiting.push(wake))),
  };
}
