import type { Erasure } from '../../../domain/model/erasure.js';
import type { DoneErasure } from '../journal/erase-entries.js';

/** How long after an erasure an entry may still arrive that was written before it. */
const WITHIN_MS = 10 * 60_000;

/** The erasures of the last minutes, for entries that are older. */
export interface RecentErasures {
  add(done: readonly DoneErasure[]): void;
  list(): readonly Erasure[];
}

export function createRecentErasures(): RecentErasures {
  let recent: readonly { readonly erasure: Erasure; readonly at: number }[] = [];
  const current = () => recent.filter(({ at }) => Date.now() < at + WITHIN_MS);
  return {
    add(done) {
      const at = Date.now();
      recent = [...current(), ...done.map(({ erasure }) => ({ erasure, at }))];
    },
    list: () => current().map(({ erasure }) => erasure),
  };
}
