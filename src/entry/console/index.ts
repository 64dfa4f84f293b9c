import type { Middleware } from 'koa';
import type { EventStreams } from '../http/event-stream.js';
import type { ConsoleDependencies } from './presenting.js';

export type { ConsoleDependencies } from './presenting.js';
export { createTryIt } from './try-it.js';
export { createOneTimeLink, type OneTimeLink } from './one-time-link.js';

/**
 * The pages below `/console`, which are loaded when somebody first asks for one: a start takes less time, and many instances are never
 * asked. Everything else is left to what comes after.
 * @param headers what its pages need
 */
export function createConsole(
  dependencies: ConsoleDependencies,
  headers: Middleware,
  streams: EventStreams,
): Middleware {
  let loaded: Promise<Middleware> | undefined;
  const load = async () => {
    const { serveConsole } = await import('./console.js');
    return serveConsole(dependencies, headers, streams);
  };
  return async (ctx, next) => {
    if (ctx.path !== '/console' && !ctx.path.startsWith('/console/')) {
      await next();
      return;
    }
    loaded ??= load().catch((error: unknown) => {
      // The next request tries again.
      loaded = undefined;
      throw error;
    });
    const serve = await loaded;
    await serve(ctx, next);
  };
}
