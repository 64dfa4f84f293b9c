import { ProxyCallError } from '../../domain/model/errors.js';
import type { ProxyCallApi } from '../../ports/proxycall-api.js';
import { ApiError } from './failure.js';
import type { Say } from './language.js';
import type { RemoteSettings } from './modes.js';

/** What was looked at, how it is, and what to do about it. */
export interface Finding {
  readonly check: 'settings' | 'address' | 'clock' | 'readiness' | 'token' | 'store' | 'webhooks' | 'pool';
  readonly state: 'ok' | 'warning' | 'fault';
  readonly detail: string;
  /** Empty when nothing is to be done. */
  readonly advice: string;
}

/** Webhook signatures bear no time, but tokens for Google do, and logs of two machines are to be compared. */
const LARGEST_SKEW_MS = 30_000;

/** The service from outside: its address, its clock, whether it is ready and takes our token. */
export async function examineAddress({ baseUrl, token }: RemoteSettings, say: Say): Promise<readonly Finding[]> {
  const { default: fetch } = await import('node-fetch');
  const get = (path: string) =>
    fetch(baseUrl + path, {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(10_000),
    });
  let health: Awaited<ReturnType<typeof fetch>>;
  try {
    health = await get('/healthz');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : (error as Error).name;
    const detail = say('{url} cannot be reached: {reason}', { url: baseUrl, reason });
    return [fault('address', detail, say('Is the service running, and is PUBLIC_BASE_URL its address?'))];
  }
  const findings: Finding[] = [];
  const { hostname, protocol } = new URL(baseUrl);
  if (health.status !== 200) {
    const detail = say('{url} answers {status} to /healthz', { url: baseUrl, status: health.status });
    findings.push(fault('address', detail, say('Another program answers there: check PUBLIC_BASE_URL.')));
    return findings;
  }
  const isPlain = protocol === 'http:' && !['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  findings.push(
    isPlain
      ? warning(
          'address',
          say('{url} is not encrypted', { url: baseUrl }),
          say('Use https: the token travels with every request.'),
        )
      : ok('address', say('{url} answers', { url: baseUrl })),
  );
  const skew = Math.round(Math.abs(Date.now() - Date.parse(health.headers.get('date') ?? '')) / 1000);
  findings.push(
    skew * 1000 <= LARGEST_SKEW_MS
      ? ok('clock', say('this clock and the clock of the service agree'))
      : warning(
          'clock',
          say('this clock and the clock of the service differ by {seconds} s', { seconds: skew }),
          say('Set the clock by NTP.'),
        ),
  );
  const ready = await get('/readyz');
  findings.push(
    ready.status === 200
      ? ok('readiness', say('the service is ready: its store answers'))
      : fault(
          'readiness',
          say('the service is not ready ({status})', { status: ready.status }),
          say('Its log says what is wrong with the store.'),
        ),
  );
  findings.push(judgeToken((await get('/clients/next-id')).status, token, say));
  return findings;
}

function judgeToken(status: number, token: string | undefined, say: Say): Finding {
  if (status === 401) {
    return fault(
      'token',
      say('the service wants a token'),
      say('Set PROXYCALL_API_TOKEN to the value that the service has.'),
    );
  }
  if (status === 403) {
    return fault(
      'token',
      say('the service does not accept this token'),
      say('Set PROXYCALL_API_TOKEN to the value that the service has.'),
    );
  }
  if (status !== 200) return fault('token', say('the service answers {status}', { status }), say('Its log says why.'));
  return token === undefined
    ? warning('token', say('anyone may use this service'), say('Give the service a PROXYCALL_API_TOKEN.'))
    : ok('token', say('the token is accepted'));
}

/** What can be asked of ProxyCall itself, in any mode: whether calls come here, and whether numbers are left. */
export async function examineNumbers(api: ProxyCallApi, say: Say): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  try {
    const { checked, needFixVoice, needFixSms, notFoundOnTwilio } = await api.fixWebhooks({
      dryRun: true,
      fixSms: true,
    });
    const astray = new Set([...needFixVoice, ...needFixSms].map(({ phoneNumber }) => phoneNumber)).size;
    if (notFoundOnTwilio.length > 0) {
      const detail = say('numbers of the pool that the carrier does not have any more: {count}', {
        count: notFoundOnTwilio.length,
      });
      findings.push(warning('webhooks', detail, say('"pool sync" names them.')));
    }
    findings.push(
      astray === 0
        ? ok('webhooks', say('numbers whose calls and texts come here: {count}', { count: checked }))
        : fault(
            'webhooks',
            say('numbers whose calls or texts go elsewhere: {count}', { count: astray }),
            say('"pool fix-webhooks --apply" leads them here.'),
          ),
    );
    const { pools } = await api.poolStats();
    const free = pools.reduce((sum, { available }) => sum + available, 0);
    findings.push(
      free > 0
        ? ok('pool', say('free numbers: {count}', { count: free }))
        : warning('pool', say('no number is free'), say('The next order buys some, or "pool provision" does.')),
    );
  } catch (error) {
    if (!(error instanceof ApiError) && !(error instanceof ProxyCallError)) throw error;
    const detail = error instanceof ApiError ? error.in(say) : error.message;
    findings.push(fault('webhooks', detail, say('Are TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN of the service right?')));
  }
  return findings;
}

export function ok(check: Finding['check'], detail: string): Finding {
  return { check, state: 'ok', detail, advice: '' };
}

export function warning(check: Finding['check'], detail: string, advice: string): Finding {
  return { check, state: 'warning', detail, advice };
}

export function fault(check: Finding['check'], detail: string, advice: string): Finding {
  return { check, state: 'fault', detail, advice };
}
