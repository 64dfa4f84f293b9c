import type { Actor, ProxyCallApi, SearchRequest, SearchResult, WeeklyReport } from '../../ports/proxycall-api.js';
import type { Role } from '../model/role.js';
import { mayOnly, type AccessHooks } from './access/guard.js';
import type { KnownTokens } from './access/known-tokens.js';
import { rolesOf, shownTo } from './access/permissions.js';
import { createRevealService } from './access/reveal.js';
import { signInFindings } from './access/sign-ins.js';
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
import type { InteractionFeed } from './interactions/feed.js';
import { interactionCounts, listInteractions } from './interactions/list.js';
import { mailClients } from './messages/mail-clients.js';
import { OPERATIONS } from './operations.js';
import { createOrdersService } from './orders.js';
import { createPeopleService } from './people/people.js';
import type { ClaimingPorts } from './pool/claims.js';
import { createPoolService } from './pool/pool.js';
import { weekAsked, weeklyReport } from './reports/weekly.js';
import { search } from './search.js';
import { checkSetup, type SetupMemory } from './setup-checks.js';

/** What the calls of all actors have in common. */
export interface Shared {
  readonly ports: ClaimingPorts;
  readonly recordAccess: RecordAccess;
  readonly auditMemory: AuditMemory;
  readonly tokens: KnownTokens;
  readonly feed: InteractionFeed;
  readonly setup: SetupMemory;
  readonly onRefusal: AccessHooks['onRefusal'];
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
  extendOrder: orders,
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
  listNumbers: pool,
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
  weeklyReport: ({ acting }) => ({ weeklyReport: ({ week }) => recentReport(acting, week) }),

  listInteractions: ({ acting }) => ({ listInteractions: (query) => listInteractions(acting, query) }),
  watchInteractions: ({ shared }) => ({ watchInteractions: (request) => shared.feed.watch(request) }),
  interactionCounts: ({ acting }) => ({ interactionCounts: (query) => interactionCounts(acting, query) }),
  simulateCall: ({ acting }) => ({ simulateCall: (call) => simulateCall(acting, call) }),
  storeFindings: ({ shared }) => ({ storeFindings: () => storeFindings(shared) }),
  checkSetup: ({ shared }) => ({
    checkSetup: async (request) =>
      checkSetup(shared.ports, shared.setup, request, (await storeFindings(shared)).findings),
  }),
  search: (call) => ({ search: (request) => searchAs(call, request) }),

  createToken: tokens,
  listTokens: tokens,
  revokeToken: tokens,
  listAudit: ({ acting }) => ({ listAudit: (query) => listAudit(acting, query) }),
  // Sealing is nobody's change.
  verifyAudit: ({ shared }) => ({ verifyAudit: ({ head }) => verifyAudit(shared.ports, shared.auditMemory, head) }),
};

/** What is no week is refused before anything is counted. Whoever asks gets a copy of their own. */
async function recentReport(ports: ClaimingPorts, name: string | undefined): Promise<WeeklyReport> {
  const week = weekAsked(ports, name);
  const count = () => weeklyReport(ports, week);
  return structuredClone(await ports.underWay.counted('report', week.name, ports.clock, count));
}

/** By numbers only for roles that may look up a client by theirs: others would find out masked ones by trying. */
async function searchAs({ actor, acting, shared }: Call, request: SearchRequest): Promise<SearchResult> {
  const mayLookUp = (role: Role) => shownTo(role, 'getClientByProxy') !== undefined;
  const found = await search(acting, request, { byNumber: mayLookUp(actor.role) });
  if (found !== undefined) return found;
  await shared.onRefusal(actor, 'search', undefined);
  throw mayOnly(actor.role, 'by the id of an order or a client', rolesOf('search').filter(mayLookUp));
}

async function storeFindings({ ports, tokens: known, auditMemory }: Shared): ReturnType<ProxyCallApi['storeFindings']> {
  const found = [
    ...(await known.findings()),
    ...(await auditFindings(ports, auditMemory)),
    ...(await forgedFindings(ports)),
    ...(await signInFindings(ports)),
  ];
  return { findings: [...(ports.store.findings?.() ?? []), ...found] };
}
