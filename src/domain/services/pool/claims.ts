import type { E164 } from '../../model/phone-number.js';

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

function createClaims(): Claims {
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

/** What the requests of one process do at the moment, whoever makes them. */
export interface UnderWay {
  /** Free numbers that are about to be taken. */
  readonly numbers: Claims;
  /** Purchases for an empty pool, by country and type. */
  readonly topUps: Map<string, Promise<unknown>>;
  /** Persons who are about to be admitted, each on a shared number. */
  readonly persons: Claims;
  /** How many participants are about to be added to a shared number. */
  readonly added: Map<E164, number>;
  /** Shared numbers are added one after the other, by country. */
  readonly inTurn: Turns;
}

export function createUnderWay(): UnderWay {
  return {
    numbers: createClaims(),
    topUps: new Map(),
    persons: createClaims(),
    added: new Map(),
    inTurn: createTurns(),
  };
}

/** Lets work of one kind be done one after the other. */
export type Turns = <T>(kind: string, work: () => Promise<T>) => Promise<T>;

function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return async (kind, work) => {
    const turn = (last.get(kind) ?? Promise.resolve()).then(work, work);
    const settled = turn.catch(() => undefined);
    last.set(kind, settled);
    try {
      return await turn;
    } finally {
      if (last.get(kind) === settled) last.delete(kind);
    }
  };
}
