import type { Context } from 'koa';

/** Another page follows: whatever the method was, the next one is GET. @param to a path */
export function redirect(ctx: Context, to: string): void {
  ctx.redirect(to);
  ctx.status = 303;
}

/** A page of the console, and none of another site. */
export function ownPath(next: unknown): string {
  if (typeof next !== 'string' || !/^\/console(?:[/?][\w/?=&%.~:+!'()*-]*)?$/.test(next)) return '/console';
  // A browser follows `..` in a path, however it is written.
  const { pathname } = new URL(next, 'http://localhost');
  return next.split('?')[0] === pathname ? next : '/console';
}
