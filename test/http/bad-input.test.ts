import test, { type ExecutionContext } from 'ava';
import { endpoints } from '../../src/entry/http/openapi.js';
import { anOrderBody, startService, type Service } from '../support.js';
import { LEAKS, type BadRequest } from './bad-input/bad-request.js';
import { audit } from './bad-input/audit.js';
import { bodies } from './bad-input/bodies.js';
import { calls } from './bad-input/calls.js';
import { clients } from './bad-input/clients.js';
import { confirmations } from './bad-input/confirmations.js';
import { finding } from './bad-input/finding.js';
import { orders } from './bad-input/orders.js';
import { people } from './bad-input/people.js';
import { pool } from './bad-input/pool.js';
import { reports } from './bad-input/reports.js';
import { routes } from './bad-input/routes.js';
import { tokens } from './bad-input/tokens.js';
import { undialled } from './bad-input/undialled.js';

const cases: readonly BadRequest[] = [
  ...bodies,
  ...orders,
  ...clients,
  ...people,
  ...pool,
  ...calls,
  ...tokens,
  ...routes,
  ...undialled,
  ...audit,
  ...confirmations,
  ...reports,
  ...finding,
];

let service: Service;
test.before(async () => {
  service = await startService();
  await service.send('POST', '/orders', anOrderBody(1));
});
test.after.always(() => service.stop());

// Serial, so that the test below runs after them: AVA runs all serial tests of a file before the others.
for (const { what, request, status, code, fields } of cases) {
  const [method, path] = request;
  test.serial(`${method} ${path.slice(0, 40)} with ${what}: ${status.toString()} ${code}`, async (t) => {
    const reply = await service.send(...request);
    t.is(reply.status, status);
    t.regex(reply.headers.get('content-type') ?? '', /^application\/problem\+json/);
    t.is(reply.json['code'], code);
    t.is(reply.json['status'], status);
    t.is(typeof reply.json['title'], 'string');
    t.true(String(reply.json['detail']).length > 5);
    const issues = (reply.json['errors'] ?? []) as { pointer: string; detail: string }[];
    t.deepEqual(
      issues.map(({ pointer }) => pointer),
      [...(fields ?? [])],
    );
    t.true(issues.every(({ detail }) => detail.length > 5));
    noLeak(t, reply.text);
  });
}

test.serial('after all bad requests, nothing has been written and no personal data logged', async (t) => {
  t.is(((await service.send('GET', '/orders')).json['items'] as unknown[]).length, 1);
  t.is((await service.send('GET', '/clients/50')).status, 404);
  noLeak(t, service.log());
  for (const secret of ['sesame', '3363998', 'ada1@']) t.false(service.log().includes(secret), secret);
});

test('every operation of the API has a bad request in the table', (t) => {
  for (const { method, path, operationId } of endpoints) {
    const pattern = new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`);
    const takesInput =
      !['/clients/next-id', '/pool/stats', '/store/findings'].includes(path) && operationId !== 'listTokens';
    const tried = cases.some(
      ({ request }) => request[0].toLowerCase() === method && pattern.test(request[1].split('?')[0] ?? ''),
    );
    t.true(tried || !takesInput, `${method} ${path}`);
  }
});

function noLeak(t: ExecutionContext, text: string): void {
  for (const leak of LEAKS) t.false(text.includes(leak), `${leak} in ${text.slice(0, 300)}`);
}
