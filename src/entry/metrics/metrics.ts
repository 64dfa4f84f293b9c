import { Counter, Gauge, Registry } from 'prom-client';
import { isProxyCallError } from '../../domain/model/errors.js';
import { runningLow, withAbsent, type AlertSettings } from '../../domain/model/pool-alert.js';
import { FINDING_KINDS, type StoreFinding } from '../../domain/model/store-finding.js';
import { POOL_STATUSES } from '../../domain/model/proxy-number.js';
import { wrapMethods, type Method } from '../../domain/model/wrap-methods.js';
import { LOCK_EVENTS } from '../../domain/services/sessions/lock-changes.js';
import type { NumberProvider } from '../../ports/number-provider.js';
import type { OrderStore } from '../../ports/order-store.js';
import type { Logger } from '../../ports/runtime.js';
import { Durations } from './durations.js';
import { createPoolCounts } from './pool-counts.js';

/** A webhook normally takes a few milliseconds, with an unreachable database seconds. */
const WEBHOOK_SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const STORE_SECONDS = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5];

/** Metrics for Prometheus. Labels carry no personal data. */
export interface Metrics {
  readonly registry: Registry;
  /** @param outcome the decision, such as `dial` or `failed` */
  webhook(event: string, outcome: string, seconds: number): void;
  /** Wraps the store to measure its operations, and exports the pool counts, the backlog and the findings. */
  measureStore(store: OrderStore, alert: AlertSettings): OrderStore;
  /** Where the findings about records that somebody else wrote are known, without reading the store. */
  countForged(findings: () => readonly StoreFinding[]): void;
  /** Wraps the provider to count its failures. */
  measureProvider(provider: NumberProvider): NumberProvider;
  /** Wraps the logger to count locks by their events. */
  countLocks(logger: Logger): Logger;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const webhooks = new Durations({
    name: 'proxycall_webhook_duration_seconds',
    help: 'Webhook response time, by webhook and outcome',
    labelNames: ['event', 'outcome'],
    buckets: WEBHOOK_SECONDS,
    registers,
  });
  const timed = createStoreTimer(registers);
  const counted = createFailureCounter(registers);
  const countLock = createLockCounter(registers);
  let forged: () => readonly StoreFinding[] = () => [];

  return {
    registry,
    webhook: (event, outcome, seconds) => webhooks.record(event, outcome, seconds),
    measureStore(store, alert) {
      exportPoolCounts(store, registers, alert);
      exportBacklog(store, registers);
      exportFindings(store, registers, () => forged());
      return wrapMethods(store, (method, name) =>
        name === 'close' || name === 'backlog' || name === 'findings' ? method : timed(method, name),
      );
    },
    countForged: (findings) => void (forged = findings),
    measureProvider: (provider) =>
      wrapMethods(provider, (method, name) => (name === 'webhookUrls' ? method : counted(method, name))),
    countLocks: (logger) =>
      wrapMethods(logger, (method, name) => {
        if (name !== 'info' && name !== 'warn') return method;
        return (event: string, ...rest: unknown[]) => {
          countLock(event);
          return method(event, ...rest);
        };
      }),
  };
}

/** Wraps an asynchronous method of the number provider or of the store. */
type Measured = (method: Method, operation: string) => Method;

function createStoreTimer(registers: Registry[]): Measured {
  const times = new Durations({
    name: 'proxycall_store_duration_seconds',
    help: 'Duration of store operations, by operation and result',
    labelNames: ['operation', 'result'],
    buckets: STORE_SECONDS,
    registers,
  });
  const inFlight = new Map<string, { running: number }>();
  new Gauge({
    name: 'proxycall_store_in_flight',
    help: 'Store operations in progress, by operation',
    labelNames: ['operation'] as const,
    registers,
    collect() {
      for (const [operation, { running }] of inFlight) this.set({ operation }, running);
    },
  });

  return (method, operation) => {
    const state = { running: 0 };
    inFlight.set(operation, state);
    const end = (result: string, start: number) => {
      state.running -= 1;
      times.record(operation, result, (performance.now() - start) / 1000);
    };
    const fail = (error: unknown, start: number) => {
      end(codeOf(error), start);
      throw error;
    };
    // Not an async function: a caller waits for two of these.
    return (...args) => {
      const start = performance.now();
      state.running += 1;
      let pending: unknown;
      try {
        pending = method(...args);
      } catch (error) {
        return fail(error, start);
      }
      return Promise.resolve(pending).then(
        (answer) => {
          end('ok', start);
          return answer;
        },
        (error: unknown) => fail(error, start),
      );
    };
  };
}

function createFailureCounter(registers: Registry[]): Measured {
  const failures = new Counter({
    name: 'proxycall_provider_errors_total',
    help: 'Failed requests to the number provider, by operation and code',
    labelNames: ['operation', 'code'] as const,
    registers,
  });
  return (method, operation) =>
    async (...args) => {
      try {
        return await method(...args);
      } catch (error) {
        failures.inc({ operation, code: codeOf(error) });
        throw error;
      }
    };
}

/** Counts from 0 on, so that the first lock is an increase. */
function createLockCounter(registers: Registry[]): (event: string) => void {
  const locks = new Counter({
    name: 'proxycall_locks_total',
    help: 'Locks that began and ended: of callers after wrong order codes, and long mode of numbers',
    labelNames: ['of', 'change'] as const,
    registers,
  });
  const byEvent = new Map<string, { of: string; change: string }>();
  for (const [of, events] of Object.entries(LOCK_EVENTS)) {
    for (const [change, event] of Object.entries(events)) {
      byEvent.set(event, { of, change });
      locks.inc({ of, change }, 0);
    }
  }
  return (event) => {
    const labels = byEvent.get(event);
    if (labels !== undefined) locks.inc(labels);
  };
}

function codeOf(error: unknown): string {
  return isProxyCallError(error) ? error.code : 'fault';
}

/** Both gauges share one count. When it fails there are no values, rather than zeros. */
function exportPoolCounts(store: OrderStore, registers: Registry[], alert: AlertSettings): void {
  const counts = createPoolCounts(store);
  new Gauge({
    name: 'proxycall_pool_numbers',
    help: 'Numbers in the pool, by country, type and status',
    labelNames: ['country', 'type', 'status'] as const,
    registers,
    async collect() {
      const found = await counts();
      this.reset();
      for (const { country, type, ...rest } of found) {
        for (const status of POOL_STATUSES) {
          this.set({ country, type, status }, rest[status]);
        }
      }
    },
  });
  new Gauge({
    name: 'proxycall_pool_low',
    help: '1 if fewer numbers than PROXYCALL_POOL_ALERT are available, by country and type',
    labelNames: ['country', 'type'] as const,
    registers,
    async collect() {
      const kinds = withAbsent(await counts(), alert);
      const low = new Set(runningLow(kinds, alert.poolAlert));
      this.reset();
      for (const count of kinds) this.set({ country: count.country, type: count.type }, low.has(count) ? 1 : 0);
    },
  });
}

function exportBacklog(store: OrderStore, registers: Registry[]): void {
  if (store.backlog === undefined) return;
  new Gauge({
    name: 'proxycall_store_backlog',
    help: 'Accepted changes that are not written to the spreadsheet yet',
    registers,
    collect() {
      this.set(store.backlog?.() ?? 0);
    },
  });
}

/** Of a store in which nobody edits records by hand, only those that must have been written by somebody else. */
function exportFindings(store: OrderStore, registers: Registry[], forged: () => readonly StoreFinding[]): void {
  const kinds = store.findings === undefined ? (['forged_record'] as const) : FINDING_KINDS;
  new Gauge({
    name: 'proxycall_store_findings',
    help: 'Cells, headers, numbers and records of the store that a person should look at, by kind',
    labelNames: ['kind'] as const,
    registers,
    collect() {
      const found = [...(store.findings?.() ?? []), ...forged()];
      for (const kind of kinds) this.set({ kind }, found.filter((each) => each.kind === kind).length);
    },
  });
}
