import { ProxyCallError } from '../../domain/model/errors.js';
import type { ProxyCallApi } from '../../ports/proxycall-api.js';
import { ApiError } from './failure.js';
import type { Say } from './language.js';
import type { RemoteSettings } from './modes.js';

/** The result of one check, and how to fix the problem. */
export interface Finding {
  readonly check: 'settings' | 'address' | 'clock' | 'readiness' | 'token' | 'store' | 'webhooks' | 'pool';
  readonly state: 'ok' | 'warning' | 'fault';
  readonly detail: string;
  /** Empty when there is nothing to fix. */
  readonly advice: string;
}

/** Google's access tokens carry timestamps, and the logs of two machines need comparable times. */
const LARGEST_SKEW_MS = 30_000;

/** Checks the service from outside: its URL, clock, readiness and token. */
export async function checkService({ baseUrl, token }: RemoteSettings, say: Say): Promise<readonly Finding[]> {
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
    return [fault('address', detail, say('Check that the service is running and that PUBLIC_BASE_URL is its URL.'))];
  }
  const findings: Finding[] = [];
  const { hostname, protocol } = new URL(baseUrl);
  if (health.status !== 200) {
    const detail = say('{url} returned {status} for /healthz', { url: baseUrl, status: health.status });
    findings.push(fault('address', detail, say('Another program answers at this URL: check PUBLIC_BASE_URL.')));
    return findings;
  }
  const isPlain = protocol === 'http:' && !['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  findings.push(
    isPlain
      ? warning(
          'address',
          say('{url} is not encrypted', { url: baseUrl }),
          say('Use https: every request carries the token.'),
        )
      : ok('address', say('{url} responds', { url: baseUrl })),
  );
  const skew = Math.round(Math.abs(Date.now() - Date.parse(health.headers.get('date') ?? '')) / 1000);
  findings.push(
    skew * 1000 <= LARGEST_SKEW_MS
      ? ok('clock', say('the local clock and the clock of the service agree'))
      : warning(
          'clock',
          say('the local clock and the clock of the service differ by {seconds} s', { seconds: skew }),
          say('Synchronize both clocks by NTP.'),
        ),
  );
  const ready = await get('/readyz');
  findings.push(
    ready.status === 200
      ? ok('readiness', say('the service is ready and its store responds'))
      : fault(
          'readiness',
          say('the service is not ready ({status})', { status: ready.status }),
          say('The service log has the details.'),
        ),
  );
  findings.push(checkToken((await get('/clients/next-id')).status, token, say));
  return findings;
}

function checkToken(status: number, token: string | undefined, say: Say): Finding {
  if (status === 401) {
    return fault(
      'token',
      say('the service requires a token'),
      say('Set PROXYCALL_API_TOKEN to the same value as on the service.'),
    );
  }
  if (status === 403) {
    return fault(
      'token',
      say('the service does not accept this token'),
      say('Set PROXYCALL_API_TOKEN to the same value as on the service.'),
    );
  }
  if (status !== 200)
    return fault('token', say('the service returned {status}', { status }), say('See the log of the service.'));
  return token === undefined
    ? warning(
        'token',
        say('the API of this service is open to everyone'),
        say('Set PROXYCALL_API_TOKEN on the service.'),
      )
    : ok('token', say('the token is accepted'));
}

/** Checks the webhooks and the available numbers through the API, in any mode. */
export async function checkNumbers(api: ProxyCallApi, say: Say): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  try {
    const { checked, needFixVoice, needFixSms, notFoundOnTwilio } = await api.fixWebhooks({
      dryRun: true,
      fixSms: true,
    });
    const misdirected = new Set([...needFixVoice, ...needFixSms].map(({ phoneNumber }) => phoneNumber)).size;
    if (notFoundOnTwilio.length > 0) {
      const detail = say('numbers in the pool, but no longer at the carrier: {count}', {
        count: notFoundOnTwilio.length,
      });
      findings.push(warning('webhooks', detail, say('"pool sync" lists them.')));
    }
    findings.push(
      misdirected === 0
        ? ok('webhooks', say('numbers whose webhooks point to this service: {count}', { count: checked }))
        : fault(
            'webhooks',
            say('numbers whose webhooks point elsewhere: {count}', { count: misdirected }),
            say('"pool fix-webhooks --apply" points them to this service.'),
          ),
    );
    const { pools } = await api.poolStats();
    const free = pools.reduce((sum, { available }) => sum + available, 0);
    findings.push(
      free > 0
        ? ok('pool', say('available numbers: {count}', { count: free }))
        : warning('pool', say('no number is available'), say('The next order buys numbers, or use "pool provision".')),
    );
  } catch (error) {
    if (!(error instanceof ApiError) && !(error instanceof ProxyCallError)) throw error;
    const detail = error instanceof ApiError ? error.in(say) : error.message;
    findings.push(fault('webhooks', detail, say('Check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN on the service.')));
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
