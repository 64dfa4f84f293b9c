import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import { openSheetsStore, type SheetsOptions } from '../../src/adapters/sheets/index.js';
import { createSimulatedCarrier } from '../../src/adapters/simulator/index.js';
import { createSystemIds, systemClock } from '../../src/adapters/system/index.js';
import type { CallPlan } from '../../src/domain/model/call-plan.js';
import type { OutgoingMessage } from '../../src/domain/model/message.js';
import type { E164 } from '../../src/domain/model/phone-number.js';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { createCallsService } from '../../src/domain/services/calls.js';
import { createTextsService } from '../../src/domain/services/texts.js';
import { createProxyCall, type ProxyCall } from '../../src/entry/library.js';
import { fictionalMobile } from '../../src/entry/testing/index.js';
import type { LogFields, Logger } from '../../src/ports/runtime.js';
import type { OrderStore } from '../../src/ports/order-store.js';
import { optionsAt } from '../google/account.js';
import { HEADERS, startStandIn, type StandIn, type StandInOptions } from '../google/stand-in.js';
import { createTurns } from '../turns.js';
import type { Entered } from '../google/sheet.js';

export const COURIER = '+33199001234';
export const proxy = (index: number) => fictionalMobile(index);
export const phone = (index: number) => fictionalMobile(5000 + index);

/** An instance of ProxyCall on the spreadsheet. */
export interface Instance extends ProxyCall {
  readonly store: OrderStore;
  readonly log: { event: string; fields: LogFields }[];
  order(index: number): Promise<string>;
  /** @param deliveryId of a delivery that is repeated, or looked for */
  call(from: string, to: string, deliveryId?: string): Promise<CallPlan>;
  enterCode(from: string, to: string, digits: string): Promise<CallPlan>;
  text(from: string, to: string, body: string): Promise<readonly OutgoingMessage[]>;
}

export interface World {
  readonly standIn: StandIn;
  readonly journal: string;
  open(more?: Partial<SheetsOptions>): Promise<Instance>;
  /** The visible content of a tab: one object per row, by column. */
  shown(title: keyof typeof HEADERS): Record<string, string>[];
  /** The row index of a key, counted from 0. */
  rowOf(title: keyof typeof HEADERS, key: string): number;
  set(title: keyof typeof HEADERS, key: string, column: string, value: Entered): void;
}

const waitForTurn = createTurns(4);

/** A spreadsheet with available numbers. It and all opened instances are closed when the test ends. */
export async function createWorld(
  t: ExecutionContext,
  options: StandInOptions & { numbers?: number } = {},
): Promise<World> {
  const { numbers = 5, ...more } = options;
  await waitForTurn(t);
  const standIn = await startStandIn({ tabs: emptyTabs(numbers), ...more });
  const journal = mkdtempSync(join(tmpdir(), 'proxycall-sheets-'));
  const opened: Instance[] = [];
  t.teardown(async () => {
    standIn.interfere = () => undefined;
    await Promise.allSettled(opened.map((instance) => instance.close()));
    standIn.close();
    rmSync(journal, { recursive: true, force: true });
    if (standIn.violations().length > 0) throw new Error(standIn.violations().slice(0, 5).join('\n'));
  });

  const header = (title: keyof typeof HEADERS) => headerOf(standIn, title);
  const shown = (title: keyof typeof HEADERS) => {
    const sheet = standIn.book.tab(title);
    return sheet.rows
      .slice(1)
      .map((_, index) =>
        Object.fromEntries(
          header(title).map((name, column) => [name, String(standIn.book.shown(sheet, index + 1, column))]),
        ),
      );
  };
  const rowOf = (title: keyof typeof HEADERS, key: string) => {
    const [column, sheet] = [keyColumn(title), standIn.book.tab(title)];
    const row = sheet.rows.findIndex((_, index) => String(standIn.book.shown(sheet, index, column)) === key);
    if (row < 0) throw new Error(`${title} has no row for ${key}`);
    return row;
  };
  const keyColumn = (title: keyof typeof HEADERS) =>
    header(title).findIndex((name) => ['client_id', 'phone_number', 'order_id', 'pending_id'].includes(name));

  return {
    standIn,
    journal,
    async open(settings) {
      const instance = await openInstance(standIn, journal, settings);
      opened.push(instance);
      return instance;
    },
    shown: (title) => shown(title).filter((row) => Object.values(row).some((text) => text !== '')),
    rowOf,
    set(title, key, column, value) {
      const row = standIn.book.tab(title).rows[rowOf(title, key)] ?? [];
      row[header(title).indexOf(column)] = value;
    },
  };
}

function headerOf({ book }: StandIn, title: string): string[] {
  const sheet = book.tab(title);
  return (sheet.rows[0] ?? []).map((_, column) => String(book.shown(sheet, 0, column)));
}

/** No clients, and this many available numbers. */
function emptyTabs(numbers: number) {
  const pool = Array.from({ length: numbers }, (_, index) => poolRow(proxy(index)));
  return {
    Clients: [HEADERS.Clients.split(' ')],
    TwilioPools: [HEADERS.TwilioPools.split(' '), ...pool],
    Orders: [HEADERS.Orders.split(' ')],
    CONFIRMATION_PENDING: [HEADERS.CONFIRMATION_PENDING.split(' ')],
  };
}

export function poolRow(number: string, status = 'available'): string[] {
  return ['FR', number, status, '', '', '', '', 'mobile', '', '', ''];
}

export async function openInstance(
  standIn: StandIn,
  journal: string,
  settings: Partial<SheetsOptions> = {},
): Promise<Instance> {
  const log: Instance['log'] = [];
  const record = (event: string, fields: LogFields = {}) => void log.push({ event, fields });
  const logger: Logger = {
    debug: record,
    info: record,
    warn: record,
    error: (event, error) => {
      record(event, { error: String(error) });
    },
  };
  const store = await openSheetsStore(optionsAt(standIn, journal, { logger, carrier: 'simulated', ...settings }));
  const { telephony } = createSimulatedCarrier({ authToken: 'x', webhookBaseUrl: () => 'http://localhost' });
  const proxyCall = createProxyCall({ store, telephony, settings: { language: 'en' } });
  const ports = {
    ...{ store, telephony, logger, provider: undefined, clock: systemClock, ids: createSystemIds(store.hashKey) },
    settings: { ...DEFAULT_SETTINGS, language: 'en' as const },
  };
  const calls = createCallsService(ports);
  const texts = createTextsService(ports);
  const delivery = (from: string, to: string, deliveryId: string = randomUUID()) => ({
    ...{ deliveryId, callId: deliveryId, carrier: telephony.carrier, to: to as E164 },
    from: { kind: 'number', number: from as E164 } as const,
  });
  return {
    ...proxyCall,
    store,
    log,
    order: async (index) => (await proxyCall.createOrder(orderOf(index))).clientProxyNumber,
    call: async (...given) => (await calls.incoming({ kind: 'incoming_call', ...delivery(...given) })).plan,
    async enterCode(from, to, digits) {
      const asked = delivery(from, to);
      await calls.incoming({ kind: 'incoming_call', ...asked });
      const entered = { ...asked, deliveryId: randomUUID(), digits, attempt: 1, questionId: asked.deliveryId };
      return (await calls.incoming({ kind: 'digits', ...entered })).plan;
    },
    async text(from, to, body) {
      const { callId: messageId, ...more } = delivery(from, to);
      return (await texts.incoming({ kind: 'incoming_text', ...more, messageId, body, media: [] })).plan.messages;
    },
  };
}

export function orderOf(index: number) {
  return {
    orderId: `O-${index.toString()}`,
    clientId: index.toString(),
    clientName: `Client ${index.toString()}`,
    clientMail: `c${index.toString()}@shop.example`,
    clientRealPhone: phone(index),
  };
}

/** Waits for a condition, at most five seconds. */
export async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 20_000;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`timed out: ${what}`);
    await pause(5);
  }
}
