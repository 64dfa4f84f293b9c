import type { ExecutionContext } from 'ava';
import type { PageReply } from './browser-less.js';

/** What no page may have, as its policy forbids it or as somebody could have put it there. */
export function followsRules(t: ExecutionContext, where: string, { html, headers }: PageReply): void {
  const tags = [...html.matchAll(/<([a-z][\w-]*)((?:\s+[^\s"'=<>/]+(?:="[^"]*")?)*)\s*\/?>/gi)];
  for (const [tag, name = '', attributes = ''] of tags) {
    for (const [, attribute = ''] of attributes.matchAll(/\s([^\s"'=<>/]+)(?:="[^"]*")?/g))
      t.notRegex(attribute, /^(on|hx-on|style$|srcdoc$|hx-vals$|hx-headers$)/i, `${where}: ${tag}`);
    t.notRegex(attributes, /="\s*(javascript|js|data):/i, `${where}: ${tag}`);
    t.notRegex(name, /^(style|iframe|object|embed|base|template)$/i, `${where}: ${tag}`);
    if (name === 'script') t.regex(attributes, /\ssrc="\/console\/assets\//, where);
  }
  t.notRegex(html, /<script[^>]*>[^<]/, where);
  // Everything that looks like a tag was looked at.
  t.is(tags.length, html.match(/<[a-z]/gi)?.length ?? 0, where);
  const policy = headers.get('content-security-policy') ?? '';
  t.regex(policy, /default-src 'none'/, where);
  t.regex(policy, /script-src 'self'(;|$)/, where);
  t.notRegex(policy, /unsafe|\*|data:|https?:/, where);
  t.is(headers.get('content-type'), 'text/html; charset=utf-8', where);
  t.is(headers.get('cache-control'), 'no-store', where);
  t.is(headers.get('x-frame-options'), 'DENY', where);
  t.is(headers.get('referrer-policy'), 'no-referrer', where);
}
