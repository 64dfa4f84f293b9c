import type Router from '@koa/router';
import type { Context } from 'koa';
import { isoTime } from '../../domain/model/time.js';
import type { InteractionEvent } from '../../ports/proxycall-api.js';
import type { EventStreams, StreamEvent } from '../http/event-stream.js';
import { InteractionItem } from './elements/interactions.js';
import { renderPart } from './elements/layout.js';
import { FeedItems } from './elements/live-feed.js';
import { CONSOLE_LANGUAGES } from './language.js';
import { viewOf, type ConsoleDependencies } from './presenting.js';
import { findSession, sessionOf, type Session } from './sessions.js';
import type { View } from './view.js';

/** The calls and texts of the page, as they happen. To be left open does not count as somebody being there. */
export function routeFeed(router: Router, dependencies: ConsoleDependencies, streams: EventStreams): void {
  const { clock } = dependencies;
  router.get('/console/feed', async (ctx) => {
    const session = await followerOf(ctx, dependencies);
    if (session === undefined) return;
    const view = feedView(ctx, session, dependencies);
    const last = ctx.get('Last-Event-ID');
    await streams.serve(ctx, {
      who: `console ${session.actor.name}`,
      position: () => isoTime(clock.now()),
      async isStillAllowed() {
        // Each time, as what is known of a token may be four seconds old: so it is over everywhere within five.
        const found = await findSession(ctx, dependencies, false);
        return found?.secret === session.secret && found.actor.role === session.actor.role;
      },
      open: async (signal) => {
        const since = Number.isNaN(Date.parse(last)) ? undefined : last;
        return htmlOf(view, await view.api.watchInteractions({ signal, since }));
      },
    });
  });
  // What it begins with, for a page that may have missed some.
  router.get('/console/feed/list', async (ctx) => {
    const session = await followerOf(ctx, dependencies);
    if (session === undefined) return;
    const view = feedView(ctx, session, dependencies);
    const most = Number(ctx.query['most']);
    const limit = Number.isInteger(most) && most >= 1 && most <= MOST_LISTED ? most : MOST_LISTED;
    const { items } = await view.api.listInteractions({ limit });
    ctx.type = 'html';
    ctx.body = renderPart(<FeedItems {...{ view, items }} />);
  });
}

const MOST_LISTED = 50;

/** In the language of the page: another one may have been chosen since. */
function feedView(ctx: Context, session: Session, dependencies: ConsoleDependencies): View {
  const view = viewOf(ctx, session, dependencies);
  const language = CONSOLE_LANGUAGES.find((each) => each === ctx.query['language']);
  return language === undefined ? view : { ...view, language };
}

/** Answers whoever is not signed in. */
async function followerOf(ctx: Context, dependencies: ConsoleDependencies): Promise<Session | undefined> {
  const session = await sessionOf(ctx, dependencies, false);
  if (session === undefined) {
    ctx.status = 401;
    ctx.body = '';
  }
  return session;
}

async function* htmlOf(view: View, events: AsyncIterable<InteractionEvent>): AsyncGenerator<StreamEvent> {
  for await (const event of events) {
    const data =
      event.kind === 'interaction' ? renderPart(<InteractionItem view={view} interaction={event.interaction} />) : '';
    yield { event: event.kind, id: event.seenAt, data };
  }
}
