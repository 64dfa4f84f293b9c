import type { E164 } from '../../model/phone-number.js';
import { createSends, type Sends } from '../confirmations/sends.js';
import type { Ports } from '../ports.js';
import { createRecent, type Recent } from '../recent.js';

/**
 * What requests of this process are about to take: numbers, or persons on numbers. No other request of the process tries
 * to take them, so that requests compete only with those of other processes.
 */
export interface Claims {
  include(key: string): boolean;
  add(key: string): void;
  release(key: string): void;
  /** Resolves at the next release of a claim; at once when there is no claim. */
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

/** What the requests of one process are doing at the moment, whoever sent them. */
export interface UnderWay {
  /** Free numbers that are about to be taken. */
  readonly numbers: Claims;
  /** Purchases for an empty pool, by country and type. */
  readonly topUps: Map<string, Promise<unknown>>;
  /** Persons who are about to be admitted, each on a shared number. */
  readonly persons: Claims;
  /** How many participants are about to be added to a shared number. */
  readonly added: Map<E164, number>;
  /** Runs additions of shared numbers one after the other, by country. */
  readonly inTurn: Turns;
  /** Entries of the outbox that are being sent. */
  readonly sends: Sends;
  /** Mails to clients that are being sent. */
  readonly mails: Sends;
  /** Plans and reports, whose counting reads the whole history. */
  readonly counted: Recent;
}

/** The ports of use cases that claim numbers, or send messages. */
export interface ClaimingPorts extends Ports {
  readonly underWay: UnderWay;
}

export function createUnderWay(): UnderWay {
  return {
    numbers: createClaims(),
    topUps: new Map(),
    persons: createClaims(),
    added: new Map(),
    inTurn: createTurns(),
    sends: createSends(),
    mails: createSends(),
    counted: createRecent(),
  };
}

/** Runs work of the same kind one after the other. */
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
