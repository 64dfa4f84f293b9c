import type { ProxyCallApi } from '../../ports/proxycall-api.js';

/**
 * Whether an operation leaves entries in the audit trail. `change`: one for each commit. `access`: one, before it gives out data. `read`:
 * none.
 */
export type OperationKind = 'read' | 'change' | 'access';

/** Every operation of the API. */
export const OPERATION_KINDS: { readonly [O in keyof ProxyCallApi]: OperationKind } = {
  createOrder: 'change',
  getOrder: 'read',
  listOrders: 'read',
  closeOrder: 'change',
  changeCourier: 'change',
  extendOrder: 'change',
  createClient: 'change',
  nextClientId: 'read',
  listClients: 'read',
  getClient: 'read',
  getClientByProxy: 'read',
  updateClient: 'change',
  eraseClient: 'change',
  exportPerson: 'access',
  erasePerson: 'change',
  listAvailableNumbers: 'read',
  listNumbers: 'read',
  assignNumber: 'change',
  provisionNumbers: 'change',
  syncPool: 'change',
  fixWebhooks: 'change',
  purgeWithoutSms: 'change',
  releaseNumbers: 'change',
  shareNumbers: 'change',
  poolStats: 'read',
  planPool: 'read',
  listInteractions: 'read',
  watchInteractions: 'read',
  interactionCounts: 'read',
  simulateCall: 'change',
  storeFindings: 'read',
  search: 'read',
  checkSetup: 'read',
  createToken: 'change',
  listTokens: 'read',
  revokeToken: 'change',
  revealClient: 'access',
  revealOrder: 'access',
  createConfirmation: 'change',
  listConfirmations: 'read',
  getConfirmation: 'read',
  sendConfirmation: 'change',
  verifyConfirmation: 'change',
  approveConfirmation: 'change',
  cancelConfirmation: 'change',
  expireConfirmations: 'change',
  mailClients: 'access',
  weeklyReport: 'read',
  listAudit: 'read',
  verifyAudit: 'read',
};

export const OPERATIONS = Object.keys(OPERATION_KINDS) as readonly (keyof ProxyCallApi)[];
