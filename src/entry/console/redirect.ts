import type { Context } from 'koa';

/** Another page follows: whatever the method was, the next one is GET. @param to a path */
export function redirect(ctx: Context, to: string): void {
  ctx.redirect(to);
  ctx.status = 303;
}
