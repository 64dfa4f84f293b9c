import type Router from '@koa/router';
import type { Context } from 'koa';
import { refuseOtherSites } from '../http/pages/form-body.js';
import { RefusalNote } from './elements/form.js';
import { formAddresses, type FormAddresses } from './form-address.js';
import { readOwnForm } from './form.js';
import { LANGUAGE_COOKIE, words } from './language.js';
import { keepNotice, takeNotice } from './notices.js';
import { answer, viewOf, type ConsoleDependencies, type Presenter } from './presenting.js';
import { ownPath, redirect } from './redirect.js';
import { refusalOf } from './refusal.js';
import { PartFault, recordRefusal, refuseOthers } from './roles.js';
import { sessionOf, type Session } from './sessions.js';
import {
  maySee,
  type Action,
  type Download,
  type Page,
  type Params,
  type Refusal,
  type Shown,
  type View,
} from './view.js';

const T = words({
  en: {
    notAllowed: 'Not for your role',
    notAllowedText: (role: string) =>
      `The role ${role} may not see this page. Somebody with more rights can show it to you.`,
  },
  fr: {
    notAllowed: 'Pas pour votre rôle',
    notAllowedText: (role: string) =>
      `Le rôle ${role} ne peut pas voir cette page. Une personne qui a plus de droits peut vous la montrer.`,
  },
});

/** Routes the pages and their forms. @param pages the first of a section is the one that the navigation shows */
export function routePages(router: Router, pages: readonly Page[], dependencies: ConsoleDependencies): void {
  const presenter: Presenter = { pages, dependencies };
  const formOf = formAddresses(pages);
  for (const page of pages) {
    router.get(`/console${page.path}`, (ctx) =>
      withSession(ctx, { ...dependencies, formOf }, (session) =>
        showPage(presenter, viewOf(ctx, session, dependencies), page),
      ),
    );
    for (const [name, action] of Object.entries(page.actions ?? {}))
      router.post(`/console${page.path}/${name}`, (ctx) =>
        withSession(ctx, { ...dependencies, formOf }, (session) =>
          carryOut(presenter, ctx, session, { page, name, action }),
        ),
      );
  }
  router.post('/console/language', (ctx) =>
    withSession(ctx, { ...dependencies, formOf }, async ({ secret }) => {
      refuseOtherSites(ctx, dependencies.publicUrls);
      const form = await readOwnForm(ctx, secret);
      const language = form.get('language') === 'fr' ? 'fr' : 'en';
      ctx.cookies.set(LANGUAGE_COOKIE, language, { sameSite: 'lax', path: '/console', maxAge: 31_536_000_000 });
      // Also after the answer to a form: its address leads to its page.
      redirect(ctx, ownPath(form.get('back')));
    }),
  );
}

async function showPage(presenter: Presenter, view: View, page: Page, refusal?: Refusal): Promise<void> {
  if (!maySee(view, page)) {
    const first = presenter.pages.find((each) => !each.path.includes(':') && maySee(view, each));
    // Whoever signs in comes to the beginning, whatever their role: to the first page that it has.
    if (page.path === '' && refusal === undefined && first !== undefined) {
      redirect(view.ctx, `/console${first.path}`);
      return;
    }
    // A form that was refused is in the audit trail already.
    if (refusal === undefined) await recordRefusal(presenter.dependencies, view, page.needs);
    const t = T[view.language];
    const content = <p>{t.notAllowedText(view.actor.role)}</p>;
    answer(presenter, view, page.section, { title: t.notAllowed, status: 403, content });
    return;
  }
  const shown = await page.show(view, paramsOf(view.ctx), refusal);
  if ('to' in shown) {
    redirect(view.ctx, `/console${shown.to}`);
    return;
  }
  answerPage(presenter, view, page, refusal === undefined ? shown : refused(view, page, shown, refusal));
}

function answerPage(presenter: Presenter, view: View, { section }: Page, shown: Shown): void {
  answer(presenter, view, section, shown, () => takeNotice(view, presenter.dependencies.cookies));
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
    if ('to' in done) {
      if (done.notice !== undefined) keepNotice(ctx, done.notice, presenter.dependencies.cookies);
      redirect(ctx, `/console${done.to}`);
    } else if ('file' in done) download(ctx, done.file);
    else answerPage(presenter, view, page, done);
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

function paramsOf(ctx: Context): Params {
  return ctx['params'] as Params;
}

/** Whoever is not signed in is asked to, and comes back: after a form to its page, where they are told that it is to be sent again. */
async function withSession(
  ctx: Context,
  { formOf, ...dependencies }: ConsoleDependencies & { readonly formOf: FormAddresses },
  show: (session: Session) => Promise<void>,
): Promise<void> {
  const session = await sessionOf(ctx, dependencies);
  if (session !== undefined) {
    await show(session);
    return;
  }
  const isPart = ctx.get('HX-Request') !== '';
  const form = ctx.method === 'POST' ? formOf(ctx.path) : undefined;
  const next = form?.address ?? (ctx.method === 'GET' && !isPart ? ctx.url : undefined);
  const query = new URLSearchParams({ ...(next && { next }), ...(form && { lost: 'yes' }) }).toString();
  const address = `/console/sign-in${query === '' ? '' : `?${query}`}`;
  if (isPart) {
    // A part of a page cannot be exchanged for the page that asks to sign in.
    ctx.set('HX-Redirect', address);
    ctx.status = 401;
    ctx.body = '';
    return;
  }
  redirect(ctx, address);
}
