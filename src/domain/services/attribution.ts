import type { ChangeSet, OrderStore } from '../../ports/order-store.js';
import type { Actor } from '../../ports/proxycall-api.js';
import { isAudited } from '../model/audit.js';
import { recordIdOf } from '../model/records.js';
import { wrapMethods } from '../model/wrap-methods.js';
import { entriesBy } from './audit/entries.js';
import { put } from './commit.js';
import type { Ports } from './ports.js';

/**
 * Makes ports whose commits are attributed to an actor: each one writes an entry of the audit trail with its changes, and the log says
 * which kinds of record changed. The methods of the store are bound here, once, and not for every request.
 */
export function createAttribution<P extends Ports>(ports: P): (actor: Actor, action: string) => P {
  const { store, logger } = ports;
  const bound = wrapMethods(store, (method) => method);
  return (actor, action) => {
    const commit = async (changes: ChangeSet) => {
      const changed = [...changes.puts.map(recordIdOf), ...(changes.removals ?? [])];
      await store.commit(audited(changes));
      const kinds = new Set(changed.map(({ kind }) => kind));
      logger.debug('store.committed', { actor: actor.name, kinds: [...kinds].join(' ') });

      function audited(unaudited: ChangeSet): ChangeSet {
        if (!isAudited(changed, unaudited.scrub !== undefined)) return unaudited;
        const entries = entriesBy(ports, actor, { action, outcome: 'done', records: changed });
        return { ...unaudited, puts: [...unaudited.puts, ...entries.map((entry) => put('audit', entry))] };
      }
    };
    return { ...ports, store: Object.assign(Object.create(bound) as OrderStore, { commit }) };
  };
}
