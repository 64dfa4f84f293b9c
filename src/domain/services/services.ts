import type { Actor, ProxyCallApi } from '../../ports/proxycall-api.js';
import { attributed } from './attribution.js';
import { createCallsService } from './calls.js';
import { createClientsService } from './clients.js';
import { createInteractionsService } from './interactions.js';
import { createOrdersService } from './orders.js';
import { createUnderWay } from './pool/claims.js';
import { createWithDedicatedNumber } from './pool/dedicated-number.js';
import { createFindNumber } from './pool/find-number.js';
import { createPoolMaintenance, createPoolService } from './pool/pool.js';
import type { Ports } from './ports.js';
import { createSessionMaintenance } from './sessions/maintenance.js';
import { createPairedSessions } from './sessions/paired-sessions.js';
import { createTextsService } from './texts.js';
import { createHandleWebhook, type HandleWebhook } from './webhooks.js';

export interface Services {
  /** The API as somebody uses it: what it changes is attributed to them. Cheap enough to be asked for per request. */
  readonly api: (actor: Actor) => ProxyCallApi;
  readonly handleWebhook: HandleWebhook;
  /** To be called at the start and now and then. */
  readonly runMaintenance: () => Promise<void>;
}

/** The wiring of the use cases, written once: the server, the CLI and the library all come through here. */
export function createServices(ports: Ports): Services {
  // Whoever uses the API competes for the same numbers.
  const underWay = createUnderWay();
  const calls = createCallsService(ports);
  const texts = createTextsService(ports);
  const interactions = createInteractionsService(ports);
  const maintainPool = createPoolMaintenance(ports);
  const maintainSessions = createSessionMaintenance(ports, withNumbers(ports).sessions);

  return {
    api(actor) {
      const acting = attributed(ports, actor);
      const { withDedicatedNumber, sessions } = withNumbers(acting);
      return {
        ...createOrdersService(acting, withDedicatedNumber, sessions),
        ...createClientsService(acting, withDedicatedNumber, sessions),
        ...createPoolService(acting, withDedicatedNumber),
        listInteractions: (query) => interactions.listInteractions(query),
        simulateCall: (call) => createCallsService(acting).simulateCall(call),
      };
    },
    handleWebhook: createHandleWebhook(ports, calls, texts),
    async runMaintenance() {
      await interactions.forgetOld();
      await maintainSessions();
      await maintainPool();
    },
  };
  function withNumbers(acting: Ports) {
    const findNumber = createFindNumber(acting, underWay);
    return {
      withDedicatedNumber: createWithDedicatedNumber(acting, findNumber),
      sessions: createPairedSessions(acting, findNumber, underWay),
    };
  }
}
