import type Router from '@koa/router';
import type { Middleware } from 'koa';
import { isProxyCallError } from '../../domain/model/errors.js';
import type { Services } from '../../domain/services/services.js';
import type { OrderStore } from '../../ports/order-store.js';
import { callerOf } from './auth.js';
import type { Metrics } from '../metrics/metrics.js';
import type { Logger } from '../../ports/runtime.js';

export interface HealthDependencies {
  readonly store: OrderStore;
  readonly logger: Logger;
  /** True once the server has been told to stop: it then accepts no new work. */
  readonly isStopping: () => boolean;
}

/** `/healthz`: the process answers. `/readyz`: it can work, that is, it can reach the store and is not stopping. */
export function routeHealth(router: Router, { store, logger, isStopping }: HealthDependencies): void {
  router.get('/healthz', (ctx) => {
    ctx.body = { status: 'ok' };
  });

  router.get('/readyz', async (ctx) => {
    const fault = isStopping() ? undefined : await storeFault();
    const isReady = fault === undefined && !isStopping();
    ctx.status = isReady ? 200 : 503;
    ctx.body = {
      status: isReady ? 'ready' : isStopping() ? 'stopping' : 'store_unavailable',
      ...(fault === undefined ? {} : { detail: fault }),
    };
  });

  /** What keeps the store from working, in words for everyone. */
  async function storeFault(): Promise<string | undefined> {
    try {
      await store.ping();
      return undefined;
    } catch (error) {
      logger.error('readyz.store', error);
      return isProxyCallError(error, 'store_unavailable') ? error.message : 'the store is temporarily unavailable';
    }
  }
}

/** `/metrics`, for Prometheus. It shows how much business there is: `guard` asks for a token. */
export function routeMetrics(
  router: Router,
  { registry }: Metrics,
  { refuseOtherRoles }: Pick<Services, 'refuseOtherRoles'>,
  guard: Middleware,
): void {
  router.get('/metrics', guard, async (ctx) => {
    await refuseOtherRoles(callerOf(ctx), 'readMetrics');
    ctx.body = await registry.metrics();
    ctx.set('Content-Type', registry.contentType);
  });
}
