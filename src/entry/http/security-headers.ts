import helmet from 'koa-helmet';
import type { Middleware } from 'koa';
import { STYLE_SOURCE } from './pages/style.js';

const YEAR_S = 31_536_000;

/** Nothing that the service returns is shown in a frame, and only pages load anything. */
const NOTHING = { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] };

/** Swagger UI writes style attributes. */
const PAGE = {
  ...NOTHING,
  'base-uri': ["'none'"],
  'connect-src': ["'self'"],
  'form-action': ["'none'"],
  'img-src': ["'self'", 'data:'],
  'script-src': ["'self'"],
  'style-src': ["'self'", "'unsafe-inline'"],
};

/** The public pages have one form, which is sent to themselves, and one sheet. */
const PUBLIC_PAGE = {
  ...NOTHING,
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'style-src': [STYLE_SOURCE],
};

/** The console loads its own files, asks its own service, and sends its forms there. Nothing is written inline. */
const CONSOLE = {
  ...NOTHING,
  'base-uri': ["'none'"],
  'connect-src': ["'self'"],
  'form-action': ["'self'"],
  'img-src': ["'self'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
};

/**
 * The headers that every response has, webhooks and errors too, as constants: a caller is waiting, and a carrier is no browser.
 * Nearly all responses are about somebody, so none is stored unless its route says otherwise.
 * @param isProduction reached by https only, which browsers are told
 */
export function constantHeaders(isProduction: boolean): Readonly<Record<string, string>> {
  return Object.freeze({
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    ...(isProduction ? { 'Strict-Transport-Security': `max-age=${YEAR_S.toString()}` } : {}),
  });
}

export function setConstantHeaders(isProduction: boolean): Middleware {
  const headers = Object.entries(constantHeaders(isProduction));
  return (ctx, next) => {
    for (const [name, value] of headers) ctx.res.setHeader(name, value);
    return next();
  };
}

/** What browsers are told about everything but webhooks. */
export function apiHeaders(isProduction: boolean): Middleware {
  return helmetWith(NOTHING, isProduction);
}

/** The same for pages, which load their own files. */
export function pageHeaders(isProduction: boolean): Middleware {
  return helmetWith(PAGE, isProduction);
}

/** The same for the public pages, which load nothing at all. */
export function publicPageHeaders(isProduction: boolean): Middleware {
  return helmetWith(PUBLIC_PAGE, isProduction);
}

/** The same for the console. */
export function consoleHeaders(isProduction: boolean): Middleware {
  return helmetWith(CONSOLE, isProduction);
}

function helmetWith(directives: Record<string, string[]>, isProduction: boolean): Middleware {
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives },
    // Not for subdomains, which need not be ours.
    strictTransportSecurity: isProduction ? { maxAge: YEAR_S, includeSubDomains: false } : false,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
  });
}
