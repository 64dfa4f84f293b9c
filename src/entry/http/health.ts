import type Router from '@koa/router';
import type { OrderStore } from '../../ports/order-store.js';
import type { Metrics } from '../metrics.js';
import type { Logger } from '../../ports/runtime.js';

export interface HealthDependencies {
  readonly store: OrderStore;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** True once the server has been told to stop: it then accepts no new work. */
  readonly isStopping: () => boolean;
}

/**
 * `/healthz`: the process answers. `/readyz`: it can work, that is, it can reach the store and is not stopping.
 * `/metrics`: for Prometheus.
 */
export function routeHealth(router: Router, { store, logger, metrics, isStopping }: HealthDependencies): void {
  router.get('/healthz', (ctx) => {
    ctx.body = { status: 'ok' };
  });

  router.get('/readyz', async (ctx) => {
    const ready = !isStopping() && (await canReachStore());
    ctx.status = ready ? 200 : 503;
    ctx.body = { status: ready ? 'ready' : isStopping() ? 'stopping' : 'store_unavailable' };
  });

  router.get('/metrics', async (ctx) => {
    ctx.body = await metrics.registry.metrics();
    ctx.set('Content-Type', metrics.registry.contentType);
  });

  async function canReachStore(): Promise<boolean> {
    try {
      await store.ping();
      return true;
    } catch (error) {
      logger.error('readyz.store', error);
      return false;
    }
  }
}
