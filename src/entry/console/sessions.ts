import { randomBytes } from 'node:crypto';
import type Router from '@koa/router';
import type { Context } from 'koa';
import type { SignIns } from '../../domain/services/access/sign-ins.js';
import type { Actor } from '../../ports/proxycall-api.js';
import type { Authenticator } from '../http/auth.js';
import { refuseOtherSites } from '../http/pages/form-body.js';
import { readCookie, writeCookie, type CookieOptions } from './cookies.js';
import { render } from './elements/layout.js';
import { csrfToken, readOwnForm, typed } from './form.js';
import { consoleLanguage } from './language.js';
import type { OneTimeLink } from './one-time-link.js';
import { ownPath, redirect } from './redirect.js';
import { SignInPage, type SignInFault } from './sign-in-page.js';

export interface SessionDependencies {
  readonly signIns: SignIns;
  readonly authenticator: Authenticator;
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
  return found === undefined ? undefined : { secret, actor: { ...found, ...whence(ctx) } };
}

/** The same, found out once for a request and the page of what goes wrong with it: a store that does not answer is waited for once. */
export async function sessionOf(
  ctx: Context,
  dependencies: SessionDependencies,
  isActivity = true,
): Promise<Session | undefined> {
  const state: { consoleSession?: Promise<Session | undefined> } = ctx.state;
  return (state.consoleSession ??= findSession(ctx, dependencies, isActivity));
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
    const form = await readOwnForm(ctx, readCookie(ctx, BEFORE, cookies) ?? noSecret());
    const next = ownPath(form.get('next'));
    const token = typed(form, 'token') ?? '';
    const found = await dependencies.authenticator.admit(ctx.req, token);
    // An installation without tokens accepts anything.
    if (found.kind !== 'known' || (await dependencies.isOpen())) {
      await showSignIn(ctx, dependencies, { fault: found.kind === 'known' ? 'missing' : found.kind, next });
      return;
    }
    await enter(ctx, dependencies, { name: found.name, role: found.role, ...whence(ctx) }, token);
    redirect(ctx, next);
  });

  // By the link, there is nothing to type: a page with a button would only be one more.
  router.get('/console/link', async (ctx) => {
    if (isLookedAt(ctx)) {
      ctx.status = ctx.method === 'HEAD' ? 200 : 503;
      ctx.body = '';
      return;
    }
    if (!(await dependencies.isOpen())) {
      redirect(ctx, '/console/sign-in');
      return;
    }
    const { key } = ctx.query;
    if (typeof key !== 'string' || !link.use(key)) {
      // Behind the right one: other pages in the browser may ask for wrong ones.
      await dependencies.countWrong(ctx);
      await showSignIn(ctx, dependencies, { fault: 'usedLink' });
      return;
    }
    await enter(ctx, dependencies, { name: 'anyone', role: 'admin', ...whence(ctx) }, undefined);
    redirect(ctx, '/console');
  });

  router.post('/console/sign-out', async (ctx) => {
    refuseOtherSites(ctx, dependencies.publicUrls);
    const session = await findSession(ctx, dependencies);
    if (session !== undefined) {
      await readOwnForm(ctx, session.secret);
      await signIns.end(session.secret, session.actor);
    }
    writeCookie(ctx, SESSION, undefined, cookies);
    redirect(ctx, '/console/sign-in');
  });
}

/** Whether nobody has followed a link yet: a program looks where it leads, or a browser loads the page beforehand. */
function isLookedAt(ctx: Context): boolean {
  return ctx.method === 'HEAD' || /prefetch|prerender|preview/i.test(ctx.get('Sec-Purpose') + ctx.get('Purpose'));
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
  { fault, next = ownPath(ctx.query['next']) }: { readonly fault?: SignInFault; readonly next?: string } = {},
): Promise<void> {
  const known = readCookie(ctx, BEFORE, cookies);
  const secret = known ?? noSecret();
  if (known === undefined) writeCookie(ctx, BEFORE, secret, cookies);
  ctx.status = fault === undefined ? 200 : 403;
  ctx.type = 'html';
  ctx.body = render(
    SignInPage({
      ...{ csrf: csrfToken(secret), next, fault, isOpen: await isOpen(), isLost: ctx.query['lost'] !== undefined },
      language: consoleLanguage(ctx, language),
    }),
  );
}

/** No form can have its token. */
function noSecret(): string {
  return randomBytes(24).toString('base64url');
}
