import { setImmediate as turn } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import { createEngine, type Engine } from '../../src/adapters/sheets/sync/engine.js';
import { DEFAULT_TIMING } from '../../src/adapters/sheets/sync/timing.js';
import { createQuota, DEFAULT_QUOTA } from '../../src/adapters/sheets/google/quota.js';
import { createSystemIds } from '../../src/adapters/system/index.js';
import type { AnyRecord } from '../../src/domain/model/records.js';
import { pseudonymizer } from '../../src/domain/services/persons.js';
import type { ChangeSet } from '../../src/ports/order-store.js';
import type { LogFields, Logger } from '../../src/ports/runtime.js';
import { directSpreadsheet } from '../google/direct.js';
import type { Entered } from '../google/sheet.js';
import { installFakeTimers, type FakeTimers } from '../fake-timers.js';
import { createSpreadsheet, type Spreadsheet } from '../google/spreadsheet.js';

const STEP_MS = 100;
/** Far more than the work of one step needs. */
const TURNS = 25;

/** The store with Google's default quota and the default intervals, on a fake clock. */
export interface TimedWorld {
  readonly book: Spreadsheet;
  readonly engine: Engine;
  readonly log: { readonly event: string; readonly fields: LogFields }[];
  /** When each write was sent, in milliseconds. */
  readonly writes: readonly number[];
  /** Lets time pass. */
  elapse(milliseconds: number): Promise<void>;
  /** Lets time pass until it is settled. @returns the outcome, and how long it took */
  outcome(work: Promise<unknown>): Promise<{ readonly error: unknown; readonly ms: number }>;
  /** A change of records that a request waits for. */
  change(...records: readonly AnyRecord[]): Promise<void>;
  /** A change that calls and texts make. */
  changeBehind(changes: ChangeSet): void;
}

export async function createTimedWorld(
  t: ExecutionContext,
  tabs: Readonly<Record<string, readonly (readonly Entered[])[]>>,
): Promise<TimedWorld> {
  const timers = installFakeTimers(Date.parse('2026-03-01T09:30:00Z'));
  t.teardown(timers.restore);
  const pause = (milliseconds: number) => new Promise<void>((resolve) => void setTimeout(resolve, milliseconds));
  const book = createSpreadsheet(tabs);
  const quota = createQuota(DEFAULT_QUOTA, { now: () => Date.now(), pause });
  const { spreadsheet, writes } = directSpreadsheet(book, quota, pause);
  const log: { event: string; fields: LogFields }[] = [];
  const record = (event: string, fields: LogFields = {}) => void log.push({ event, fields });
  const logger: Logger = {
    ...{ debug: record, info: record, warn: record },
    error: (event, error) => {
      record(event, { error: String(error) });
    },
  };
  const engine = createEngine({
    ...{ spreadsheet, journal: memoryJournal(), logger, timing: DEFAULT_TIMING, label: 'test', whenHeld: 'ask' },
    rules: {
      ...{ quarantineMs: 1000, carrier: 'simulated', phones: undefined, defaultCountry: 'FR' },
      pseudonymize: pseudonymizer(createSystemIds('key')),
      auditEdits: undefined,
      approveEdits: undefined,
      checkKey: () => undefined,
    },
  });
  const elapse = async (milliseconds: number) => {
    for (let passed = 0; passed < milliseconds; passed += STEP_MS) await step(timers);
  };
  const outcome: TimedWorld['outcome'] = (work) => outcomeOf(work, timers);
  await outcome(engine.start());
  // The quota is as good as new.
  await elapse(60_000);
  if (engine.backlog() > 0) throw new Error('not everything is written');
  return {
    ...{ book, engine, log, writes, elapse, outcome },
    change: (...records) =>
      engine.write(
        { puts: records.map((each) => ({ ...each, expected: versionOf(engine, each) })) },
        DEFAULT_TIMING.writeTimeoutMs,
      ),
    changeBehind(changes) {
      void engine.changeMemory((index) => ({ ids: index.apply(changes).touched, entry: undefined }));
    },
  };
}

/** Lets time pass until it is settled. */
async function outcomeOf(
  work: Promise<unknown>,
  timers: FakeTimers,
): Promise<{ readonly error: unknown; readonly ms: number }> {
  const start = Date.now();
  let settled: { error: unknown; ms: number } | undefined;
  const settle = (error: unknown) => void (settled = { error, ms: Date.now() - start });
  work.then(() => {
    settle(undefined);
  }, settle);
  for (let steps = 0; steps < 5000; steps += 1) {
    await step(timers);
    if (settled !== undefined) return settled;
  }
  throw new Error('never settled');
}

async function step(timers: FakeTimers): Promise<void> {
  for (let count = 0; count < TURNS; count += 1) await turn();
  timers.pass(STEP_MS);
}

function versionOf(engine: Engine, { kind, value }: AnyRecord): number | null {
  const key = kind === 'number' ? value.number : 'id' in value ? value.id : '';
  return engine.index().get(kind, key)?.version ?? null;
}

function memoryJournal() {
  return {
    ...{ id: '1-00000000', recoveredIds: [], recovered: [] },
    append: () => Promise.resolve(),
    mark: () => Promise.resolve(() => Promise.resolve()),
    close: () => Promise.resolve(),
  };
}
