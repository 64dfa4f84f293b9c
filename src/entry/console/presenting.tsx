import type { Context } from 'koa';
import type { CountryCode } from '../../domain/model/country.js';
import type { Services } from '../../domain/services/services.js';
import type { Actor, ProxyCallApi } from '../../ports/proxycall-api.js';
import type { Clock, Logger } from '../../ports/runtime.js';
import { ConsolePage, render, renderPart } from './elements/layout.js';
import { csrfToken } from './form.js';
import { consoleLanguage } from './language.js';
import { sealedSearches } from './sealed-searches.js';
import type { Session, SessionDependencies } from './sessions.js';
import type { TryIt } from './try-it.js';
import { mayOf, maySee, type Page, type Section, type Shown, type View } from './view.js';

export interface ConsoleDependencies extends SessionDependencies {
  readonly api: (actor: Actor) => ProxyCallApi;
  readonly refuseOtherRoles: Services['refuseOtherRoles'];
  readonly clock: Clock;
  readonly logger: Logger;
  readonly timeZone: string;
  readonly country: CountryCode;
  readonly tryIt: TryIt | undefined;
}

export interface Presenter {
  readonly pages: readonly Page[];
  readonly dependencies: ConsoleDependencies;
}

/** What a page needs to be made for somebody. */
export function viewOf(ctx: Context, { actor, secret }: Session, dependencies: ConsoleDependencies): View {
  const { clock, timeZone, country, tryIt } = dependencies;
  const now = clock.now();
  return {
    ...{ ctx, actor, timeZone, country, tryIt, now },
    api: dependencies.api(actor),
    language: consoleLanguage(ctx, dependencies.language),
    may: mayOf(actor.role),
    csrf: csrfToken(secret),
    searches: sealedSearches(secret, now),
  };
}

/** What the navigation has for somebody. */
export function sectionsOf(pages: readonly Page[], view: View): readonly Section[] {
  return pages
    .filter(({ section: each }, index) => pages.findIndex((page) => page.section === each) === index)
    .filter((page) => maySee(view, page) && (page.section !== 'try' || view.tryIt !== undefined))
    .map(({ section }) => section);
}

/**
 * @param section undefined for what is in none
 * @param takeNotice of the form before, which only the page that follows it may take: what goes wrong elsewhere in the browser may not
 */
export function answer(
  { pages }: Presenter,
  view: View,
  section: Section | undefined,
  shown: Shown,
  takeNotice?: () => string | undefined,
): void {
  const { title, content, status = 200, isPart = false } = shown;
  view.ctx.status = status;
  view.ctx.type = 'html';
  if (isPart) {
    view.ctx.body = renderPart(content);
    return;
  }
  const props = {
    view,
    section,
    title,
    sections: sectionsOf(pages, view),
    notice: takeNotice?.(),
  };
  view.ctx.body = render(<ConsolePage {...props}>{content}</ConsolePage>);
}
