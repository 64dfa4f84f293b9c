import { createHash } from 'node:crypto';
import { Html } from './html.js';

/** Of all public pages. It stands in each of them, and the policy of their headers admits it by its hash, which covers every character. */
const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --soft: #57606a; --line: #8c959f; --back: #f4f5f7;
  --accent: #0b5cad; --on-accent: #fff; --fault: #b3261e; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e9edf1; --paper: #1f242a; --soft: #a9b4c0; --line: #76818d; --back: #14181c; --accent: #8ac4ff;
    --on-accent: #08243f; --fault: #ffb4ab; }
}
* { box-sizing: border-box; }
body { margin: 0; padding: 1rem; background: var(--back); color: var(--ink); font: 1.0625rem/1.5 system-ui, sans-serif;
  overflow-wrap: break-word; }
main { max-width: 30rem; margin: 6vh auto; padding: 1.5rem; background: var(--paper); border-radius: .75rem;
  border: 1px solid color-mix(in srgb, var(--line) 40%, transparent); }
.shop { margin: 0 0 1rem; color: var(--soft); font-weight: 600; }
h1 { margin: 0 0 .75rem; font-size: 1.5rem; line-height: 1.25; }
p { margin: 0 0 1rem; }
label { display: block; margin-top: 1rem; font-weight: 600; }
.hint { margin: 0; color: var(--soft); font-size: .9375rem; }
input { width: 100%; margin-top: .25rem; padding: .625rem .75rem; font: inherit; color: inherit; background: transparent;
  border: 1px solid var(--line); border-radius: .5rem; }
input[inputmode='numeric'] { letter-spacing: .25em; }
input[aria-invalid='true'] { border: 2px solid var(--fault); }
.fault { margin: .25rem 0 0; color: var(--fault); font-weight: 600; }
button { width: 100%; min-height: 3rem; margin-top: 1.5rem; padding: .625rem 1rem; font: inherit; font-weight: 600;
  color: var(--on-accent); background: var(--accent); border: 0; border-radius: .5rem; cursor: pointer; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`;

export const STYLE_ELEMENT = Html.trusted(`<style>${STYLE}</style>`);

/** As Content-Security-Policy names it. */
export const STYLE_SOURCE = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;
