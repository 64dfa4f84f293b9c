import type { Context } from 'koa';

/** How the cookies of the console are set. */
export interface CookieOptions {
  /** Whether the browser came by https: then it sends them nowhere else. */
  readonly isSecure: (ctx: Context) => boolean;
}

const FOLDER = '/console';

/** Nobody but this host can set a cookie whose name begins like this: RFC 6265bis, section 4.1.3.2. */
function nameOf(name: string, isSecure: boolean): string {
  return isSecure ? `__Host-${name}` : name;
}

export function readCookie(ctx: Context, name: string, options: CookieOptions): string | undefined {
  return ctx.cookies.get(nameOf(name, options.isSecure(ctx)));
}

/**
 * No script reads it, and no other site makes the browser send it.
 * @param value undefined removes it
 * @param maxAge in milliseconds. Default: as long as the browser is open
 */
export function writeCookie(
  ctx: Context,
  name: string,
  value: string | undefined,
  options: CookieOptions,
  maxAge?: number,
): void {
  const isSecure = options.isSecure(ctx);
  // The library refuses a secure cookie where the connection itself is none: the proxy in front has the certificate.
  ctx.cookies.secure = isSecure;
  ctx.cookies.set(nameOf(name, isSecure), value, {
    httpOnly: true,
    sameSite: 'strict',
    secure: isSecure,
    path: isSecure ? '/' : FOLDER,
    overwrite: true,
    ...(maxAge === undefined ? {} : { maxAge }),
  });
}
