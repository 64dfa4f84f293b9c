import { hostname } from 'node:os';
import type { AuditEntry } from '../../domain/model/audit.js';
import type { Client } from '../../domain/model/client.js';
import type { CountryCode } from '../../domain/model/country.js';
import { ProxyCallError } from '../../domain/model/errors.js';
import type { Pseudonymize } from '../../domain/model/person.js';
import type { AnyRecord, StoreFact } from '../../domain/model/records.js';
import { DEFAULT_SETTINGS, type Settings } from '../../domain/model/settings.js';
import { DAY_MS } from '../../domain/model/time.js';
import type { ChangeSet, OrderStore, RecordId } from '../../ports/order-store.js';
import type { Logger } from '../../ports/runtime.js';
import type { StoreReads } from '../memory/index.js';
import { isWrittenBehind } from './batches/write-behind.js';
import { asSheetsFault, unavailable } from './google/faults.js';
import { createQuota, DEFAULT_QUOTA, type QuotaOptions } from './google/quota.js';
import { findSpreadsheet, openSpreadsheet, type GoogleOptions } from './google/spreadsheet.js';
import { deriveHashKey } from './hash-key.js';
import { entryOf } from './journal/entry.js';
import { openJournal } from './journal/journal.js';
import { createEngine, type Engine } from './sync/engine.js';
import { DEFAULT_TIMING, type Timing } from './sync/timing.js';
import { prepareTabs } from './tabs/prepare.js';

/** Which spreadsheet, and how it is used. */
export interface SheetsOptions extends GoogleOptions {
  /**
   * The id of the spreadsheet: the part of its address between `/d/` and `/edit`. Or its name, which is looked up once at start
   * (this needs the Drive API).
   */
  readonly spreadsheet: { readonly id: string } | { readonly name: string };
  /** Folder of the journal: writes that are acknowledged before they are in the sheet. Created when missing. */
  readonly journalFolder: string;
  readonly logger: Logger;
  /** While Google is unreachable: accept orders into the journal instead of refusing them. Default: false. */
  readonly acceptOffline?: boolean | undefined;
  /** If another instance holds the lease: request it, or refuse to start. Default: `ask`. */
  readonly whenHeld?: 'ask' | 'refuse' | undefined;
  /** Name of this instance, shown to other instances. Default: host name and process id. */
  readonly label?: string | undefined;
  /** Quarantine of a number that was removed from a client in the sheet, in milliseconds. Default: 7 days. */
  readonly quarantineMs?: number | undefined;
  /**
   * Settings by which phones are judged that users write into the sheet: who may not be called becomes no client's phone and no last
   * caller, and the fallback phone no proxy number. Default: every phone is accepted, and who may not be called cannot be reached.
   */
  readonly phones?: Pick<Settings, 'policy' | 'defaultCountry' | 'fallback'> | undefined;
  /** The carrier of numbers that users add to the sheet. Default: `twilio`. */
  readonly carrier?: string | undefined;
  /**
   * A phone written in digits alone that is a national number of this country is reported, and not read as a foreign number. Default:
   * `FR`.
   */
  readonly defaultCountry?: CountryCode | undefined;
  /**
   * The secret under which persons are recognised. Default: derived from the private key of the service account, so that every
   * instance with the same account has the same. The store's `hashKey` is the one in force.
   */
  readonly hashKey?: string | undefined;
  /** How person keys are computed under a hash key. Must be as the program does that uses the store: see the example. */
  readonly pseudonymizerFor: (hashKey: string) => Pseudonymize;
  /**
   * Makes the entries of the audit trail about the edits of users, under a hash key: `editAuditor`. Absent: they leave none.
   */
  readonly auditEditsFor?:
    ((hashKey: string) => (changed: readonly RecordId[], at: number) => readonly AuditEntry[]) | undefined;
  /**
   * Makes the records about an edited phone or mail address of a client, which are written with the edit: `editApprover`. Absent: nobody is
   * told of it.
   */
  readonly approveEditsFor?:
    ((hashKey: string) => (before: Client, client: Client, at: number) => readonly AnyRecord[]) | undefined;
  /**
   * Called with the check value of the spreadsheet before edits of users are merged. Throws when the spreadsheet was written
   * under another hash key. Absent: every key is accepted, as is needed to move the store to another key.
   */
  readonly refuseOtherKey?: ((hashKey: string, check: StoreFact | undefined) => void) | undefined;
  /** Default: 30 reads and 30 writes, half of what Google allows. */
  readonly quota?: QuotaOptions | undefined;
  /** Other intervals and timeouts than the default ones. */
  readonly pace?: Partial<Timing> | undefined;
}

/**
 * Opens a store in a Google spreadsheet, which users read and edit. Reads are served from an index in memory. Writes of calls
 * and texts are applied in memory and journaled locally; they reach the sheet within seconds. All other writes resolve
 * once they are in the sheet. One instance writes at a time: it holds the lease. docs/sheets.md describes the behaviour during an
 * outage.
 * @throws ProxyCallError with code `store_unavailable` when the spreadsheet cannot be used, or another instance holds the lease
 *   and `whenHeld` is `refuse`; and whatever `refuseOtherKey` throws
 *
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs';
 * import { createProxyCall, editAuditor, pseudonymizer } from 'proxycall';
 * import { openSheetsStore } from 'proxycall/sheets';
 * import { createSimulatedCarrier } from 'proxycall/simulator';
 * import { createKeyedHash, createLogger, createSystemIds } from 'proxycall/system';
 *
 * const account = JSON.parse(readFileSync('service-account.json', 'utf8'));
 * const store = await openSheetsStore({
 *   spreadsheet: { name: 'ProxyCall' },
 *   credentials: { clientEmail: account.client_email, privateKey: account.private_key },
 *   journalFolder: 'data/sheets-journal',
 *   logger: createLogger({ level: 'info' }),
 *   pseudonymizerFor: (hashKey) => pseudonymizer({ keyedHash: createKeyedHash(hashKey) }),
 *   auditEditsFor: (hashKey) => editAuditor(createSystemIds(hashKey)),
 * });
 *
 * const carrier = createSimulatedCarrier({ authToken: 'dev', webhookBaseUrl: () => 'http://127.0.0.1:8000' });
 * const proxyCall = createProxyCall({ store, ...carrier });
 * await proxyCall.runMaintenance();
 * await proxyCall.close();
 * ```
 */
export async function openSheetsStore(options: SheetsOptions): Promise<OrderStore> {
  const { acceptOffline = false } = options;
  const timing = { ...DEFAULT_TIMING, ...options.pace };
  const hashKey = options.hashKey ?? deriveHashKey(options.credentials.privateKey);
  const engine = await startEngine(options, timing, hashKey);
  return {
    ...readsOf(engine),
    hashKey,
    async commit(changes) {
      if (isWrittenBehind(changes)) await writeBehind(engine, changes, false);
      else if (!engine.isOffline()) await engine.write(changes, timing.writeTimeoutMs);
      else if (acceptOffline && engine.isHolder()) await commitOffline(engine, changes);
      else throw engine.offlineRefusal();
    },
    async forget(before) {
      await engine.changeMemory((index) => ({ ids: index.forget(before), entry: undefined }));
    },
    ping: () => Promise.resolve(),
    backlog: () => engine.backlog(),
    findings: () => engine.findings(),
    outOfRotation: () => Promise.resolve(engine.outOfRotation()),
    typedConfirmations: () => Promise.resolve(engine.typedRequests()),
    answerTyped(reference, answer) {
      engine.answerTyped(reference, answer);
      return Promise.resolve();
    },
    close: () => engine.stop(),
  };
}

async function startEngine(options: SheetsOptions, timing: Timing, hashKey: string): Promise<Engine> {
  const id = await spreadsheetId(options);
  const spreadsheet = openSpreadsheet(id, createQuota(options.quota ?? DEFAULT_QUOTA), options);
  const journal = await openJournal(options.journalFolder);
  const engine = createEngine({
    spreadsheet,
    journal,
    logger: options.logger,
    timing,
    label: options.label ?? `${hostname()}, process ${process.pid.toString()}`,
    whenHeld: options.whenHeld ?? 'ask',
    rules: {
      quarantineMs: options.quarantineMs ?? 7 * DAY_MS,
      carrier: options.carrier ?? 'twilio',
      phones: options.phones,
      defaultCountry: options.defaultCountry ?? DEFAULT_SETTINGS.defaultCountry,
      pseudonymize: options.pseudonymizerFor(hashKey),
      auditEdits: options.auditEditsFor?.(hashKey),
      approveEdits: options.approveEditsFor?.(hashKey),
      checkKey: (check) => options.refuseOtherKey?.(hashKey, check),
    },
  });
  try {
    await engine.start();
    return engine;
  } catch (error) {
    await journal.close();
    throw startFault(error, options);
  }
}

async function writeBehind(engine: Engine, changes: ChangeSet, flush: boolean): Promise<void> {
  await engine.changeMemory((index) => {
    const { touched } = index.apply(changes);
    return { ids: touched, entry: entryOf(changes, touched, index), flush };
  });
}

/** Refuses changes to records of a batch whose outcome is unknown: the two might contradict each other. */
async function commitOffline(engine: Engine, changes: ChangeSet): Promise<void> {
  if (engine.hasUnknownOutcome(changes)) {
    throw unavailable('an earlier write of the same records has an unknown outcome; retry later');
  }
  await writeBehind(engine, changes, true);
  if (changes.scrub !== undefined) await engine.forgetErased(changes.scrub, changes);
}

/**
 * Creates the tabs and columns that `openSheetsStore` needs, where they are missing.
 * @returns names of what was created, for a person
 * @throws ProxyCallError with code `store_unavailable` when the spreadsheet cannot be used
 */
export async function prepareSpreadsheet(
  options: GoogleOptions & Pick<SheetsOptions, 'spreadsheet'>,
): Promise<readonly string[]> {
  const id = await spreadsheetId(options);
  try {
    return await prepareTabs(openSpreadsheet(id, createQuota(DEFAULT_QUOTA), options));
  } catch (error) {
    throw startFault(error, options);
  }
}

/** A reload replaces the index, so every read looks up the current one. */
function readsOf(engine: Engine): StoreReads {
  const reads: unknown = Object.fromEntries(
    Object.keys(engine.index().reads).map((name) => [
      name,
      (...args: unknown[]) =>
        (engine.index().reads as unknown as Record<string, (...args: unknown[]) => unknown>)[name]?.(...args),
    ]),
  );
  return reads as StoreReads;
}

async function spreadsheetId(options: GoogleOptions & Pick<SheetsOptions, 'spreadsheet'>): Promise<string> {
  if ('id' in options.spreadsheet) return options.spreadsheet.id;
  try {
    return await findSpreadsheet(options.spreadsheet.name, options);
  } catch (error) {
    throw startFault(error, options);
  }
}

function startFault(error: unknown, { credentials }: GoogleOptions): ProxyCallError {
  if (error instanceof ProxyCallError) return error;
  const fault = asSheetsFault(error);
  const advice =
    fault.mayConcernContent && (fault.status === 403 || fault.status === 404)
      ? ` (is the spreadsheet shared, for editing, with ${credentials.clientEmail}?)`
      : '';
  return unavailable(`the spreadsheet cannot be used: ${fault.message}${advice}`, error);
}
