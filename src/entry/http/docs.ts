import { createReadStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type Router from '@koa/router';
import type { Middleware } from 'koa';
import { openApiDocument } from './openapi.js';

/** `scripts/page-assets.mjs` copies the files there when the program is built, so that the package of Swagger UI is not needed. */
const ASSETS_FOLDER = new URL('../../../swagger-ui/', import.meta.url);

/** The files of Swagger UI that the page needs: nothing is fetched from elsewhere. */
const ASSETS: ReadonlyMap<string, string> = new Map([
  ['swagger-ui.css', 'text/css'],
  ['swagger-ui-bundle.js', 'text/javascript'],
  ['favicon-32x32.png', 'image/png'],
]);

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>ProxyCall API</title>
    <link rel="icon" href="/docs/favicon-32x32.png">
    <link rel="stylesheet" href="/docs/swagger-ui.css">
  </head>
  <body>
    <div id="reference"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

const START = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#reference', deepLinking: true, validatorUrl: null });\n`;

/**
 * Serves `/openapi.json`, and `/docs` to read it and to try requests. Nothing of it is about anybody.
 * @param headers what a page needs
 */
export function routeDocs(router: Router, headers: Middleware): void {
  // Made when it is first asked for: it takes a tenth of the time of a start.
  let document: ReturnType<typeof openApiDocument> | undefined;

  router.get('/openapi.json', (ctx) => {
    ctx.set('Cache-Control', 'no-cache');
    ctx.body = document ??= openApiDocument();
  });

  router.get('/docs', headers, (ctx) => {
    ctx.set('Cache-Control', 'no-cache');
    ctx.type = 'html';
    ctx.body = PAGE;
  });

  router.get('/docs/start.js', (ctx) => {
    ctx.set('Cache-Control', 'no-cache');
    ctx.type = 'text/javascript';
    ctx.body = START;
  });

  router.get('/docs/:asset', (ctx) => {
    const asset = ctx.params['asset'] ?? '';
    const type = ASSETS.get(asset);
    if (type === undefined) return;
    ctx.type = type;
    ctx.set('Cache-Control', 'public, max-age=86400');
    ctx.body = createReadStream(fileURLToPath(new URL(asset, ASSETS_FOLDER)));
  });
}
