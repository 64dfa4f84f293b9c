import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type Router from '@koa/router';
// Only the path of the files: the main entry of the package would load the whole page into the server.
import absolutePath from 'swagger-ui-dist/absolute-path.js';
import { openApiDocument } from './openapi.js';

/** The files of Swagger UI that the page needs, served from the package: nothing is fetched from elsewhere. */
const ASSETS: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css',
  'swagger-ui-bundle.js': 'text/javascript',
  'favicon-32x32.png': 'image/png',
};

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

/** Serves `/openapi.json`, and `/docs` to read it and to try requests. */
export function routeDocs(router: Router): void {
  const document = openApiDocument();

  router.get('/openapi.json', (ctx) => {
    ctx.body = document;
  });

  router.get('/docs', (ctx) => {
    ctx.set('Content-Security-Policy', "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:");
    ctx.type = 'html';
    ctx.body = PAGE;
  });

  router.get('/docs/start.js', (ctx) => {
    ctx.type = 'text/javascript';
    ctx.body = START;
  });

  router.get('/docs/:asset', (ctx) => {
    const asset = ctx.params['asset'] ?? '';
    const type = ASSETS[asset];
    if (type === undefined) return;
    ctx.type = type;
    ctx.set('Cache-Control', 'public, max-age=86400');
    ctx.body = createReadStream(join(absolutePath(), asset));
  });
}
