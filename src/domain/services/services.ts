import type { Actor, ProxyCallApi } from '../../ports/proxycall-api.js';
import { refuseOtherRoles, withRole, type AccessHooks } from './access/guard.js';
import { createKnownTokens, type KnownTokens } from './access/known-tokens.js';
import type { Subject } from './access/permissions.js';
import { createRevealService } from './access/reveal.js';
import { createTokensService, identify, recordUse, type Identified } from './access/tokens.js';
import { createAttribution } from './attribution.js';
import { auditFindings, listAudit } from './audit/list.js';
import { createRecordAccess, type RecordAccess } from './audit/record-access.js';
import { sealAudit } from './audit/seal.js';
import { verifyAudit } from './audit/verify.js';
import { createCallsService, simulateCall } from './calls.js';
import { createClientsService } from './clients.js';
import { runEach } from './commit.js';
import { forgetOldRecords, listInteractions } from './interactions.js';
import { OPERATIONS } from './operations.js';
import { createOrdersService } from './orders.js';
import { createPeopleService } from './people/people.js';
import { createUnderWay, type ClaimingPorts } from './pool/claims.js';
import { createPoolService, maintainPool } from './pool/pool.js';
import type { StoreFinding } from '../model/store-finding.js';
import type { Ports } from './ports.js';
import { maintainSessions } from './sessions/maintenance.js';
import { createTextsService } from './texts.js';
import { createHandleWebhook, type HandleWebhook } from './webhooks.js';

export interface Services {
  /** The API for one actor: changes made through it are attributed to them. Cheap enough to create for each request. */
  readonly api: (actor: Actor) => ProxyCallApi;
  /** To be called before a request is read. @throws `not_allowed` when the role may not make it */
  readonly refuseOtherRoles: (actor: Actor, subject: Subject) => Promise<void>;
  /** Who sends a token of the store. */
  readonly identify: (token: string) => Promise<Identified>;
  /** Whether the store has or had tokens, so that nobody is admitted without one. */
  readonly requiresTokens: () => Promise<boolean>;
  /** Records that somebody else wrote, as they were when they were last read. */
  readonly lastForged: () => readonly StoreFinding[];
  readonly handleWebhook: HandleWebhook;
  /** To be called at the start and then periodically. */
  readonly runMaintenance: () => Promise<void>;
  /** To be called every minute. `runMaintenance` does it too. */
  readonly sealAudit: () => Promise<void>;
  /** Records what is audited without being a change: data that is given out, a sign-in, a refusal. */
  readonly recordAccess: RecordAccess;
}

/** Wires the use cases, in one place for the server, the CLI and the library. */
export function createServices(ports: Ports): Services {
  // One for all actors, because they compete for the same numbers.
  const claimingPorts: ClaimingPorts = { ...ports, underWay: createUnderWay() };
  const attributed = createAttribution(claimingPorts);
  const tokens = createKnownTokens(ports, (token, now) => recordUse(ports, token, now));
  const recordAccess = createRecordAccess(ports);
  const hooks = accessHooks(ports, recordAccess);
  const shared: Shared = { recordAccess, tokens };
  return {
    // The services are made for each call, whose name is that of the action.
    api(actor) {
      const api = byOperation((operation) => apiOn(attributed(actor, operation), actor, shared));
      return withRole(api, actor, hooks);
    },
    async refuseOtherRoles(actor, subject) {
      await refuseOtherRoles(actor, subject, hooks);
    },
    identify: (token) => identify(ports, tokens, token),
    requiresTokens: () => tokens.areRequired(),
    lastForged: () => tokens.lastFindings(),
    handleWebhook: createHandleWebhook(ports, createCallsService(ports), createTextsService(ports)),
    async runMaintenance() {
      // After the sessions: what expired long ago, while no process was running, is recorded first and then forgotten at once.
      await runEach([
        () => maintainSessions(ports),
        () => forgetOldRecords(ports),
        () => maintainPool(ports),
        () => sealAudit(ports),
        // Nobody may have sent a token: what somebody has done to them is reported all the same.
        () => tokens.now(),
      ]);
    },
    sealAudit: () => sealAudit(ports),
    recordAccess,
  };
}

function byOperation(apiFor: (operation: keyof ProxyCallApi) => ProxyCallApi): ProxyCallApi {
  const call =
    (operation: keyof ProxyCallApi) =>
    (...args: readonly unknown[]): unknown =>
      methodOf(apiFor(operation), operation)(...args);
  return Object.fromEntries(OPERATIONS.map((operation) => [operation, call(operation)])) as unknown as ProxyCallApi;
}

function methodOf(api: ProxyCallApi, operation: keyof ProxyCallApi): (...args: readonly unknown[]) => unknown {
  return Reflect.get(api, operation) as (...args: readonly unknown[]) => unknown;
}

/** What all calls have in common. */
interface Shared {
  readonly recordAccess: RecordAccess;
  readonly tokens: KnownTokens;
}

function apiOn(acting: ClaimingPorts, actor: Actor, { recordAccess, tokens }: Shared): ProxyCallApi {
  const clients = createClientsService(acting);
  return {
    ...createOrdersService(acting),
    ...clients,
    ...createPeopleService(acting, clients, { actor, recordAccess }),
    ...createPoolService(acting),
    listInteractions: (query) => listInteractions(acting, query),
    simulateCall: (call) => simulateCall(acting, call),
    ...createTokensService(acting, tokens, actor),
    ...createRevealService(acting),
    storeFindings: async () => ({
      findings: [...(acting.store.findings?.() ?? []), ...(await tokens.findings()), ...(await auditFindings(acting))],
    }),
    listAudit: (query) => listAudit(acting, query),
    verifyAudit: ({ head }) => verifyAudit(acting, head),
  };
}

function accessHooks({ logger }: Ports, recordAccess: RecordAccess): AccessHooks {
  return {
    async onRefusal(actor, operation) {
      logger.info('access.refused', { actor: actor.name, role: actor.role, operation, requestId: actor.requestId });
      await recordAccess(actor, { action: operation, outcome: 'refused' });
    },
    async onReveal(actor, { operation, record, reason }) {
      await recordAccess(actor, { action: operation, record, reason });
      logger.info('access.revealed', {
        actor: actor.name,
        role: actor.role,
        record,
        reason,
        requestId: actor.requestId,
      });
    },
  };
}
