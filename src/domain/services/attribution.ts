import type { ChangeSet, OrderStore } from '../../ports/order-store.js';
import type { Actor } from '../../ports/proxycall-api.js';
import { wrapMethods } from '../model/wrap-methods.js';
import type { Ports } from './ports.js';

/**
 * Makes ports whose commits are attributed to an actor: the log says who changed which kinds of record. The methods of the
 * store are bound here, once, and not for every request.
 */
export function createAttribution<P extends Ports>(ports: P): (actor: Actor) => P {
  const { store, logger } = ports;
  const bound = wrapMethods(store, (method) => method);
  return (actor) => {
    const commit = async (changes: ChangeSet) => {
      await store.commit(changes);
      const kinds = new Set([...changes.puts, ...(changes.removals ?? [])].map(({ kind }) => kind));
      logger.debug('store.committed', { actor: actor.name, kinds: [...kinds].join(' ') });
    };
    return { ...ports, store: Object.assign(Object.create(bound) as OrderStore, { commit }) };
  };
}
