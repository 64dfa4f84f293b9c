import { randomBytes } from 'node:crypto';
import type { Clock } from '../../ports/runtime.js';

/** What somebody has searched for, as their pages see it. */
export interface OwnSearches {
  /** @returns a random id for an address: the text itself, which may be a phone, is in none */
  readonly keep: (text: string) => string;
  /** Undefined for what was kept too long ago, by another sign-in, or by another instance. */
  readonly find: (id: string) => string | undefined;
}

/** What was searched for, in the memory of this instance and nowhere else: so that "Back" and "Reload" show the result again. */
export interface KeptSearches {
  /** @param owner the secret of a sign-in, or what is derived from it */
  readonly of: (owner: string) => OwnSearches;
}

const KEPT_MS = 10 * 60_000;
/** The oldest make room. */
const MOST = 1000;

export function createKeptSearches(clock: Clock): KeptSearches {
  const searches = new Map<string, { readonly owner: string; readonly text: string; readonly until: number }>();

  /** They are in the order in which they were kept, and all are kept as long. */
  function forget(most: number): void {
    for (const [id, { until }] of searches) {
      if (searches.size <= most && until > clock.now()) return;
      searches.delete(id);
    }
  }

  return {
    of: (owner) => ({
      keep(text) {
        forget(MOST - 1);
        const id = randomBytes(12).toString('base64url');
        searches.set(id, { owner, text, until: clock.now() + KEPT_MS });
        return id;
      },
      find(id) {
        forget(MOST);
        const found = searches.get(id);
        return found?.owner === owner ? found.text : undefined;
      },
    }),
  };
}
