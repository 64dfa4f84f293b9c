import { randomBytes } from 'node:crypto';
import type Router from '@koa/router';
import type { Context } from 'koa';
import type { SignIns } from '../../domain/services/access/sign-ins.js';
import type { Actor } from '../../ports/proxycall-api.js';
import type { Identify } from '../http/auth.js';
import { HttpProblem } from '../http/problem.js';
import { refuseOtherSites } from '../http/pages/form-body.js';
import { readCookie, writeCookie, type CookieOptions } from './cookies.js';
import { render } from './elements/layout.js';
import { csrfToken, readOwnForm, typed } from './form.js';
import { consoleLanguage } from './language.js';
import type { OneTimeLink } from './one-time-link.js';
import { SignInPage, type SignInFault } from './sign-in-page.js';

export interface SessionDependencies {
  readonly signIns: SignIns;
  readonly identify: Identify;
  readonly isOpen: () => Promise<boolean>;
  readonly link: OneTimeLink;
  readonly countWrong: (ctx: Context) => Promise<void>;
  readonly cookies: CookieOptions;
  readonly publicUrls: readonly string[];
  readonly language: string;
}

/** Somebody who is signed in. */
export interface Session {
  readonly actor: Actor;
  /** What their browser has. */
  readonly secret: string;
}

const SESSION = 'proxycall_console';
/** Of a browser in which nobody is signed in yet: so that another site cannot sign it in. */
const BEFORE = 'proxycall_form';

/** Who makes this request. @param isActivity whether a person has asked for it */
export async function findSession(
  ctx: Context,
  { signIns, cookies }: SessionDependencies,
  isActivity = true,
): Promise<Session | undefined> {
  const secret = readCookie(ctx, SESSION, cookies);
  if (secret === undefined) return undefined;
  const found = await signIns.find(secret, { isActivity });
  return found === undefined ? undefined : { secret, actor: { ...found.actor, ...whence(ctx) } };
}

function whence({ state }: Context): Pick<Actor, 'address' | 'requestId'> {
  return { address: state['address'] as string | undefined, requestId: state['requestId'] as string | undefined };
}

/** The routes by which one gets in, and out again. */
export function routeSessions(router: Router, dependencies: SessionDependencies): void {
  const { signIns, link, cookies } = dependencies;

  router.get('/console/sign-in', async (ctx) => {
    await showSignIn(ctx, dependencies);
  });

  router.post('/console/sign-in', async (ctx) => {
    refuseOtherSites(ctx, dependencies.publicUrls);
    let next = '/console';
    try {
      const form = await readOwnForm(ctx, readCookie(ctx, BEFORE, cookies) ?? randomBytes(32).toString('hex'));
      next = ownPath(form.get('next'));
      const token = typed(form, 'token') ?? '';
      const actor = token === '' ? undefined : await dependencies.identify(ctx.req, token);
      if (actor === undefined) throw new HttpProblem('forbidden', 'this token is not accepted');
      // An open installation accepts anything as a token.
      if (await dependencies.isOpen()) throw new HttpProblem('forbidden', 'there is no token yet');
      await enter(ctx, dependencies, { ...actor, ...whence(ctx) }, token);
      ctx.redirect(next);
      ctx.status = 303;
    } catch (error) {
      await showSignIn(ctx, dependencies, faultOf(error), next);
    }
  });

  // By the link, there is nothing to type: a page with a button would only be one more.
  router.get('/console/link', async (ctx) => {
    if (!(await dependencies.isOpen())) {
      ctx.redirect('/console/sign-in');
      return;
    }
    await dependencies.countWrong(ctx);
    const { key } = ctx.query;
    if (typeof key !== 'string' || !link.use(key)) {
      await showSignIn(ctx, dependencies, 'usedLink');
      return;
    }
    await enter(ctx, dependencies, { name: 'anyone', role: 'admin', ...whence(ctx) }, undefined);
    ctx.redirect('/console');
    ctx.status = 303;
  });

  router.post('/console/sign-out', async (ctx) => {
    refuseOtherSites(ctx, dependencies.publicUrls);
    const session = await findSession(ctx, dependencies);
    if (session !== undefined) {
      await readOwnForm(ctx, session.secret);
      await signIns.end(session.secret, session.actor);
    }
    writeCookie(ctx, SESSION, undefined, cookies);
    ctx.redirect('/console/sign-in');
    ctx.status = 303;
  });
}

/** With a new secret, whatever cookie was there: whoever has set that one has nothing. */
async function enter(
  ctx: Context,
  dependencies: SessionDependencies,
  actor: Actor,
  token: string | undefined,
): Promise<void> {
  const former = await findSession(ctx, dependencies, false);
  if (former !== undefined) await dependencies.signIns.end(former.secret, former.actor);
  const secret = await dependencies.signIns.begin(actor, token);
  writeCookie(ctx, SESSION, secret, dependencies.cookies);
  writeCookie(ctx, BEFORE, undefined, dependencies.cookies);
}

async function showSignIn(
  ctx: Context,
  { cookies, language, isOpen }: SessionDependencies,
  fault?: SignInFault,
  next = ownPath(ctx.query['next']),
): Promise<void> {
  const known = readCookie(ctx, BEFORE, cookies);
  const secret = known ?? randomBytes(24).toString('base64url');
  if (known === undefined) writeCookie(ctx, BEFORE, secret, cookies);
  ctx.status = fault === undefined ? 200 : FAULT_STATUS[fault];
  ctx.type = 'html';
  ctx.body = render(
    SignInPage({
      ...{ csrf: csrfToken(secret), next, fault, isOpen: await isOpen() },
      language: consoleLanguage(ctx, language),
    }),
  );
}

const FAULT_STATUS: Readonly<Record<SignInFault, number>> = {
  notAccepted: 403,
  expired: 403,
  mistyped: 403,
  usedLink: 403,
  oldForm: 403,
  tooMany: 429,
  failed: 503,
};

function faultOf(error: unknown): SignInFault {
  if (!(error instanceof HttpProblem)) return 'failed';
  if (error.code === 'too_many_attempts') return 'tooMany';
  if (error.message.includes('expired')) return 'expired';
  if (error.message.includes('mistyped')) return 'mistyped';
  return error.message.includes('another sign-in') ? 'oldForm' : 'notAccepted';
}

/** A page of the console, and none of another site. */
function ownPath(next: unknown): string {
  return typeof next === 'string' && /^\/console(?:\/[\w/-]*)?(?:\?[\w=&%.-]*)?$/.test(next) ? next : '/console';
}
