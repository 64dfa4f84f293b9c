import { hostname } from 'node:os';
import { ProxyCallError } from '../../domain/model/errors.js';
import { DAY_MS } from '../../domain/model/time.js';
import type { ChangeSet, Kind, OrderStore } from '../../ports/order-store.js';
import type { Logger } from '../../ports/runtime.js';
import type { RecordId, StoreReads } from '../records/index.js';
import { createEngine, GOOGLE_IS_AWAY, type Engine } from './engine.js';
import { asSheetsFault, unavailable } from './faults.js';
import { findSpreadsheet, openSpreadsheet, type GoogleOptions } from './google.js';
import { prepareTabs } from './prepare.js';
import { openJournal, type Entry } from './journal.js';
import { DEFAULT_PACE, type Pace } from './pace.js';
import { createQuota, DEFAULT_QUOTA, type QuotaOptions } from './quota.js';

export interface SheetsOptions extends GoogleOptions {
  /** The id of the spreadsheet, or else its name, which is looked up once. */
  readonly spreadsheet: { readonly id: string } | { readonly name: string };
  /** A folder for what is answered for before it is in the sheet. */
  readonly journalFolder: string;
  readonly logger: Logger;
  /** While Google is away: take orders into the journal instead of refusing them. */
  readonly acceptOffline?: boolean | undefined;
  /** What to do when somebody else holds the spreadsheet: ask for it, or leave it. `ask` when absent. */
  readonly whenHeld?: 'ask' | 'refuse' | undefined;
  /** Who we are, for others who want the spreadsheet. */
  readonly label?: string | undefined;
  /** How long a number cools off that people took from a client in the sheet. 7 days when absent. */
  readonly quarantineMs?: number | undefined;
  readonly quota?: QuotaOptions | undefined;
  readonly pace?: Partial<Pace> | undefined;
}

/**
 * A store in a Google spreadsheet that people read and edit. Reads, and what a call or text writes, are served from an
 * indexed copy in memory; the latter is kept in a local journal until it is in the sheet, some seconds later. Everything
 * else resolves once it is in the sheet. See docs/sheets.md for what that means in an outage.
 */
export async function openSheetsStore(options: SheetsOptions): Promise<OrderStore> {
  const { acceptOffline = false, logger } = options;
  const pace = { ...DEFAULT_PACE, ...options.pace };
  const id = await spreadsheetId(options);
  const spreadsheet = openSpreadsheet(id, createQuota(options.quota ?? DEFAULT_QUOTA), options);
  const journal = await openJournal(options.journalFolder);
  const engine = createEngine({
    spreadsheet,
    journal,
    logger,
    pace,
    label: options.label ?? `${hostname()}, process ${process.pid.toString()}`,
    whenHeld: options.whenHeld ?? 'ask',
    quarantineMs: options.quarantineMs ?? 7 * DAY_MS,
  });
  try {
    await engine.start();
  } catch (error) {
    await journal.close();
    throw startFault(error, options);
  }

  return {
    ...readsOf(engine),
    async commit(changes) {
      if (isWrittenBehind(changes)) await writeBehind(changes, false);
      else if (engine.isOffline() && acceptOffline && engine.isHolder()) await acceptUnseen(changes);
      else if (engine.isOffline()) throw unavailable(GOOGLE_IS_AWAY);
      else await engine.write(changes, pace.patienceMs);
    },
    async forget(before) {
      await engine.changeMemory((copy) => {
        const ids = copy.forget(before);
        return { ids, entry: undefined };
      });
    },
    ping: () => Promise.resolve(),
    backlog: () => engine.backlog(),
    close: () => engine.stop(),
  };

  async function writeBehind(changes: ChangeSet, flush: boolean): Promise<void> {
    await engine.changeMemory((copy) => {
      const { touched } = copy.apply(changes);
      return { ids: touched, entry: entryOf(changes, touched), flush };
    });
  }

  /** Refuses what touches a batch of which nobody knows whether it is in the sheet: one of the two would be wrong. */
  async function acceptUnseen(changes: ChangeSet): Promise<void> {
    if (engine.isInDoubt(changes)) throw unavailable('the same records are on their way to the spreadsheet');
    await writeBehind(changes, true);
  }

  function entryOf({ contact }: ChangeSet, touched: readonly RecordId[]): Entry {
    const records = touched
      .filter(({ kind, key }) => !(kind === 'session' && key === contact?.sessionId))
      .map(({ kind, key }) => ({ kind, key, value: engine.copy().get(kind, key)?.value ?? null }));
    return { records, ...(contact?.lastCaller === undefined ? {} : { contact: pickContact(contact) }) };
  }
}

/**
 * Makes what a spreadsheet lacks to be used by `openSheetsStore`.
 * @returns what was made, for people
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

function pickContact({ sessionId, lastCaller }: NonNullable<ChangeSet['contact']>) {
  return { sessionId, lastCaller };
}

/** What a call or a text leaves behind: nobody waits for Google on its account. */
function isWrittenBehind({ puts, removals = [], scrub }: ChangeSet): boolean {
  return puts.every(({ kind }) => LEFT_BY_CALLS.has(kind)) && removals.length === 0 && scrub === undefined;
}

/** An interaction; a stranger let in, or wrong codes counted; who wants no more texts. What people order is elsewhere. */
const LEFT_BY_CALLS: ReadonlySet<Kind> = new Set(['interaction', 'session', 'pair', 'leg', 'lockout']);

/** The copy is replaced when it is read afresh: each read asks for the one of now. */
function readsOf(engine: Engine): StoreReads {
  const reads: unknown = Object.fromEntries(
    Object.keys(engine.copy().reads).map((name) => [
      name,
      (...args: unknown[]) =>
        (engine.copy().reads as unknown as Record<string, (...args: unknown[]) => unknown>)[name]?.(...args),
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
    fault.status === 403 || fault.status === 404
      ? ` (is the spreadsheet shared, for editing, with ${credentials.clientEmail}?)`
      : '';
  return unavailable(`the spreadsheet cannot be used: ${fault.message}${advice}`, error);
}
