import type { ChangeSet } from '../../ports/order-store.js';
import type { Actor } from '../../ports/proxycall-api.js';
import type { Ports } from './ports.js';

/** The same ports with every commit attributed to the actor: the log says who changed which kinds of record. */
export function attributed<P extends Ports>(ports: P, actor: Actor): P {
  const { store, logger } = ports;
  const commit = async (changes: ChangeSet) => {
    await store.commit(changes);
    const kinds = new Set([...changes.puts, ...(changes.removals ?? [])].map(({ kind }) => kind));
    logger.debug('store.committed', { actor: actor.name, kinds: [...kinds].join(' ') });
  };
  // The store is not the proxy's target, as it may be frozen. Its methods are bound to it, as it may have private fields.
  const acting = new Proxy({} as typeof store, {
    get(_empty, name) {
      if (name === 'commit') return commit;
      const member: unknown = Reflect.get(store, name);
      return typeof member === 'function' ? (member.bind(store) as unknown) : member;
    },
  });
  return { ...ports, store: acting };
}
