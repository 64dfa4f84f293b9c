import { api } from './api.js';
import { calls } from './calls.js';
import { carrier } from './carrier.js';
import { cli } from './cli.js';
import { confirmations } from './confirmations.js';
import { mail } from './mail.js';
import { pool } from './pool.js';
import { reports } from './reports.js';
import { service } from './service.js';
import { sessions } from './sessions.js';
import { stores } from './stores.js';

/** In the order of the documentation, which `npm run docs` makes from them. */
export const VARIABLE_GROUPS = [
  service,
  api,
  stores,
  carrier,
  mail,
  pool,
  sessions,
  calls,
  confirmations,
  reports,
  cli,
] as const;

/** Every variable that ProxyCall reads, besides those of the terminal: LANG and its like, and NO_COLOR. */
export const VARIABLES = {
  ...service.variables,
  ...api.variables,
  ...stores.variables,
  ...carrier.variables,
  ...mail.variables,
  ...pool.variables,
  ...sessions.variables,
  ...calls.variables,
  ...confirmations.variables,
  ...reports.variables,
  ...cli.variables,
};

export type VariableTable = typeof VARIABLES;
