import type { ProxyCallApi } from '../../ports/proxycall-api.js';
import { createCallsService, type CallsService } from './calls.js';
import { createClientsService } from './clients.js';
import { createInteractionsService, type InteractionsService } from './interactions.js';
import { createMessagesService, type MessagesService } from './messages.js';
import { createOrdersService } from './orders.js';
import { createPairHousekeeping } from './pairs/housekeeping.js';
import { createPairs } from './pairs/pairs.js';
import { createFindNumber } from './pool/find-number.js';
import { createHoldNumber } from './pool/hold-number.js';
import { createPoolHousekeeping, createPoolService } from './pool/pool.js';
import type { Ports } from './ports.js';

export interface Services {
  readonly api: ProxyCallApi;
  readonly calls: CallsService;
  readonly messages: MessagesService;
  readonly interactions: InteractionsService;
  /** To be called at the start and now and then. */
  readonly keepHouse: () => Promise<void>;
}

/** The wiring of the use cases, written once: the server, the CLI and the library all come through here. */
export function createServices(ports: Ports): Services {
  const findNumber = createFindNumber(ports);
  const hold = createHoldNumber(ports, findNumber);
  const pairs = createPairs(ports, findNumber);
  const calls = createCallsService(ports);
  const messages = createMessagesService(ports);
  const interactions = createInteractionsService(ports);
  const keepPool = createPoolHousekeeping(ports);
  const keepPairs = createPairHousekeeping(ports, pairs);
  return {
    api: {
      ...createOrdersService(ports, hold, pairs),
      ...createClientsService(ports, hold, pairs),
      ...createPoolService(ports, hold),
      listInteractions: (query) => interactions.listInteractions(query),
      simulateCall: (call) => calls.simulateCall(call),
    },
    calls,
    messages,
    interactions,
    async keepHouse() {
      await interactions.forgetOld();
      await keepPairs();
      await keepPool();
    },
  };
}
