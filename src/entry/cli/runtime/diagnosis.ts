import { isProxyCallError } from '../../../domain/model/errors.js';
import type { StoreFinding } from '../../../domain/model/store-finding.js';
import type { ProxyCallApi, SetupCheck, SetupCode, SetupReport } from '../../../ports/proxycall-api.js';
import { hasShape } from './answer-shape.js';
import type { Exchange, RemoteOptions } from './exchange.js';
import { ApiError } from './failure.js';
import { msg, type Message, type Say } from './language.js';
import { isShort, SHORTEST_TOKEN } from '../../config/http.js';
import { fault, ok, warning, type Finding } from './finding.js';

export { fault, ok, warning, type Finding };

/** Google's access tokens carry timestamps, and the logs of two machines need comparable times. */
const LARGEST_SKEW_SECONDS = 30;

/** Checks the service from outside: its URL, clock, readiness, who sees its metrics, and its token. */
export async function checkService(options: RemoteOptions, say: Say): Promise<readonly Finding[]> {
  try {
    return await askService(options, say);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const advice = say('Check that the service is running and that PUBLIC_BASE_URL is its URL.');
    return [fault('address', error.in(say), advice)];
  }
}

async function askService(options: RemoteOptions, say: Say): Promise<readonly Finding[]> {
  const { baseUrl, token } = options;
  const { foreignAnswer } = await import('./exchange.js');
  const { exchangePatiently, readAnswer } = await import('./remote-request.js');
  const quick = { timeoutMs: 10_000, ...options };
  // A program that is not ProxyCall gets no token.
  const stranger = { ...quick, token: undefined };
  const health = await exchangePatiently(stranger, 'GET', '/healthz', {});
  if (health.status !== 200) {
    const detail = say('{url} returned {status} for /healthz', { url: baseUrl, status: health.status });
    return [fault('address', detail, say('Another program answers at this URL: check PUBLIC_BASE_URL.'))];
  }
  if (statusOf(health) !== 'ok') throw foreignAnswer(baseUrl, health);
  const readiness = await exchangePatiently(stranger, 'GET', '/readyz', {});
  if (statusOf(readiness) === undefined) throw foreignAnswer(baseUrl, readiness);
  const metrics = await exchangePatiently(stranger, 'GET', '/metrics', {});
  const answer = await exchangePatiently(quick, 'GET', '/clients/next-id', {});
  if (answer.status === 200 && readAnswer(answer.text, 'nextClientId') === undefined)
    throw foreignAnswer(baseUrl, answer);
  return [
    checkEncryption(baseUrl, say),
    ...checkClock(health.header('date') ?? '', say),
    checkReadiness(readiness, say),
    ...(metrics.status === 200 ? [publicMetrics(say)] : []),
    ...(isShort(token) ? [shortToken('PROXYCALL_API_TOKEN', say)] : []),
    checkToken(answer.status, token, say),
  ];
}

/** What `/healthz` and `/readyz` say; undefined when it is another program that answers. */
function statusOf({ text }: Exchange): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return hasShape(value, { status: 'text' }) ? (value as { status: string }).status : undefined;
  } catch {
    return undefined;
  }
}

function checkEncryption(baseUrl: string, say: Say): Finding {
  const { hostname, protocol } = new URL(baseUrl);
  const isPlain = protocol === 'http:' && !['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  if (!isPlain) return ok('address', say('{url} responds', { url: baseUrl }));
  const detail = say('{url} is not encrypted', { url: baseUrl });
  return warning('address', detail, say('Use https: every request carries the token.'));
}

function checkClock(date: string, say: Say): readonly Finding[] {
  const seconds = Math.round(Math.abs(Date.now() - Date.parse(date)) / 1000);
  // Without a date, there is nothing to compare.
  if (Number.isNaN(seconds)) return [];
  if (seconds <= LARGEST_SKEW_SECONDS) return [ok('clock', say('the local clock and the clock of the service agree'))];
  const detail = say('the local clock and the clock of the service differ by {seconds} s', { seconds });
  return [warning('clock', detail, say('Synchronize both clocks with NTP.'))];
}

function checkReadiness({ status, text }: { readonly status: number; readonly text: string }, say: Say): Finding {
  if (status === 200) return ok('readiness', say('the service is ready and its store responds'));
  const reason = reasonIn(text);
  const detail =
    reason === ''
      ? say('the service is not ready ({status})', { status })
      : say('the service is not ready ({status}): {reason}', { status, reason });
  return fault('readiness', detail, say('The log of the service has the details.'));
}

const LONGEST_REASON = 500;

/** What `/readyz` says, without what would control a terminal. */
function reasonIn(body: string): string {
  try {
    const { detail } = JSON.parse(body) as { readonly detail?: unknown };
    return typeof detail === 'string' ? detail.replace(/\p{C}/gu, '').slice(0, LONGEST_REASON) : '';
  } catch {
    return '';
  }
}

function checkToken(status: number, token: string | undefined, say: Say): Finding {
  const sameToken = say('Set PROXYCALL_API_TOKEN to the same value as on the service.');
  if (status === 401) return fault('token', say('the service requires a token'), sameToken);
  if (status === 403) return fault('token', say('the service does not accept this token'), sameToken);
  if (status !== 200) {
    const detail = say('the service returned {status}', { status });
    return fault('token', detail, say('The log of the service has the details.'));
  }
  if (token !== undefined) return ok('token', say('the token is accepted'));
  const detail = say('the API of this service is open to everyone');
  return warning('token', detail, say('Set PROXYCALL_API_TOKEN on the service.'));
}

export function publicMetrics(say: Say): Finding {
  const detail = say('everyone can read /metrics');
  return warning('metrics', detail, say('Set PROXYCALL_METRICS_TOKEN or METRICS_PORT on the service.'));
}

export function shortToken(name: string, say: Say): Finding {
  const detail = say('{name} has fewer than {count} characters', { name, count: SHORTEST_TOKEN });
  return warning('token', detail, say('Choose a longer one at random.'));
}

/** The most findings of the store that are listed one by one. */
const MOST_FINDINGS = 20;

/** Checks the records, the webhooks and the available numbers through the API, in any mode. */
export async function checkSetup(api: ProxyCallApi, say: Say): Promise<readonly Finding[]> {
  const report = await reportOf(api);
  if (report === 'not_allowed') {
    const detail = say('the role of this token may not check the records, the webhooks and the numbers');
    return [warning('token', detail, say('Use a token of an operator or an admin to check everything.'))];
  }
  if (report === 'unknown') {
    const detail = say('the service is of an earlier version, which does not check its records, webhooks and numbers');
    return [warning('readiness', detail, say('Bring the service up to date.'))];
  }
  const { findings, checks } = report;
  const rest = findings.length - MOST_FINDINGS;
  return [
    ...findings.slice(0, MOST_FINDINGS).map((found) => recordFinding(found, say)),
    ...(rest > 0 ? [warning('store', say('and {count} more', { count: rest }), '')] : []),
    ...checks.map((check) => setupFinding(check, say)),
  ];
}

/** Whoever may not ask the carrier anew gets its last answer. */
async function reportOf(api: ProxyCallApi): Promise<SetupReport | 'not_allowed' | 'unknown'> {
  for (const fresh of [true, false]) {
    try {
      return await api.checkSetup({ fresh });
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return 'unknown';
      if (!isNotAllowed(error)) throw error;
    }
  }
  return 'not_allowed';
}

function recordFinding({ kind, tab, record, row, column, cell, problem }: StoreFinding, say: Say): Finding {
  const where = [tab, cell ?? row?.toString(), column].filter((part) => part !== undefined).join(' ');
  const advice = {
    ignored_cell: say('Correct the cell. Until then, what was known before applies.'),
    ignored_header: say('Correct the first row or the name of the tab, or put its rows back.'),
    out_of_rotation: say('Nobody is given this number. Set its status to "available" to use it again, or release it.'),
    forged_record: say('Somebody has changed the store by hand: find out who can write there.'),
    parked_record: say('It is kept and written once the spreadsheet accepts it.'),
  };
  if (kind !== 'forged_record') return warning('store', `${where}: ${problem}`, advice[kind]);
  const detail =
    record === undefined
      ? problem
      : say('the token {id} was not written by ProxyCall, or was changed by hand: it is ignored. Revoke it', {
          id: record,
        });
  // Somebody tampers with the store.
  return fault('store', `${where}: ${detail}`, advice[kind]);
}

function isNotAllowed(error: unknown): boolean {
  return error instanceof ApiError ? error.code === 'not_allowed' : isProxyCallError(error, 'not_allowed');
}

function setupFinding({ check, state, code, count = 0, detail = '' }: SetupCheck, say: Say): Finding {
  const [words, advice] = SETUP[code];
  const said = code === 'carrier_failed' ? detail : say(words, { count });
  return { check, state, detail: said, advice: advice === '' ? '' : say(advice) };
}

const SETUP: Readonly<Record<SetupCode, readonly [words: Message, advice: Message | '']>> = {
  webhooks_ok: [msg('numbers whose webhooks point to this service: {count}'), ''],
  webhooks_elsewhere: [
    msg('numbers whose webhooks point elsewhere: {count}'),
    msg('"pool fix-webhooks --apply" points them to this service.'),
  ],
  numbers_lost: [msg('numbers in the pool, but no longer at the carrier: {count}'), msg('"pool sync" lists them.')],
  carrier_failed: [msg('webhooks'), msg('Check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN on the service.')],
  no_provider: [
    msg('the carrier sells no numbers: the webhooks cannot be checked'),
    msg('Check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN on the service.'),
  ],
  numbers_available: [msg('available numbers: {count}'), ''],
  no_number_available: [msg('no number is available'), msg('The next order buys numbers, or use "pool provision".')],
  numbers_out_of_rotation: [
    msg('numbers out of rotation (status error): {count}'),
    msg('Nobody is given them. "pool release" gives them back.'),
  ],
};
