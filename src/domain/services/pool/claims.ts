import type { E164 } from '../../model/phone-number.js';

/**
 * Numbers that requests of this process are about to commit. Nobody else here tries for them, so that only processes
 * compete with each other, and a request never loses to its neighbours again and again.
 */
export interface Claims {
  include(number: E164): boolean;
  add(number: E164): void;
  release(number: E164): void;
  /** Resolves when some number is released that is claimed now; at once when there is none. */
  nextRelease(): Promise<void>;
}

export function createClaims(): Claims {
  const claimed = new Set<E164>();
  let waiting: (() => void)[] = [];

  return {
    include: (number) => claimed.has(number),
    add: (number) => void claimed.add(number),
    release(number) {
      claimed.delete(number);
      for (const wake of waiting) wake();
      waiting = [];
    },
    nextRelease: () => (claimed.size === 0 ? Promise.resolve() : new Promise((wake) => void waiting.push(wake))),
  };
}
