import htmx from 'htmx.org/dist/htmx.esm.js';

// Its extensions look for it there.
Object.assign(globalThis, { htmx });
