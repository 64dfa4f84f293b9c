import type { SheetsOptions } from '../../src/adapters/sheets/index.js';
import { createSystemIds } from '../../src/adapters/system/index.js';
import { editAuditor } from '../../src/domain/services/audit/entries.js';
import { pseudonymizer } from '../../src/domain/services/persons.js';
import type { Logger } from '../../src/ports/runtime.js';
import type { StandIn } from './stand-in.js';

const ignore = () => undefined;
const silent: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** Options of a store on a stand-in, with short intervals. */
export function optionsAt(standIn: StandIn, journalFolder: string, more: Partial<SheetsOptions> = {}): SheetsOptions {
  return {
    spreadsheet: { id: standIn.spreadsheetId },
    credentials: standIn.credentials,
    baseUrl: standIn.url,
    journalFolder,
    logger: silent,
    pseudonymizerFor: (hashKey) => pseudonymizer(createSystemIds(hashKey)),
    auditEditsFor: (hashKey) => editAuditor(createSystemIds(hashKey)),
    quota: { readsPerMinute: 60_000, writesPerMinute: 60_000 },
    ...more,
    pace: { pollMs: 20, flushMs: 5, standbyMs: 10, backoffMs: 5, longestBackoffMs: 40, leaseMs: 300, ...more.pace },
  };
}

/** The same store as the configuration of a service names it. */
export function storeConfigAt(standIn: StandIn, journalFolder: string) {
  return {
    kind: 'sheets',
    spreadsheet: { id: standIn.spreadsheetId },
    credentials: standIn.credentials,
    baseUrl: standIn.url,
    journalFolder,
    acceptOffline: false,
  } as const;
}
