import type Router from '@koa/router';
import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { isProxyCallError, type ProxyCallError } from '../../../domain/model/errors.js';
import type { Settings } from '../../../domain/model/settings.js';
import type { ActivationAnswer, ConfirmationPages, LinkView } from '../../../ports/confirmation-pages.js';
import type { Logger } from '../../../ports/runtime.js';
import { clientAddress } from '../client-address.js';
import { mail, personName } from '../fields.js';
import { HttpProblem, reportProblem } from '../problem.js';
import {
  ACTIVATION_FIELDS,
  activationNotice,
  activationPage,
  codePage,
  EMPTY_FORM,
  type ActivationField,
  type ActivationForm,
} from './activation-pages.js';
import { readForm, refuseOtherSites } from './form-body.js';
import { notice, type PageContext } from './layout.js';
import { linkPage } from './link-page.js';
import { pageLanguage } from './page-language.js';
import type { PagePhrase } from './phrases.js';

export interface PageDependencies {
  readonly pages: ConfirmationPages;
  readonly settings: Pick<Settings, 'language' | 'shopName'>;
  readonly logger: Logger;
  /** What every page needs. */
  readonly headers: Middleware;
  readonly proxyHops: number;
  readonly publicUrls: readonly string[];
}

/**
 * The public pages: whoever opens one has no token. A GET has no effect, as programs that preview or check links open them too. What is
 * in the address, the form or the code is in no log line: requests are logged by the pattern of their route.
 */
export function routePages(router: Router, dependencies: PageDependencies): void {
  const { pages, settings, headers } = dependencies;
  const shown = pageMiddleware(dependencies);
  const context = (ctx: Context): PageContext => contextOf(ctx, settings);

  const showLink = (ctx: Context, link: LinkView | undefined) => {
    if (link === undefined) ctx.status = 404;
    ctx.body =
      link === undefined ? notice(context(ctx), 'unknown_title', 'unknown_text') : linkPage(settings.shopName, link);
  };
  router.get('/c/:token', headers, shown, async (ctx) => {
    showLink(ctx, await pages.readLink(tokenOf(ctx)));
  });
  router.post('/c/:token', headers, shown, async (ctx) => {
    refuseOtherSites(ctx, dependencies.publicUrls);
    await readForm(ctx);
    showLink(ctx, await pages.useLink(tokenOf(ctx)));
  });

  // An earlier address, of links that people were sent: it did what POST /confirmations/{confirmation_id}/verify does.
  router.get('/confirmations/verify', headers, shown, (ctx) => {
    ctx.body = notice(context(ctx), 'reply_title', 'reply_text');
  });

  router.get('/activate', headers, shown, (ctx) => {
    if (pages.hasActivation) ctx.body = activationPage(context(ctx), EMPTY_FORM);
    else showLink(ctx, undefined);
  });
  router.post('/activate', headers, shown, async (ctx) => {
    if (!pages.hasActivation) {
      showLink(ctx, undefined);
      return;
    }
    refuseOtherSites(ctx, dependencies.publicUrls);
    const form = await readForm(ctx);
    const handle = form.get('handle');
    const address = clientAddress(ctx.req, dependencies.proxyHops) || undefined;
    if (handle === undefined) await register(ctx, context(ctx), pages, form, address);
    else await enter(ctx, context(ctx), pages, { handle, code: codeIn(form) }, address);
  });
}

function tokenOf(ctx: Context): string {
  return (ctx['params'] as Readonly<Record<string, string | undefined>>)['token'] ?? '';
}

function contextOf(ctx: Context, { language, shopName }: PageDependencies['settings']): PageContext {
  return { language: pageLanguage(ctx, language), shopName };
}

/** HTML, kept by nobody and found by no search; what goes wrong is a page too. */
function pageMiddleware({ settings, logger }: PageDependencies): Middleware {
  return async (ctx, next) => {
    ctx.set({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex', Vary: 'Accept-Language' });
    try {
      await next();
    } catch (error) {
      const { status, headers } = reportProblem(error, String(ctx.state['requestId']), logger);
      ctx.status = status;
      ctx.set({ ...headers });
      const about = status >= 500 ? 'failed' : 'refused';
      ctx.body = notice(contextOf(ctx, settings), `${about}_title`, `${about}_text` satisfies PagePhrase);
    }
    ctx.type = 'html';
  };
}

async function register(
  ctx: Context,
  context: PageContext,
  pages: ConfirmationPages,
  form: ReadonlyMap<string, string>,
  address: string | undefined,
): Promise<void> {
  const entered = readActivation(form);
  if (entered.faults.size > 0) {
    refuse(ctx, context, entered);
    return;
  }
  try {
    const { handle } = await pages.activate({ ...entered.values, language: context.language }, address);
    ctx.body = codePage(context, handle);
  } catch (error) {
    if (isProxyCallError(error, 'too_many_sends')) tooMany(ctx, context, error);
    else if (isProxyCallError(error, 'invalid_request')) refuse(ctx, context, { ...entered, ...faultsOf(error) });
    else throw error;
  }
}

function refuse(ctx: Context, context: PageContext, form: ActivationForm): void {
  ctx.status = 422;
  ctx.body = activationPage(context, form);
}

function tooMany(ctx: Context, context: PageContext, { retryAfterSeconds = 60 }: ProxyCallError): void {
  const seconds = Math.max(1, Math.ceil(retryAfterSeconds));
  ctx.status = 429;
  ctx.set('Retry-After', seconds.toString());
  ctx.body = activationNotice(context, 'too_many', seconds);
}

/** Which phones can be reached, the use case knows. */
const FIELDS = { name: personName, mail, phone: z.string().min(1).max(100) } as const;

/** What was entered, and which of it cannot be. */
function readActivation(form: ReadonlyMap<string, string>): ActivationForm {
  const values = { name: '', mail: '', phone: '' };
  const faults = new Set<ActivationField>();
  for (const field of ACTIVATION_FIELDS) {
    const entered = (form.get(field) ?? '').trim();
    const read = FIELDS[field].safeParse(entered);
    values[field] = read.success ? read.data : entered;
    if (!read.success) faults.add(field);
  }
  return { values, faults };
}

function faultsOf({ issues }: ProxyCallError): Pick<ActivationForm, 'faults' | 'isRefused'> {
  const faults = new Set(ACTIVATION_FIELDS.filter((field) => issues.some(({ pointer }) => pointer === `/${field}`)));
  return { faults, isRefused: faults.size === 0 };
}

/** As people copy it: `480 213`. */
function codeIn(form: ReadonlyMap<string, string>): string {
  return (form.get('code') ?? '').replace(/[\s-]/g, '');
}

async function enter(
  ctx: Context,
  context: PageContext,
  pages: ConfirmationPages,
  { handle, code }: { readonly handle: string; readonly code: string },
  address: string | undefined,
): Promise<void> {
  if (handle === '') throw new HttpProblem('malformed_request', 'the form has no handle');
  if (!/^\d{1,20}$/.test(code)) {
    ctx.status = 422;
    ctx.body = codePage(context, handle, { kind: 'missing' });
    return;
  }
  try {
    const answer = await pages.enterCode(handle, code, address);
    ctx.status = ENTERED[answer.kind];
    ctx.body = answerPage({ ...context, language: answer.language }, handle, answer);
  } catch (error) {
    if (!isProxyCallError(error, 'too_many_sends') && !isProxyCallError(error, 'code_locked')) throw error;
    tooMany(ctx, context, error);
  }
}

const ENTERED: Readonly<Record<ActivationAnswer['kind'], number>> = {
  confirmed: 200,
  wrong: 422,
  locked: 429,
  over: 410,
};

function answerPage(context: PageContext, handle: string, answer: ActivationAnswer): string {
  switch (answer.kind) {
    case 'confirmed':
      return activationNotice(context, 'done');
    case 'wrong':
      return codePage(context, handle, { kind: 'wrong', attemptsLeft: answer.attemptsLeft });
    case 'locked':
      return activationNotice(context, 'locked');
    case 'over':
      return activationNotice(context, 'ended');
  }
}
