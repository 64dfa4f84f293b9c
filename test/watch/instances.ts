import { createInteractionFeed, type InteractionFeed } from '../../src/domain/services/interactions/feed.js';
import { put } from '../../src/domain/services/commit.js';
import type { Interaction } from '../../src/domain/model/interaction.js';
import { createRecordingLogger, type FakeClock } from '../../src/entry/testing/index.js';
import type { Every } from '../../src/ports/runtime.js';
import type { OrderStore } from '../../src/ports/order-store.js';
import type { WatchRequest } from '../../src/ports/proxycall-api.js';
import { collect, type Collected } from './collect.js';

/** A feed on a store: what an instance of ProxyCall has. */
export interface Instance extends InteractionFeed {
  readonly logger: ReturnType<typeof createRecordingLogger>;
  readonly collect: (request?: WatchRequest) => Promise<Collected>;
  /** Commits what is new of interactions, or has changed. */
  readonly write: (...interactions: Interaction[]) => Promise<void>;
  /** Two seconds later: looks for what others have committed, if anybody watches. */
  readonly poll: () => Promise<void>;
}

export function createInstance(store: OrderStore, clock: FakeClock): Instance {
  const logger = createRecordingLogger();
  const timers = new Set<() => void | Promise<void>>();
  const every: Every = (_, work) => {
    timers.add(work);
    return () => void timers.delete(work);
  };
  const feed = createInteractionFeed({ store, clock, logger, every });
  return {
    ...feed,
    logger,
    collect: async (request = {}) => collect(await feed.watch(request)),
    async poll() {
      clock.advance(2_000);
      for (const work of timers) await work();
    },
    async write(...interactions) {
      const puts = interactions.map(async (each) =>
        put('interaction', each, await store.record('interaction', each.id)),
      );
      await feed.store.commit({ puts: await Promise.all(puts) });
    },
  };
}
