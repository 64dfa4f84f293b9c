import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { isProxyCallError } from '../domain/model/errors.js';
import { runningLow } from '../domain/model/pool-alert.js';
import type { NumberProvider } from '../ports/number-provider.js';
import type { OrderStore, PoolCount } from '../ports/order-store.js';

/** A webhook that a caller hears nothing of should take a few milliseconds; a database that is away takes seconds. */
const WEBHOOK_SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const STORE_SECONDS = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5];

/** What a running service counts, in the form that Prometheus reads. No label holds anything personal. */
export interface Metrics {
  readonly registry: Registry;
  /** @param outcome what was decided, such as `dial` or `failed` */
  webhook(name: string, outcome: string, seconds: number): void;
  /** The same store, timed, and its pool described. */
  measureStore(store: OrderStore, poolAlert: number): OrderStore;
  /** The same provider, its failures counted. */
  measureProvider(provider: NumberProvider): NumberProvider;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const webhooks = new Histogram({
    name: 'proxycall_webhook_duration_seconds',
    help: 'How long the carrier waited for an answer, by webhook and by what was decided',
    labelNames: ['webhook', 'outcome'] as const,
    buckets: WEBHOOK_SECONDS,
    registers,
  });
  const storeTimes = new Histogram({
    name: 'proxycall_store_duration_seconds',
    help: 'How long the store took, by operation and result',
    labelNames: ['operation', 'result'] as const,
    buckets: STORE_SECONDS,
    registers,
  });
  const inFlight = new Gauge({
    name: 'proxycall_store_in_flight',
    help: 'Operations that wait for the store at this moment',
    labelNames: ['operation'] as const,
    registers,
  });
  const providerErrors = new Counter({
    name: 'proxycall_provider_errors_total',
    help: 'Requests to the seller of numbers that failed, by operation and code',
    labelNames: ['operation', 'code'] as const,
    registers,
  });

  return {
    registry,
    webhook(name, outcome, seconds) {
      webhooks.observe({ webhook: name, outcome }, seconds);
    },
    measureStore(store, poolAlert) {
      describeStore(store, registers, poolAlert);
      return around(store, ['close', 'backlog'], async (operation, work) => {
        const start = performance.now();
        const end = (result: string) => {
          inFlight.dec({ operation });
          storeTimes.observe({ operation, result }, (performance.now() - start) / 1000);
        };
        inFlight.inc({ operation });
        try {
          const answer = await work();
          end('ok');
          return answer;
        } catch (error) {
          end(codeOf(error));
          throw error;
        }
      });
    },
    measureProvider: (provider) =>
      around(provider, ['webhookUrls'], async (operation, work) => {
        try {
          return await work();
        } catch (error) {
          providerErrors.inc({ operation, code: codeOf(error) });
          throw error;
        }
      }),
  };
}

/** What the store holds is looked at when somebody asks. */
function describeStore(store: OrderStore, registers: Registry[], poolAlert: number): void {
  // A store that is away is no empty pool: nothing is said then.
  let asked: Promise<readonly PoolCount[]> | undefined;
  // Both gauges are asked at the same moment: one look at the store is enough.
  const counts = () =>
    (asked ??= store
      .poolCounts(Date.now())
      .catch(() => [])
      .finally(() => (asked = undefined)));
  new Gauge({
    name: 'proxycall_pool_numbers',
    help: 'Numbers of the pool by country, type and status',
    labelNames: ['country', 'type', 'status'] as const,
    registers,
    async collect() {
      const found = await counts();
      this.reset();
      for (const { country, type, ...rest } of found) {
        for (const status of ['available', 'assigned', 'shared', 'reserved', 'quarantined'] as const) {
          this.set({ country, type, status }, rest[status]);
        }
      }
    },
  });
  new Gauge({
    name: 'proxycall_pool_low',
    help: 'Whether fewer numbers of a kind are available than PROXYCALL_POOL_ALERT',
    labelNames: ['country', 'type'] as const,
    registers,
    async collect() {
      const found = await counts();
      const low = new Set(runningLow(found, poolAlert));
      this.reset();
      for (const count of found) this.set({ country: count.country, type: count.type }, low.has(count) ? 1 : 0);
    },
  });
  if (store.backlog === undefined) return;
  new Gauge({
    name: 'proxycall_store_backlog',
    help: 'Records that were answered for and are not in the spreadsheet yet',
    registers,
    collect() {
      this.set(store.backlog?.() ?? 0);
    },
  });
}

/** The same object, with something done around every method but some. */
function around<T extends object>(
  target: T,
  except: readonly (keyof T & string)[],
  wrap: (name: string, work: () => Promise<unknown>) => Promise<unknown>,
): T {
  const methods = Object.entries(target).filter(
    ([name, method]) => typeof method === 'function' && !(except as readonly string[]).includes(name),
  ) as [string, (...args: unknown[]) => Promise<unknown>][];
  const wrapped = methods.map(([name, method]) => [
    name,
    (...args: unknown[]) => wrap(name, () => method.apply(target, args)),
  ]);
  return { ...target, ...Object.fromEntries(wrapped) } as T;
}

function codeOf(error: unknown): string {
  return isProxyCallError(error) ? error.code : 'fault';
}
