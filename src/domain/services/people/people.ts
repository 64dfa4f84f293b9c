import type { Actor, ProxyCallApi } from '../../../ports/proxycall-api.js';
import type { RecordAccess } from '../audit/record-access.js';
import type { ClientsService } from '../clients.js';
import type { Ports } from '../ports.js';
import { eraseFound } from './erase-person.js';
import { exportOf } from './export-person.js';
import { findPerson } from './find-person.js';

export type PeopleService = Pick<ProxyCallApi, 'exportPerson' | 'erasePerson'>;

/** The rights of a person: to get what is stored about them, and to have it erased. The log says who used them, not for whom. */
export function createPeopleService(
  ports: Ports,
  { eraseClient }: Pick<ClientsService, 'eraseClient'>,
  { actor, recordAccess }: { readonly actor: Actor; readonly recordAccess: RecordAccess },
): PeopleService {
  const { clock, logger } = ports;
  return {
    async exportPerson({ phone }) {
      const found = await findPerson(ports, phone);
      const { clients, orders, participants, interactions } = found.records;
      const records = clients.map(({ id }) => ({ kind: 'client' as const, key: id }));
      await recordAccess(actor, { action: 'exportPerson', records });
      logger.info('person.exported', {
        actor: actor.name,
        clients: clients.length,
        orders: orders.length,
        participants: participants.length,
        interactions: interactions.length,
      });
      return exportOf(found, clock.now());
    },
    async erasePerson({ phone }) {
      const { ordersClosed, erasedAt, ...counts } = await eraseFound(
        ports,
        await findPerson(ports, phone),
        eraseClient,
      );
      logger.info('person.erased', { actor: actor.name, ...counts, ordersClosed: ordersClosed.length });
      return { erasedAt, ordersClosed, ...counts };
    },
  };
}
