import { hostname } from 'node:os';
import { createKeyedHash, createSystemIds } from '../adapters/system/index.js';
import type { CountryCode } from '../domain/model/country.js';
import type { Carrier } from '../domain/model/carrier.js';
import type { Pseudonymize } from '../domain/model/person.js';
import { editAuditor } from '../domain/services/audit/entries.js';
import { editApprover, type ApproverOptions } from '../domain/services/confirmations/approved-change.js';
import { refuseOtherKey } from '../domain/services/hash-key.js';
import { pseudonymizer } from '../domain/services/persons.js';
import type { OrderStore } from '../ports/order-store.js';
import type { Logger } from '../ports/runtime.js';
import type * as sheets from '../adapters/sheets/index.js';
import type { StoreConfig } from './config/store.js';
import { version } from './version.js';

export interface StoreOptions {
  readonly logger: Logger;
  /** PROXYCALL_HASH_KEY. When absent, the store uses a key of its own, if it can provide one. */
  readonly hashKey: string | undefined;
  readonly quarantineMs: number;
  /** By which the phones in a spreadsheet are judged. Absent: all are accepted. */
  readonly phones?: sheets.SheetsOptions['phones'];
  /** The carrier of numbers that people add to a spreadsheet by hand. */
  readonly carrier: Carrier;
  /** What edited phones and mail addresses of clients are approved by. Absent: nobody is told of them. */
  readonly approver?: ApproverOptions | undefined;
  /** The country of phones that people write into a spreadsheet in digits alone. */
  readonly defaultCountry: CountryCode;
  /** Whether a spreadsheet that was written under another hash key may be opened, to rekey or copy it. */
  readonly anyHashKey?: boolean | undefined;
  /** What to do when another instance holds a spreadsheet. `ask` when absent; commands refuse. */
  readonly whenHeld?: 'ask' | 'refuse' | undefined;
  /** Higher rates of requests to Google, in tests. */
  readonly sheets?: Pick<sheets.SheetsOptions, 'pace' | 'quota'> | undefined;
}

/** How long a command waits for another process that writes to the same file, in milliseconds. */
const COMMAND_WAIT_MS = 10_000;

/** Opens the store of the configuration; only its adapter is loaded. */
export async function openStore(config: StoreConfig, options: StoreOptions): Promise<OrderStore> {
  switch (config.kind) {
    case 'memory': {
      const { createMemoryStore } = await import('../adapters/memory/index.js');
      return createMemoryStore();
    }
    case 'sqlite': {
      const { openSqliteStore } = await import('../adapters/sql/sqlite.js');
      const { hashKey, logger, whenHeld } = options;
      // A command may wait longer than a caller on the line.
      const patience = whenHeld === 'refuse' ? { busyTimeoutMs: COMMAND_WAIT_MS } : {};
      return openSqliteStore({ ...config, ...patience, logger, ownHashKey: hashKey === undefined });
    }
    case 'postgres': {
      const { openPostgresStore } = await import('../adapters/sql/postgres.js');
      return openPostgresStore(config);
    }
    case 'sheets': {
      const { openSheetsStore } = await import('../adapters/sheets/index.js');
      const { sheets: pace, anyHashKey = false, approver, ...more } = options;
      return openSheetsStore({
        ...config,
        ...more,
        ...pace,
        label: instanceLabel(),
        pseudonymizerFor,
        auditEditsFor: (hashKey) => editAuditor(createSystemIds(hashKey)),
        approveEditsFor: approver && ((hashKey) => editApprover(createSystemIds(hashKey), approver)),
        refuseOtherKey: anyHashKey
          ? undefined
          : (hashKey, check) => {
              refuseOtherKey(check, { keyedHash: createKeyedHash(hashKey) });
            },
      });
    }
  }
}

/** Computes person keys under a hash key. */
function pseudonymizerFor(hashKey: string): Pseudonymize {
  return pseudonymizer({ keyedHash: createKeyedHash(hashKey) });
}

/** Identifies this instance to another one that tries to acquire the lease of the spreadsheet. */
function instanceLabel(): string {
  return `ProxyCall ${version} on ${hostname()}, process ${process.pid.toString()}`;
}
