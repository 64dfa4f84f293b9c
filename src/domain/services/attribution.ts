import type { OrderStore } from '../../ports/order-store.js';
import type { Actor } from '../../ports/proxycall-api.js';
import type { Ports } from './ports.js';

/** The same ports, where every commit is somebody's: a line of the log says who changed which kinds of record. */
export function attributed(ports: Ports, actor: Actor): Ports {
  const { store, logger } = ports;
  // Inherits the other methods, whether the store is a plain object or an instance of a class.
  const acting = Object.create(store) as OrderStore;
  acting.commit = async (changes) => {
    await store.commit(changes);
    const kinds = new Set([...changes.puts, ...(changes.removals ?? [])].map(({ kind }) => kind));
    logger.debug('store.committed', { actor: actor.name, kinds: [...kinds].join(' ') });
  };
  return { ...ports, store: acting };
}
