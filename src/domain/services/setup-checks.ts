import type { SetupCheck, SetupReport } from '../../ports/setup-api.js';
import type { PoolCount, StoreFinding } from '../../ports/order-store.js';
import { knownTo, parseAlertState } from '../model/pool-alert-state.js';
import { watched } from '../model/pool-alert.js';
import { isoTime, MINUTE_MS } from '../model/time.js';
import { hasProvider, isProviderFault } from './pool/provider.js';
import { fixWebhooks } from './pool/webhooks.js';
import type { Ports } from './ports.js';

/** For so long the last answer of the carrier counts: to list all numbers takes seconds, and many pages show what is wrong. */
const FRESH_MS = 5 * MINUTE_MS;

interface CarrierChecks {
  readonly at: number;
  readonly checks: readonly SetupCheck[];
}

/** What the carrier answered last, for all actors. */
export interface SetupMemory {
  /** @throws what the store throws */
  readonly checkCarrier: (fresh: boolean) => Promise<CarrierChecks>;
}

export function createSetupMemory(ports: Ports): SetupMemory {
  let last: CarrierChecks | undefined;
  let underWay: Promise<CarrierChecks> | undefined;
  return {
    checkCarrier(fresh) {
      const isRecent = last !== undefined && Math.abs(ports.clock.now() - last.at) < FRESH_MS;
      if (isRecent && !fresh && last !== undefined) return Promise.resolve(last);
      // Many may ask at once.
      underWay ??= askCarrier(ports)
        .then((answer) => (last = answer))
        .finally(() => (underWay = undefined));
      return underWay;
    },
  };
}

async function askCarrier(ports: Ports): Promise<CarrierChecks> {
  const at = ports.clock.now();
  if (!hasProvider(ports)) return { at, checks: [{ check: 'webhooks', state: 'warning', code: 'no_provider' }] };
  try {
    return { at, checks: await checkWebhooks(ports) };
  } catch (error) {
    if (!isProviderFault(error)) throw error;
    return { at, checks: [{ check: 'webhooks', state: 'fault', code: 'carrier_failed', detail: error.message }] };
  }
}

async function checkWebhooks(ports: Ports): Promise<readonly SetupCheck[]> {
  const report = await fixWebhooks(ports, { dryRun: true, fixSms: true });
  const wrong = [...report.needFixVoice, ...report.needFixSms].map(({ phoneNumber }) => phoneNumber);
  const [elsewhere, lost] = [new Set(wrong).size, report.notFoundOnTwilio.length];
  return [
    ...(lost === 0 ? [] : [{ check: 'webhooks', state: 'warning', code: 'numbers_lost', count: lost } as const]),
    elsewhere === 0
      ? { check: 'webhooks', state: 'ok', code: 'webhooks_ok', count: report.checked }
      : { check: 'webhooks', state: 'fault', code: 'webhooks_elsewhere', count: elsewhere },
  ];
}

/** @param findings what a person should look at in the records */
export async function checkSetup(
  { store, clock, settings }: Ports,
  memory: SetupMemory,
  { fresh = false }: { readonly fresh?: boolean | undefined },
  findings: readonly StoreFinding[],
): Promise<SetupReport> {
  const counts = await store.poolCounts(clock.now());
  const alerts = parseAlertState((await store.record('fact', 'pool_alert'))?.value.value);
  const { at, checks } = await memory.checkCarrier(fresh);
  return {
    checkedAt: isoTime(at),
    checks: [...checks, ...checkPool(counts)],
    watched: watched(counts, settings, knownTo(alerts)).map(({ country, type, available, threshold }) => ({
      ...{ countryIso: country, numberType: type, available, threshold },
    })),
    findings,
  };
}

function checkPool(counts: readonly PoolCount[]): readonly SetupCheck[] {
  const available = counts.reduce((sum, count) => sum + count.available, 0);
  const error = counts.reduce((sum, count) => sum + count.error, 0);
  return [
    available > 0
      ? { check: 'pool', state: 'ok', code: 'numbers_available', count: available }
      : { check: 'pool', state: 'warning', code: 'no_number_available' },
    ...(error === 0
      ? []
      : [{ check: 'pool', state: 'warning', code: 'numbers_out_of_rotation', count: error } as const]),
  ];
}
