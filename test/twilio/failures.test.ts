import test, { type ExecutionContext } from 'ava';
import { bulkhead } from 'cockatiel';
import { put } from '../../src/domain/services/commit.js';
import { aClient } from '../../src/entry/testing/index.js';
import { cli } from '../command-line.js';
import { TOKEN, anOrderBody, clientPhone, startService, type Reply, type Service } from '../support.js';
import { closeWith, onAccount } from './account.js';
import { startStandIn, type Fault, type Request, type StandIn } from './stand-in.js';

/**
 * Twilio failures in every use case that calls Twilio: the responses of API and command line, and the state afterwards.
 * The pool holds one American number without SMS, whose voice webhook points elsewhere.
 */
const NUMBER = '+12025550100';

const useCases = {
  provision: {
    body: ['/pool/provision', { country_iso: 'FR' }],
    command: 'pool provision --country FR --yes',
  },
  order: {
    body: ['/orders', anOrderBody(1)],
    command: `order create --order-id O-1 --client-id 1 --client-name Ada --client-mail a@shop.example --client-real-phone ${clientPhone(1)}`,
  },
  assign: {
    body: ['/pool/assign', { client_id: '9', country_iso: 'FR', buy: true }],
    command: 'pool assign --client-id 9 --country FR --buy --yes',
  },
  sync: { body: ['/pool/sync', 'true'], command: 'pool sync' },
  webhooks: { body: ['/pool/fix-webhooks', { dry_run: false }], command: 'pool fix-webhooks --apply --yes' },
  purge: { body: ['/pool/purge-sans-sms', {}], command: 'pool purge-sans-sms --yes' },
  release: { body: ['/pool/release', { numbers: [NUMBER] }], command: `pool release ${NUMBER} --yes` },
} as const;
type UseCase = keyof typeof useCases;

const any = () => true;
const writing = ({ method }: Request) => method !== 'GET';
const buying = ({ method, path }: Request) => method === 'POST' && path === '/IncomingPhoneNumbers.json';

const PERSONAL = `to ${NUMBER} and (202) 555-0100`;
const refused = { kind: 'refusal', status: 400, code: 21_631, message: `Address needed ${PERSONAL}` } as const;
const unauthorised = { kind: 'refusal', status: 401, code: 20_003, message: 'Authenticate' } as const;
const busy = { kind: 'refusal', status: 429, code: 20_429, retryAfter: '3600' } as const;
const broken = { kind: 'refusal', status: 503, message: PERSONAL } as const;
const lost = (kind: 'no answer' | 'reset' | 'garbage' | 'dripping', late = false) => ({ kind, late }) as const;

/** The API's response. A batch that may have succeeded in part has the status 200 and lists the failures. */
type Expected = readonly [status: number, code: string, detail: RegExp];

const BUSY = /rate limit exceeded \(429\)/;
const SERVER_ERROR = /returned a server error \(503\)/;
const LATE = /did not answer in time/;
const OPEN = /did not answer in time; whether a number was bought shows at the next pool sync/;
const RESET = /cannot be reached \(ECONNRESET\)/;
const GARBAGE = /not from Twilio/;
const REFUSED = /Twilio rejected the request: Address needed .* \(error 21631\)/;
const UNAUTHORISED = /Authenticate \(error 20003\): check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN/;

const askers: readonly UseCase[] = ['provision', 'order', 'assign', 'sync', 'webhooks', 'purge'];
const buyers: readonly UseCase[] = ['provision', 'order', 'assign'];
const batches: readonly UseCase[] = ['webhooks', 'purge', 'release'];

const table: readonly (readonly [string, readonly UseCase[], (request: Request) => boolean, Fault, Expected])[] = [
  // Twilio fails from the first request on.
  ['a rejection', askers, any, refused, [502, 'provider_failed', REFUSED]],
  ['a wrong token', askers, any, unauthorised, [502, 'provider_failed', UNAUTHORISED]],
  ['too many requests', askers, any, busy, [503, 'provider_unavailable', BUSY]],
  ['a server error', askers, any, broken, [503, 'provider_unavailable', SERVER_ERROR]],
  ['no answer', askers, any, lost('no answer'), [503, 'provider_unavailable', LATE]],
  ['a slow body', askers, any, lost('dripping'), [503, 'provider_unavailable', LATE]],
  ['a reset connection', askers, any, lost('reset'), [503, 'provider_unavailable', RESET]],
  ['a garbage body', askers, any, lost('garbage'), [503, 'provider_unavailable', GARBAGE]],
  // The search succeeds, the purchase fails.
  ['all sold (21422)', buyers, buying, { ...refused, code: 21_422 }, [503, 'pool_exhausted', /for sale/]],
  [
    'a bundle that does not fit (21649)',
    buyers,
    buying,
    { ...refused, code: 21_649 },
    [502, 'bundle_mismatch', /TWILIO_BUNDLE_SID BU…2222 does not fit numbers of type mobile in FR/],
  ],
  [
    'an address of another bundle (21651)',
    buyers,
    buying,
    { ...refused, code: 21_651 },
    [502, 'provider_failed', /TWILIO_ADDRESS_SID AD…1111 and TWILIO_BUNDLE_SID BU…2222 do not match.*21651/],
  ],
  ['a rejected purchase', buyers, buying, refused, [502, 'provider_failed', REFUSED]],
  ['too many purchases', buyers, buying, busy, [503, 'provider_unavailable', BUSY]],
  ['a purchase with a server error', buyers, buying, broken, [503, 'provider_unavailable', SERVER_ERROR]],
  ['a purchase without an answer', buyers, buying, lost('no answer'), [503, 'provider_unavailable', OPEN]],
  ['a purchase with a slow answer', buyers, buying, lost('dripping'), [503, 'provider_unavailable', LATE]],
  ['a purchase cut off', buyers, buying, lost('reset'), [503, 'provider_unavailable', RESET]],
  ['a purchase answered with garbage', buyers, buying, lost('garbage'), [503, 'provider_unavailable', GARBAGE]],
  // Numbers are found, but cannot be changed or released: reported for each number.
  ['a rejected change', batches, writing, refused, [200, '', REFUSED]],
  ['a change without a token', batches, writing, unauthorised, [200, '', UNAUTHORISED]],
  ['too many changes', batches, writing, busy, [200, '', BUSY]],
  ['a change with a server error', batches, writing, broken, [200, '', SERVER_ERROR]],
  ['a change without an answer', batches, writing, lost('no answer'), [200, '', LATE]],
  ['a change with a slow answer', batches, writing, lost('dripping'), [200, '', LATE]],
  ['a change cut off', batches, writing, lost('reset'), [200, '', RESET]],
  ['a change answered with garbage', batches, writing, lost('garbage'), [200, '', GARBAGE]],
];

/** Where Twilio does not answer, the timeout ends a request; elsewhere it must not, however busy the machine is. */
const timeoutOf = (kind: Fault['kind']) => (kind === 'no answer' || kind === 'dripping' ? 300 : LONG_TIMEOUT_MS);
const LONG_TIMEOUT_MS = 20_000;

/** So many at once that the timeouts overlap, and so few that they are not missed. */
const lanes = bulkhead(12, Infinity);
function testInLane(title: string, run: (t: ExecutionContext) => Promise<void>): void {
  test(title, (t) => lanes.execute(() => run(t)));
}

for (const [what, names, when, fault, [status, code, detail]] of table) {
  for (const name of names) {
    testInLane(`${name}, ${what}: ${status.toString()} ${code}`, async (t) => {
      const timeoutMs = timeoutOf(fault.kind);
      const { standIn, service } = await withOneNumber(t, timeoutMs);
      standIn.interfere = (request) => (when(request) ? fault : undefined);

      const reply = await ask(service, name);
      const detailText = status === 200 ? reply.text : String(reply.json['detail']);
      t.deepEqual([reply.status, reply.json['code'] ?? ''], [status, code], reply.text);
      t.regex(detailText, detail);
      // A number to be released leaves the pool at once, so the command needs a pool of its own.
      const other = name === 'purge' ? await withOneNumber(t, timeoutMs) : { standIn, service };
      other.standIn.interfere = standIn.interfere;
      const env = { PUBLIC_BASE_URL: other.service.url, PROXYCALL_API_TOKEN: TOKEN };
      const ended = await cli(useCases[name].command, env);
      t.is(ended.code, 3, ended.stderr);
      t.regex(ended.stdout + ended.stderr, detail);
      if (status !== 200) t.true(ended.stderr.includes(`The API returned ${status.toString()}`));
      for (const said of [detailText, ended.stderr, service.log()]) {
        t.false(said.includes('(202) 555') || said.includes('to +1202'), said);
      }

      // No partial writes: after recovery, pool and provider agree, and no client has a number that was not bought.
      standIn.interfere = () => undefined;
      await expectAgreement(t, standIn, service);
      t.is((await service.send('GET', '/clients/1')).status, 404);
      t.is((await service.send('GET', '/clients/9')).json['client_proxy_number'], null);
      t.is(standIn.rented.size, name === 'purge' || name === 'release' ? standIn.rented.size : 1);
    });
  }
}

for (const kind of ['no answer', 'reset', 'garbage', 'dripping'] as const) {
  for (const name of [...buyers, ...batches]) {
    testInLane(`${name}: recovers from a lost response (${kind})`, async (t) => {
      const { standIn, service } = await withOneNumber(t, timeoutOf(kind));
      let failures = 1;
      standIn.interfere = (request) => (writing(request) && failures-- > 0 ? lost(kind, true) : undefined);
      const reply = await ask(service, name);
      t.is(reply.status, 200, reply.text);
      t.deepEqual([reply.json['failed'] ?? [], reply.json['errors'] ?? []], [[], []]);
      await expectAgreement(t, standIn, service);
      t.is(standIn.rented.size, name === 'webhooks' ? 1 : buyers.includes(name) ? (name === 'provision' ? 2 : 4) : 0);
    });
  }
}

testInLane('a number that somebody else bought first is skipped', async (t) => {
  const { standIn, service } = await withOneNumber(t);
  let failures = 3;
  standIn.interfere = (request) => (buying(request) && failures-- > 0 ? { ...refused, code: 21_422 } : undefined);
  const reply = await ask(service, 'provision');
  t.deepEqual(reply.json['purchased_now'], ['+33639980003']);
});

testInLane('an order whose bundle does not fit mobile numbers gets one of the next type', async (t) => {
  const { standIn, service } = await withOneNumber(t);
  standIn.interfere = (request) =>
    buying(request) && request.form.get('PhoneNumber')?.startsWith('+336') === true
      ? { ...refused, code: 21_649 }
      : undefined;
  t.regex(String((await ask(service, 'order')).json['client_proxy_number']), /^\+3319900/);
  await expectAgreement(t, standIn, service);
});

testInLane('a batch that fails midway reports what was bought', async (t) => {
  const { standIn, service } = await withOneNumber(t);
  let sold = 0;
  standIn.interfere = (request) => (buying(request) && (sold += 1) > 2 ? refused : undefined);
  const reply = await service.send('POST', '/pool/provision', { country_iso: 'FR', batch_size: 5 });
  t.is(reply.status, 200);
  t.is((reply.json['purchased_now'] as string[]).length, 2);
  t.regex(JSON.stringify(reply.json['failed']), /21631/);
  await expectAgreement(t, standIn, service);
  sold = 0;
  const env = { PUBLIC_BASE_URL: service.url, PROXYCALL_API_TOKEN: TOKEN };
  const ended = await cli('pool provision --country FR --batch-size 5 --yes', env);
  t.is(ended.code, 3);
  t.regex(ended.stdout, /Bought 2 of 5:\n {2}\+33.*\n {2}\+33.*\nStopped: .*21631.*\nTo resume: --idempotency-key/);
});

async function withOneNumber(
  t: ExecutionContext,
  timeoutMs = LONG_TIMEOUT_MS,
): Promise<{ standIn: StandIn; service: Service }> {
  const standIn = await startStandIn();
  closeWith(t, standIn);
  standIn.rentOut(NUMBER, {
    capabilities: { voice: true, sms: false, mms: false },
    voice_url: 'https://elsewhere.example',
  });
  const config = onAccount(standIn);
  const sids = { addressSid: `AD${'1'.repeat(32)}`, bundleSid: `BU${'2'.repeat(32)}` };
  const retryPolicy = { timeoutMs, pauseMs: 1, breakAfter: 1000 };
  const service = await startService(
    { ...config, telephony: { ...config.telephony, ...sids } },
    undefined,
    retryPolicy,
  );
  t.teardown(() => service.stop());
  await service.program.ports.store.commit({ puts: [put('client', aClient('9'))] });
  t.is((await service.send('POST', '/pool/sync', 'true')).status, 200);
  return { standIn, service };
}

function ask(service: Service, name: UseCase): Promise<Reply> {
  const [path, body] = useCases[name].body;
  return service.send('POST', path, body);
}

/** After a sync, the pool holds exactly the numbers rented from the provider. */
async function expectAgreement(t: ExecutionContext, standIn: StandIn, service: Service): Promise<void> {
  const synced = await service.send('POST', '/pool/sync', 'true');
  t.is(synced.status, 200, synced.text);
  t.deepEqual(synced.json['lost_numbers'], []);
  const numbers = await service.program.ports.store.numbers();
  const rented = [...standIn.rented.values()].map((number) => number.phone_number);
  t.deepEqual(numbers.map(({ value }) => value.number as string).sort(), rented.sort());
}
