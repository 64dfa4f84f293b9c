import Router from '@koa/router';
import type { Context, Middleware } from 'koa';
import type { EventStreams } from '../http/event-stream.js';
import { HttpProblem } from '../http/problem.js';
import { routeAssets } from './assets.js';
import { routeFeed } from './feed.js';
import { redirect } from './redirect.js';
import { PAGES } from './pages/index.js';
import { consoleProblems } from './problems.js';
import type { ConsoleDependencies } from './presenting.js';
import { routePages } from './router.js';
import { routeSessions } from './sessions.js';

/** Answers whatever is asked for below `/console`. @param headers what its pages need */
export function serveConsole(
  dependencies: ConsoleDependencies,
  headers: Middleware,
  streams: EventStreams,
): Middleware {
  const router = new Router({ strict: true, sensitive: true });
  routeAssets(router);
  routeSessions(router, dependencies);
  routeFeed(router, dependencies, streams);
  routePages(router, PAGES, dependencies);
  const routes = router.routes() as unknown as Middleware;
  const problems = consoleProblems({ pages: PAGES, dependencies });
  const guard = guardOpen(dependencies);
  return async (ctx) => {
    ctx.set({ 'X-Robots-Tag': 'noindex' });
    // As people type it. Every other page has one address.
    if (ctx.path === '/console/') {
      redirect(ctx, '/console');
      return;
    }
    await headers(ctx, () =>
      problems(ctx, async () => {
        await guard(ctx);
        await routes(ctx, () => Promise.resolve());
      }),
    );
  };
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;

/**
 * As long as no token is needed, only pages of this machine are admitted: by a name that somebody else has made to point here (DNS
 * rebinding), or from a page of another site, nobody gets in.
 */
function guardOpen({ isOpen }: ConsoleDependencies): (ctx: Context) => Promise<void> {
  return async (ctx) => {
    const origin = ctx.get('Origin');
    const isHere = LOOPBACK.test(ctx.host) && (origin === '' || origin === 'null' || origin === `http://${ctx.host}`);
    if (!isHere && (await isOpen()))
      throw new HttpProblem(
        'forbidden',
        'without an API token the console is for this machine only: open it as http://localhost, or create a token',
      );
  };
}
