import type { ChangeSet } from '../../ports/order-store.js';
import type { Actor } from '../../ports/proxycall-api.js';
import { wrapMethods } from '../model/wrap-methods.js';
import type { Ports } from './ports.js';

/** The same ports with every commit attributed to the actor: the log says who changed which kinds of record. */
export function attributed<P extends Ports>(ports: P, actor: Actor): P {
  const { store, logger } = ports;
  const commit = async (changes: ChangeSet) => {
    await store.commit(changes);
    const kinds = new Set([...changes.puts, ...(changes.removals ?? [])].map(({ kind }) => kind));
    logger.debug('store.committed', { actor: actor.name, kinds: [...kinds].join(' ') });
  };
  return { ...ports, store: wrapMethods(store, (method, name) => (name === 'commit' ? commit : method)) };
}
