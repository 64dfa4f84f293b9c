import test from 'ava';
import { LOCAL_HTTP } from '../../../src/entry/config/http.js';
import { freePort } from '../../programs.js';
import { TOKEN, startService } from '../../support.js';

const METRICS_TOKEN = 'prometheus-4711-only';

async function statusOf(url: string, token?: string): Promise<number> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(url, { headers });
  await response.arrayBuffer();
  return response.status;
}

for (const [what, apiTokens, metricsToken, expected] of [
  ['no tokens', [], undefined, { none: 200, wrong: 200, api: 200, metrics: 200 }],
  ['a token of the API', [TOKEN], undefined, { none: 401, wrong: 403, api: 200, metrics: 403 }],
  ['both tokens', [TOKEN], METRICS_TOKEN, { none: 401, wrong: 403, api: 200, metrics: 200 }],
  ['a token of their own only', [], METRICS_TOKEN, { none: 401, wrong: 403, api: 403, metrics: 200 }],
] as const) {
  test(`who sees the metrics with ${what}`, async (t) => {
    const service = await startService({ apiTokens, http: { ...LOCAL_HTTP, metricsToken } });
    t.teardown(() => service.stop());
    const url = `${service.url}/metrics`;
    t.deepEqual(
      {
        none: await statusOf(url),
        wrong: await statusOf(url, 'wrong'),
        api: await statusOf(url, TOKEN),
        metrics: await statusOf(url, METRICS_TOKEN),
      },
      expected,
    );
    const isOpen = apiTokens.length === 0;
    t.is(await statusOf(`${service.url}/pool/stats`, METRICS_TOKEN), isOpen ? 200 : 403, 'they admit to nothing else');
  });
}

test('metrics with a listen port of their own', async (t) => {
  for (const metricsToken of [undefined, METRICS_TOKEN]) {
    const metricsPort = await freePort();
    const service = await startService({ http: { ...LOCAL_HTTP, metricsPort, metricsToken } });
    const own = `http://127.0.0.1:${metricsPort.toString()}`;
    t.is(await statusOf(`${own}/metrics`), metricsToken === undefined ? 200 : 401);
    t.is(await statusOf(`${own}/metrics`, METRICS_TOKEN), 200);
    t.is(await statusOf(`${own}/metrics`, TOKEN), 200);
    t.is(await statusOf(`${service.url}/metrics`, TOKEN), 404, 'and no longer on the other one');
    for (const path of ['/', '/orders', '/healthz', '/twilio/voice'])
      t.is(await statusOf(own + path, TOKEN), 404, path);
    const reply = await fetch(`${own}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } });
    t.regex(await reply.text(), /proxycall_webhook_duration_seconds/);
    t.is(reply.headers.get('x-content-type-options'), 'nosniff');
    const started = Date.now();
    await service.stop();
    t.true(Date.now() - started < 2000);
    await t.throwsAsync(fetch(`${own}/metrics`));
  }
});
