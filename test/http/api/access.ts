import { TOKEN } from '../../support.js';
import { withService } from './with-service.js';

withService('health, readiness and the reference need no token; everything else does', async (t, service) => {
  const bare = async (path: string, headers = {}) => {
    const response = await fetch(service.url + path, { headers });
    // A body that is not read keeps its connection open, for which a stop waits.
    await response.arrayBuffer();
    return response;
  };
  for (const path of [
    '/healthz',
    '/readyz',
    '/openapi.json',
    '/docs',
    '/docs/swagger-ui.css',
    '/docs/swagger-ui-bundle.js',
    '/docs/start.js',
  ]) {
    t.is((await bare(path)).status, 200, path);
  }
  t.is((await bare('/docs/absolute-path.js')).status, 404);
  const none = await bare('/pool/stats');
  t.deepEqual([none.status, none.headers.get('www-authenticate')], [401, 'Bearer']);
  t.is((await bare('/pool/stats', { authorization: 'Basic YTpi' })).status, 401);
  t.is((await bare('/pool/stats', { authorization: 'Bearer' })).status, 401);
  t.is((await bare('/pool/stats', { authorization: `Bearer ${TOKEN}x` })).status, 403);
  t.is((await bare('/pool/stats', { authorization: `bearer ${TOKEN}` })).status, 200);
  t.is((await bare('/pool/stats', { authorization: `Bearer   ${TOKEN} ` })).status, 200);
  t.is((await bare('/pool/stats', { authorization: `Bearer ${TOKEN} junk` })).status, 403);
  t.is((await bare('/pool/stats', { authorization: `Bearerx ${TOKEN}` })).status, 401);
});

withService(
  'several tokens are accepted, for rotation',
  async (t, { url }) => {
    for (const [token, status] of [
      ['old', 200],
      ['new', 200],
      ['other', 403],
    ] as const) {
      t.is((await fetch(`${url}/pool/stats`, { headers: { authorization: `Bearer ${token}` } })).status, status);
    }
  },
  { apiTokens: ['old', 'new'] },
);

withService('every request has an id: the one it was sent with, if that is valid', async (t, { send }) => {
  t.is(
    (await send('GET', '/healthz', undefined, { 'x-request-id': 'my-id.1' })).headers.get('x-request-id'),
    'my-id.1',
  );
  const odd = await send('GET', '/nothing', undefined, { 'x-request-id': 'a b' });
  t.not(odd.headers.get('x-request-id'), 'a b');
  t.is(odd.json['request_id'], odd.headers.get('x-request-id'));
});
