import type { Actor, ProxyCallApi } from '../../ports/proxycall-api.js';
import { withRole, type AccessHooks } from './access/guard.js';
import { createKnownTokens } from './access/known-tokens.js';
import { createRevealService } from './access/reveal.js';
import { createTokensService, identify, recordUse, type Identified } from './access/tokens.js';
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
  /** Who sends a token of the store. */
  readonly identify: (token: string) => Promise<Identified>;
  /** Whether the store has tokens, so that nobody is admitted without one. */
  readonly hasTokens: () => Promise<boolean>;
  readonly handleWebhook: HandleWebhook;
  /** To be called at the start and then periodically. */
  readonly runMaintenance: () => Promise<void>;
}

/** Wires the use cases, in one place for the server, the CLI and the library. */
export function createServices(ports: Ports): Services {
  // One for all actors, because they compete for the same numbers.
  const claimingPorts: ClaimingPorts = { ...ports, underWay: createUnderWay() };
  const attributed = createAttribution(claimingPorts);
  const tokens = createKnownTokens(ports, (token, now) => recordUse(ports, token, now));
  const hooks = accessHooks(ports);
  return {
    api(actor) {
      const acting = attributed(actor);
      const clients = createClientsService(acting);
      const api: ProxyCallApi = {
        ...createOrdersService(acting),
        ...clients,
        ...createPeopleService(acting, clients, actor),
        ...createPoolService(acting),
        listInteractions: (query) => listInteractions(acting, query),
        simulateCall: (call) => simulateCall(acting, call),
        ...createTokensService(acting, tokens),
        ...createRevealService(acting),
        storeFindings: async () => ({ findings: [...(ports.store.findings?.() ?? []), ...(await tokens.findings())] }),
      };
      return withRole(api, actor, hooks);
    },
    identify: (token) => identify(ports, tokens, token),
    hasTokens: () => tokens.areThere(),
    handleWebhook: createHandleWebhook(ports, createCallsService(ports), createTextsService(ports)),
    async runMaintenance() {
      // After the sessions: what expired long ago, while no process was running, is recorded first and then forgotten at once.
      await runEach([() => maintainSessions(ports), () => forgetOldRecords(ports), () => maintainPool(ports)]);
    },
  };
}

/** Refusals and reveals change nothing: what is known of them is logged here. */
function accessHooks({ logger }: Ports): AccessHooks {
  return {
    onRefusal(actor, operation) {
      logger.info('access.refused', { actor: actor.name, role: actor.role, operation });
      return Promise.resolve();
    },
    onReveal(actor, { record: { kind }, reason }) {
      logger.info('access.revealed', { actor: actor.name, role: actor.role, kind, reason });
      return Promise.resolve();
    },
  };
}
