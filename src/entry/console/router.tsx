import type Router from '@koa/router';
import type { Context, Next } from 'koa';
import type { CountryCode } from '../../domain/model/country.js';
import type { Services } from '../../domain/services/services.js';
import type { ProxyCallApi } from '../../ports/proxycall-api.js';
import type { Actor } from '../../ports/proxycall-api.js';
import type { Clock, Logger } from '../../ports/runtime.js';
import { HttpProblem, reportProblem } from '../http/problem.js';
import { refuseOtherSites } from '../http/pages/form-body.js';
import { detailIn } from './details.js';
import { RefusalNote } from './elements/form.js';
import { ConsolePage, GuestPage, render, renderPart } from './elements/layout.js';
import { csrfToken, readOwnForm } from './form.js';
import { consoleLanguage, LANGUAGE_COOKIE, words } from './language.js';
import { redirect } from './redirect.js';
import type { TryIt } from './try-it.js';
import { noticeOf } from './notices.js';
import { refusalOf } from './refusal.js';
import { PartFault, recordRefusal, refuseOthers } from './roles.js';
import { findSession, type Session, type SessionDependencies } from './sessions.js';
import {
  mayOf,
  maySee,
  type Action,
  type Download,
  type Page,
  type Params,
  type Refusal,
  type Section,
  type Shown,
  type View,
} from './view.js';

export interface ConsoleDependencies extends SessionDependencies {
  readonly api: (actor: Actor) => ProxyCallApi;
  readonly refuseOtherRoles: Services['refuseOtherRoles'];
  readonly clock: Clock;
  readonly logger: Logger;
  readonly timeZone: string;
  readonly country: CountryCode;
  readonly tryIt: TryIt | undefined;
}

const T = words({
  en: {
    notAllowed: 'Not for your role',
    notAllowedText: (role: string) =>
      `The role ${role} may not see this page. Somebody with more rights can show it to you.`,
    notFound: 'Not found',
    notFoundText: 'There is no such page, or what it was about is gone.',
    failed: 'That did not work',
    back: 'Back to the console',
  },
  fr: {
    notAllowed: 'Pas pour votre rôle',
    notAllowedText: (role: string) =>
      `Le rôle ${role} ne peut pas voir cette page. Une personne qui a plus de droits peut vous la montrer.`,
    notFound: 'Introuvable',
    notFoundText: 'Cette page n’existe pas, ou ce qu’elle montrait n’existe plus.',
    failed: 'Cela n’a pas fonctionné',
    back: 'Retour à la console',
  },
});

/** Routes the pages and their forms. @param pages the first of a section is the one that the navigation shows */
export function routePages(router: Router, pages: readonly Page[], dependencies: ConsoleDependencies): void {
  const presenter: Presenter = { pages, dependencies };
  for (const page of pages) {
    router.get(`/console${page.path}`, (ctx) =>
      withSession(ctx, dependencies, (session) => showPage(presenter, viewOf(ctx, session, dependencies), page)),
    );
    for (const [name, action] of Object.entries(page.actions ?? {}))
      router.post(`/console${page.path}/${name}`, (ctx) =>
        withSession(ctx, dependencies, (session) => carryOut(presenter, ctx, session, { page, name, action })),
      );
  }
  router.post('/console/language', (ctx) =>
    withSession(ctx, dependencies, async ({ secret }) => {
      refuseOtherSites(ctx, dependencies.publicUrls);
      const form = await readOwnForm(ctx, secret);
      const language = form.get('language') === 'fr' ? 'fr' : 'en';
      ctx.cookies.set(LANGUAGE_COOKIE, language, { sameSite: 'lax', path: '/console', maxAge: 31_536_000_000 });
      redirect(ctx, '/console');
    }),
  );
}

interface Presenter {
  readonly pages: readonly Page[];
  readonly dependencies: ConsoleDependencies;
}

/** What a page needs to be made for somebody. */
export function viewOf(ctx: Context, { actor, secret }: Session, dependencies: ConsoleDependencies): View {
  const { clock, timeZone, country, tryIt } = dependencies;
  return {
    ...{ ctx, actor, timeZone, country, tryIt },
    api: dependencies.api(actor),
    language: consoleLanguage(ctx, dependencies.language),
    csrf: csrfToken(secret),
    may: mayOf(actor.role),
    now: clock.now(),
  };
}

async function showPage(presenter: Presenter, view: View, page: Page, refusal?: Refusal): Promise<void> {
  if (!maySee(view, page)) {
    // A form that was refused is in the audit trail already.
    if (refusal === undefined) await recordRefusal(presenter.dependencies, view, page.needs);
    const t = T[view.language];
    const content = <p>{t.notAllowedText(view.actor.role)}</p>;
    answer(presenter, view, page.section, { title: t.notAllowed, status: 403, content });
    return;
  }
  const shown = await page.show(view, paramsOf(view.ctx), refusal);
  answer(presenter, view, page.section, refusal === undefined ? shown : refused(view, page, shown, refusal));
}

/** A form that the page does not have for this role cannot say itself why it was refused. */
function refused(view: View, { actions }: Page, shown: Shown, refusal: Refusal): Shown {
  const { needs } = actions?.[refusal.action] ?? {};
  const isShown = needs === undefined || view.may(needs);
  const content = isShown ? (
    shown.content
  ) : (
    <>
      <RefusalNote {...{ view, refusal, fields: [] }} />
      {shown.content}
    </>
  );
  return { ...shown, content, status: refusal.status };
}

async function carryOut(
  presenter: Presenter,
  ctx: Context,
  session: Session,
  { page, name, action }: { readonly page: Page; readonly name: string; readonly action: Action },
): Promise<void> {
  refuseOtherSites(ctx, presenter.dependencies.publicUrls);
  const form = await readOwnForm(ctx, session.secret);
  const view = viewOf(ctx, session, presenter.dependencies);
  const isHtmx = ctx.get('HX-Request') !== '';
  try {
    await refuseOthers(presenter.dependencies, view, page, action);
    const done = await action.perform(view, form, paramsOf(ctx));
    if ('to' in done) redirect(ctx, `/console${done.to}`);
    else if ('file' in done) download(ctx, done.file);
    else answer(presenter, view, page.section, done);
  } catch (error) {
    const refusal = refusalOf(error, name, form, view.language);
    if (refusal === undefined) throw error;
    const { status, detail } = refusal;
    // Whoever may not do it may not see what the part shows either.
    const content = status === 403 ? <PartFault detail={detail} /> : action.part?.(view, refusal);
    if (!isHtmx || content === undefined) await showPage(presenter, view, page, refusal);
    else answer(presenter, view, page.section, { title: '', status, isPart: true, content });
  }
}

function download(ctx: Context, { name, type, text }: Download): void {
  ctx.attachment(name);
  ctx.type = type;
  ctx.body = text;
}

function answer({ pages }: Presenter, view: View, section: Section, shown: Shown): void {
  const { title, content, status = 200, isPart = false } = shown;
  const sections = pages
    .filter(({ section: each }, index) => pages.findIndex((page) => page.section === each) === index)
    .filter((page) => maySee(view, page) && (page.section !== 'try' || view.tryIt !== undefined))
    .map(({ section: each }) => each);
  view.ctx.status = status;
  view.ctx.type = 'html';
  view.ctx.body = isPart
    ? renderPart(content)
    : render(<ConsolePage {...{ view, sections, section, title, notice: noticeOf(view) }}>{content}</ConsolePage>);
}

function paramsOf(ctx: Context): Params {
  return ctx['params'] as Params;
}

/** Whoever is not signed in is asked to, and comes back. */
async function withSession(
  ctx: Context,
  dependencies: ConsoleDependencies,
  show: (session: Session) => Promise<void>,
): Promise<void> {
  const session = await findSession(ctx, dependencies);
  if (session !== undefined) {
    await show(session);
    return;
  }
  const isShown = ctx.method === 'GET' && ctx.get('HX-Request') === '';
  const address = `/console/sign-in${isShown ? `?next=${encodeURIComponent(ctx.url)}` : ''}`;
  if (ctx.get('HX-Request') !== '') {
    // A part of a page cannot be exchanged for the page that asks to sign in.
    ctx.set('HX-Redirect', address);
    ctx.status = 401;
    ctx.body = '';
    return;
  }
  redirect(ctx, address);
}

/** What goes wrong is a page too. */
export function consoleProblems(dependencies: ConsoleDependencies) {
  return async (ctx: Context, next: Next): Promise<void> => {
    try {
      await next();
      if (ctx.status === 404 && ctx.body === undefined) throw new HttpProblem('route_not_found', 'no such page');
    } catch (error) {
      const { status, headers, body } = reportProblem(error, String(ctx.state['requestId']), dependencies.logger);
      const language = consoleLanguage(ctx, dependencies.language);
      const detail = detailIn(language, (JSON.parse(body) as { readonly detail: string }).detail);
      const t = T[language];
      ctx.status = status;
      ctx.set({ ...headers });
      ctx.type = 'html';
      if (ctx.get('HX-Request') !== '') {
        ctx.body = renderPart(<PartFault detail={detail} />);
        return;
      }
      ctx.body = render(
        <GuestPage language={language} title={status === 404 ? t.notFound : t.failed}>
          <p>{status === 404 ? t.notFoundText : detail}</p>
          <p>
            <a href="/console">{t.back}</a>
          </p>
        </GuestPage>,
      );
    }
  };
}
