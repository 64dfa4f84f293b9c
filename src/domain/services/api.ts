import type { Actor, ProxyCallApi } from '../../ports/proxycall-api.js';
import type { KnownTokens } from './access/known-tokens.js';
import { createRevealService } from './access/reveal.js';
import { createTokensService } from './access/tokens.js';
import { auditFindings } from './audit/findings.js';
import { listAudit } from './audit/list.js';
import type { AuditMemory } from './audit/seal.js';
import type { RecordAccess } from './audit/record-access.js';
import { verifyAudit } from './audit/verify.js';
import { simulateCall } from './calls.js';
import { createClientsService } from './clients.js';
import { createConfirmationsService } from './confirmations/confirmations.js';
import { forgedFindings } from './confirmations/forged.js';
import { listInteractions } from './interactions.js';
import { mailClients } from './messages/mail-clients.js';
import { OPERATIONS } from './operations.js';
import { createOrdersService } from './orders.js';
import { createPeopleService } from './people/people.js';
import type { ClaimingPorts } from './pool/claims.js';
import { createPoolService } from './pool/pool.js';
import { weeklyReport } from './reports/weekly.js';

/** What the calls of all actors have in common. */
export interface Shared {
  readonly ports: ClaimingPorts;
  readonly recordAccess: RecordAccess;
  readonly auditMemory: AuditMemory;
  readonly tokens: KnownTokens;
}

/** One call of an operation. */
interface Call {
  readonly actor: Actor;
  /** Its commits are attributed to the actor and the operation. */
  readonly acting: ClaimingPorts;
  readonly shared: Shared;
}

type Operation = keyof ProxyCallApi;

/** The API for one actor, before roles. @param portsOf whose commits are attributed to an operation of the actor */
export function createApi(
  actor: Actor,
  portsOf: (operation: Operation) => ClaimingPorts,
  shared: Shared,
): ProxyCallApi {
  const methods = OPERATIONS.map((operation) => [
    operation,
    (...args: readonly unknown[]): unknown => {
      const service = SERVICE_OF[operation]({ actor, acting: portsOf(operation), shared });
      return (Reflect.get(service, operation) as (...all: readonly unknown[]) => unknown)(...args);
    },
  ]);
  return Object.fromEntries(methods) as ProxyCallApi;
}

const orders = ({ acting }: Call) => createOrdersService(acting);
const clients = ({ acting }: Call) => createClientsService(acting);
const confirmations = ({ acting }: Call) => createConfirmationsService(acting);
const pool = ({ acting }: Call) => createPoolService(acting);
const reveal = ({ acting }: Call) => createRevealService(acting);
const tokens = ({ actor, acting, shared }: Call) => createTokensService(acting, shared.tokens, actor);
const people = ({ actor, acting, shared: { recordAccess } }: Call) =>
  createPeopleService(acting, createClientsService(acting), { actor, recordAccess });

/** Makes the service that carries out an operation, for each call: to make all of them takes longer than a small operation. */
const SERVICE_OF: { readonly [O in Operation]: (call: Call) => Pick<ProxyCallApi, O> } = {
  createOrder: orders,
  getOrder: orders,
  listOrders: orders,
  closeOrder: orders,
  changeCourier: orders,
  revealOrder: reveal,

  createClient: clients,
  nextClientId: clients,
  listClients: clients,
  getClient: clients,
  getClientByProxy: clients,
  updateClient: clients,
  revealClient: reveal,
  eraseClient: clients,
  exportPerson: people,
  erasePerson: people,

  listAvailableNumbers: pool,
  assignNumber: pool,
  provisionNumbers: pool,
  syncPool: pool,
  fixWebhooks: pool,
  purgeWithoutSms: pool,
  releaseNumbers: pool,
  shareNumbers: pool,
  poolStats: pool,
  planPool: pool,

  createConfirmation: confirmations,
  listConfirmations: confirmations,
  getConfirmation: confirmations,
  sendConfirmation: confirmations,
  verifyConfirmation: confirmations,
  approveConfirmation: confirmations,
  cancelConfirmation: confirmations,
  expireConfirmations: confirmations,

  // What it writes is bookkeeping: the entry of the audit trail names the clients.
  mailClients: ({ actor, shared: { ports, recordAccess } }) => ({
    mailClients: (request, options) => mailClients(ports, { actor, recordAccess }, request, options?.idempotencyKey),
  }),
  weeklyReport: ({ acting }) => ({ weeklyReport: (request) => weeklyReport(acting, request) }),

  listInteractions: ({ acting }) => ({ listInteractions: (query) => listInteractions(acting, query) }),
  simulateCall: ({ acting }) => ({ simulateCall: (call) => simulateCall(acting, call) }),
  storeFindings: ({ shared }) => ({ storeFindings: () => storeFindings(shared) }),

  createToken: tokens,
  listTokens: tokens,
  revokeToken: tokens,
  listAudit: ({ acting }) => ({ listAudit: (query) => listAudit(acting, query) }),
  // Sealing is nobody's change.
  verifyAudit: ({ shared }) => ({ verifyAudit: ({ head }) => verifyAudit(shared.ports, shared.auditMemory, head) }),
};

async function storeFindings({ ports, tokens: known, auditMemory }: Shared): ReturnType<ProxyCallApi['storeFindings']> {
  const found = [
    ...(await known.findings()),
    ...(await auditFindings(ports, auditMemory)),
    ...(await forgedFindings(ports)),
  ];
  return { findings: [...(ports.store.findings?.() ?? []), ...found] };
}
