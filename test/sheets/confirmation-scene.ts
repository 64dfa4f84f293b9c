import type { ExecutionContext } from 'ava';
import { createMemoryMailer, type MemoryMailer } from '../../src/adapters/memory/index.js';
import { openSheetsStore, type SheetsOptions } from '../../src/adapters/sheets/index.js';
import { createSimulatedCarrier, type SimulatedCarrier } from '../../src/adapters/simulator/index.js';
import { createSystemIds } from '../../src/adapters/system/index.js';
import {
  DEFAULT_CONFIRMATION_LIMITS,
  DEFAULT_CONFIRMATION_SETTINGS,
  type ConfirmationSettings,
} from '../../src/domain/model/confirmation/confirmation-settings.js';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { editApprover } from '../../src/domain/services/confirmations/approved-change.js';
import { createProxyCall, type ProxyCall } from '../../src/entry/library.js';
import { createFakeClock, type FakeClock } from '../../src/entry/testing/index.js';
import type { Logger } from '../../src/ports/runtime.js';
import type { OrderStore } from '../../src/ports/order-store.js';
import { optionsAt } from '../google/account.js';
import type { StandInOptions } from '../google/stand-in.js';
import { createWorld, phone, until, type World } from './world.js';

export const TAB = 'CONFIRMATION_PENDING';
export const ADA = { clientName: 'Ada', clientMail: 'ada@shop.example', clientRealPhone: phone(1) };

/** An instance of ProxyCall on the spreadsheet whose texts, calls and mails can be read. */
export interface ConfirmingInstance extends ProxyCall {
  readonly store: OrderStore;
  readonly carrier: SimulatedCarrier;
  readonly mailer: MemoryMailer;
  readonly clock: FakeClock;
  /** Everything that was logged, as text. */
  readonly log: readonly string[];
}

export interface Scene extends World {
  start(more?: Partial<SheetsOptions>): Promise<ConfirmingInstance>;
  /** The row of a confirmation; undefined if there is none. */
  row(id: string): Record<string, string> | undefined;
  /** Adds a row below the last one, as somebody types it. */
  type(cells: Readonly<Record<string, string>>): void;
  /** Everything that is in the spreadsheet, the hidden tabs included. */
  everything(): string;
}

/** `now`: where the clock begins. Edits have the time of the computer. */
interface SceneOptions {
  readonly settings?: Partial<ConfirmationSettings>;
  readonly numbers?: number;
  readonly now?: number;
}

const NOW = Date.parse('2026-03-01T09:30:00Z');

export async function createScene(
  t: ExecutionContext,
  { settings = {}, now = NOW, ...options }: StandInOptions & SceneOptions = {},
): Promise<Scene> {
  const world = await createWorld(t, options);
  const { standIn } = world;
  const started: ConfirmingInstance[] = [];
  t.teardown(() => Promise.allSettled(started.map((each) => each.close())));
  const limits = { ...DEFAULT_CONFIRMATION_LIMITS, heldPercent: 100, ...settings.limits };
  const confirmations = { ...DEFAULT_CONFIRMATION_SETTINGS, ...settings, limits };
  const columns = () => (standIn.book.tab(TAB).rows[0] ?? []).map(String);
  return {
    ...world,
    async start(more = {}) {
      const instance = await startInstance(world, { confirmations, now }, more);
      started.push(instance);
      return instance;
    },
    row: (id) => world.shown(TAB).find((row) => row['pending_id'] === id),
    type(cells) {
      const { rows } = standIn.book.tab(TAB);
      const last = rows.findLastIndex((row) => row.some((cell) => cell !== ''));
      rows[last + 1] = columns().map((column) => cells[column] ?? '');
    },
    everything: () => JSON.stringify(standIn.book.sheets.map(({ rows }) => rows)),
  };
}

async function startInstance(
  { standIn, journal }: World,
  { confirmations, now }: { readonly confirmations: ConfirmationSettings; readonly now: number },
  more: Partial<SheetsOptions>,
): Promise<ConfirmingInstance> {
  const log: string[] = [];
  const record = (event: string, ...rest: unknown[]) => void log.push(`${event} ${rest.map(textOf).join(' ')}`);
  const logger: Logger = { debug: record, info: record, warn: record, error: record };
  const settings = { ...DEFAULT_SETTINGS, language: 'en', confirmations } as const;
  const store = await openSheetsStore(
    optionsAt(standIn, journal, {
      ...{ logger, carrier: 'simulated' },
      approveEditsFor: (hashKey) =>
        editApprover(createSystemIds(hashKey), { settings, carrier: 'simulated', canMail: true }),
      ...more,
    }),
  );
  const carrier = createSimulatedCarrier({ authToken: 'x', webhookBaseUrl: () => 'http://localhost' });
  carrier.adopt((await store.numbers()).map(({ value }) => value));
  const mailer = createMemoryMailer();
  const clock = createFakeClock(now);
  const parts = { store, telephony: carrier.telephony, mailer, clock, logger };
  const proxyCall = createProxyCall({ ...parts, publicUrl: 'https://shop.example', settings });
  return { ...proxyCall, store, carrier, mailer, clock, log };
}

function textOf(part: unknown): string {
  return part instanceof Error ? String(part) : JSON.stringify(part);
}

/** The code in the newest text to a phone. */
export function codeFor({ carrier }: ConfirmingInstance, to: string): string {
  return /\b\d{6}\b/.exec(carrier.phone(to).inbox.at(-1)?.body ?? '')?.[0] ?? 'none';
}

/** Waits until the spreadsheet was read so often, and what followed from it was written. */
export async function polls(scene: Scene, count = 3): Promise<void> {
  const { times } = scene.standIn;
  const start = times.read.length;
  // Every poll takes two reads: values and formulas.
  await until('polls', () => times.read.length >= start + 2 * count);
}
