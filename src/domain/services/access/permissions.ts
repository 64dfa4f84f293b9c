import type { ProxyCallApi } from '../../../ports/proxycall-api.js';
import { ROLES, type Role } from '../../model/role.js';
import {
  maskAssigned,
  maskAvailable,
  maskClient,
  maskClosed,
  maskConfirmation,
  maskExpired,
  maskFound,
  maskInteraction,
  maskNumbers,
  maskOrder,
  maskPage,
  maskReceipt,
  maskSimulated,
  maskWatched,
  nothing,
} from './masks.js';

export type Operation = keyof ProxyCallApi;
type Answer<O extends Operation> = Awaited<ReturnType<ProxyCallApi[O]>>;

/** Whether a role sees an answer as it is. */
export type Shown = 'clear' | 'masked';

/** A role may carry out an operation only in part. Asks for what is allowed: programs without types may send anything. */
export interface Limit<O extends Operation> {
  readonly holds: (...args: Parameters<ProxyCallApi[O]>) => boolean;
  /** As in "the role shop may do this …". */
  readonly words: string;
}

/** A role that is not named may not. */
type Roles = Readonly<{ admin: 'clear' } & Partial<Record<Role, Shown>>>;

/** Who may carry out an operation, and what they are shown. */
export interface Permission<O extends Operation> {
  readonly roles: Roles;
  readonly limits?: Readonly<Partial<Record<Role, Limit<O>>>>;
  readonly mask: (answer: Answer<O>, role: Role) => Answer<O>;
}

const ADMIN = { admin: 'clear' } as const;
const OPERATORS = { operator: 'clear', ...ADMIN } as const;
/** What a shop's own software does all day. */
const SHOP = { shop: 'clear', operator: 'masked', ...ADMIN } as const;
const READERS = { viewer: 'masked', operator: 'masked', ...ADMIN } as const;

/** The roles of every operation: without them it does not compile. docs/access.md has the same table for people. */
export const PERMISSIONS: { readonly [O in Operation]: Permission<O> } = {
  createOrder: { roles: SHOP, mask: maskOrder },
  getOrder: { roles: { ...READERS, ...SHOP }, mask: maskOrder },
  listOrders: { roles: READERS, mask: maskPage(maskOrder) },
  closeOrder: { roles: SHOP, mask: maskClosed },
  changeCourier: { roles: SHOP, mask: maskOrder },
  extendOrder: { roles: SHOP, mask: maskOrder },
  revealOrder: { roles: OPERATORS, mask: nothing },

  createClient: { roles: SHOP, mask: maskReceipt },
  nextClientId: { roles: { viewer: 'clear', ...SHOP }, mask: nothing },
  listClients: { roles: READERS, mask: maskPage(maskClient) },
  getClient: { roles: { ...READERS, ...SHOP }, mask: maskClient },
  // Not for viewers: whoever may look numbers up finds out masked ones by trying.
  getClientByProxy: { roles: SHOP, mask: maskClient },
  updateClient: { roles: SHOP, mask: maskClient },
  revealClient: { roles: OPERATORS, mask: nothing },
  eraseClient: { roles: ADMIN, mask: nothing },

  exportPerson: { roles: ADMIN, mask: nothing },
  erasePerson: { roles: ADMIN, mask: nothing },

  // Numbers that nobody has are no secret to those who share, assign and repair them.
  listAvailableNumbers: { roles: { viewer: 'masked', ...OPERATORS }, mask: maskAvailable },
  listNumbers: { roles: READERS, mask: maskNumbers },
  assignNumber: {
    roles: { operator: 'masked', ...ADMIN },
    limits: {
      operator: {
        holds: ({ buy }: { readonly buy?: unknown }) => buy === undefined || buy === false,
        words: 'with a number of the pool, and must not buy one',
      },
    },
    mask: maskAssigned,
  },
  provisionNumbers: { roles: ADMIN, mask: nothing },
  syncPool: { roles: OPERATORS, mask: nothing },
  fixWebhooks: { roles: OPERATORS, mask: nothing },
  purgeWithoutSms: { roles: ADMIN, mask: nothing },
  releaseNumbers: { roles: ADMIN, mask: nothing },
  shareNumbers: { roles: OPERATORS, mask: nothing },
  poolStats: { roles: READERS, mask: nothing },
  planPool: { roles: READERS, mask: nothing },

  listInteractions: {
    roles: { ...READERS, ...SHOP },
    limits: {
      shop: {
        holds: ({ orderId }: { readonly orderId?: unknown }) => typeof orderId === 'string' && orderId !== '',
        words: 'for one order, given by its id',
      },
    },
    mask: maskPage(maskInteraction),
  },
  watchInteractions: { roles: READERS, mask: maskWatched },
  interactionCounts: { roles: READERS, mask: nothing },
  simulateCall: { roles: { operator: 'masked', ...ADMIN }, mask: maskSimulated },
  storeFindings: { roles: READERS, mask: nothing },
  checkSetup: {
    roles: READERS,
    limits: {
      viewer: {
        holds: ({ fresh }: { readonly fresh?: unknown }) => fresh === undefined || fresh === false,
        words: "by the carrier's last answer, and must not ask the carrier anew",
      },
    },
    mask: nothing,
  },
  // By numbers only for roles that may look up clients by theirs: see `search` of the services.
  search: { roles: READERS, mask: maskFound },

  createToken: { roles: ADMIN, mask: nothing },
  listTokens: { roles: ADMIN, mask: nothing },
  revokeToken: { roles: ADMIN, mask: nothing },

  createConfirmation: { roles: SHOP, mask: maskConfirmation },
  listConfirmations: { roles: READERS, mask: maskPage(maskConfirmation) },
  getConfirmation: { roles: { ...READERS, ...SHOP }, mask: maskConfirmation },
  sendConfirmation: { roles: SHOP, mask: maskConfirmation },
  verifyConfirmation: { roles: SHOP, mask: maskConfirmation },
  // In place of a proof, so it is a person who decides, and not the shop's software.
  approveConfirmation: { roles: { operator: 'masked', ...ADMIN }, mask: maskConfirmation },
  cancelConfirmation: { roles: SHOP, mask: maskConfirmation },
  expireConfirmations: { roles: { operator: 'masked', ...ADMIN }, mask: maskExpired },

  mailClients: { roles: OPERATORS, mask: nothing },
  weeklyReport: { roles: READERS, mask: nothing },

  listAudit: { roles: ADMIN, mask: nothing },
  verifyAudit: { roles: ADMIN, mask: nothing },
};

/** What has roles too, and is no operation of the API. The metrics are counts of lists and of the pool. */
const OTHERS = { readMetrics: { viewer: 'clear', ...OPERATORS } } as const satisfies Readonly<Record<string, Roles>>;

/** What a role is needed for. */
export type Subject = Operation | keyof typeof OTHERS;

/** What a role is shown of a subject; undefined when it may not do it. A program without types may name any role. */
export function shownTo(role: Role, subject: Subject): Shown | undefined {
  const roles: Roles =
    subject in OTHERS ? OTHERS[subject as keyof typeof OTHERS] : PERMISSIONS[subject as Operation].roles;
  return Object.hasOwn(roles, role) ? roles[role] : undefined;
}

/** The roles that may do something, those with the fewest rights first. */
export function rolesOf(subject: Subject): readonly Role[] {
  return ROLES.filter((role) => shownTo(role, subject) !== undefined);
}
