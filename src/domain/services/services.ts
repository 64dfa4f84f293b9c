import type { Actor, ProxyCallApi } from '../../ports/proxycall-api.js';
import { createAttribution } from './attribution.js';
import { createCallsService, simulateCall } from './calls.js';
import { createClientsService } from './clients.js';
import { runEach } from './commit.js';
import { forgetOldRecords, listInteractions } from './interactions.js';
import { createOrdersService } from './orders.js';
import { createPeopleService } from './people/people.js';
import { createUnderWay, type ClaimingPorts } from './pool/claims.js';
import { createPoolService, maintainPool } from './pool/pool.js';
import type { Ports } from './ports.js';
import { maintainSessions } from './sessions/maintenance.js';
import { createTextsService } from './texts.js';
import { createHandleWebhook, type HandleWebhook } from './webhooks.js';

export interface Services {
  /** The API for one actor: changes made through it are attributed to them. Cheap enough to create for each request. */
  readonly api: (actor: Actor) => ProxyCallApi;
  readonly handleWebhook: HandleWebhook;
  /** To be called at the start and then periodically. */
  readonly runMaintenance: () => Promise<void>;
}

/** Wires the use cases, in one place for the server, the CLI and the library. */
export function createServices(ports: Ports): Services {
  // One for all actors, because they compete for the same numbers.
  const claimingPorts: ClaimingPorts = { ...ports, underWay: createUnderWay() };
  const attributed = createAttribution(claimingPorts);
  return {
    api(actor) {
      const acting = attributed(actor);
      const clients = createClientsService(acting);
      return {
        ...createOrdersService(acting),
        ...clients,
        ...createPeopleService(acting, clients, actor),
        ...createPoolService(acting),
        listInteractions: (query) => listInteractions(acting, query),
        simulateCall: (call) => simulateCall(acting, call),
        storeFindings: () => Promise.resolve({ findings: ports.store.findings?.() ?? [] }),
      };
    },
    handleWebhook: createHandleWebhook(ports, createCallsService(ports), createTextsService(ports)),
    async runMaintenance() {
      // After the sessions: what expired long ago, while no process was running, is recorded first and then forgotten at once.
      await runEach([() => maintainSessions(ports), () => forgetOldRecords(ports), () => maintainPool(ports)]);
    },
  };
}
