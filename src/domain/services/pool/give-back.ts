import type { NumberFault, ReleaseReport } from '../../../ports/pool-api.js';
import type { ProxyCallApi } from '../../../ports/proxycall-api.js';
import type { E164 } from '../../model/phone-number.js';
import type { Ports } from '../ports.js';
import { providerOf } from './provider.js';
import { byNumber } from './recovery.js';
import { createRelease, refusal, type ReleaseOutcome } from './release.js';

type Outcomes = readonly (readonly [E164, ReleaseOutcome])[];

/** Gives the named numbers back to the provider. */
export function createReleaseNumbers(ports: Ports): ProxyCallApi['releaseNumbers'] {
  return async ({ numbers, force }) => {
    const { release } = createRelease(ports, providerOf(ports));
    return report(
      await Promise.all(
        [...new Set(numbers)].map(async (number) => [number, await release(number, { force })] as const),
      ),
    );
  };
}

/**
 * Gives back the numbers of the pool that cannot text, except those in use. The provider is asked what they can do now;
 * one that it does not know is judged by what it could do when it was bought.
 */
export function createPurgeWithoutSms(ports: Ports): ProxyCallApi['purgeWithoutSms'] {
  const { store, clock } = ports;

  return async ({ numbers, dryRun }) => {
    const provider = providerOf(ports);
    const { release } = createRelease(ports, provider);
    const pool = new Map((await store.numbers()).map(({ value }) => [value.number, value]));
    const rented = byNumber(await provider.list());
    const chosen = numbers === undefined ? [...pool.keys()] : [...new Set(numbers)];

    const purge = async (number: E164): Promise<ReleaseOutcome> => {
      const known = pool.get(number);
      const current = rented.get(number);
      if ((current ?? known)?.capabilities.sms === true) return { outcome: 'kept', reason: 'it can text' };
      if (!dryRun || known === undefined) return release(number, { force: false });
      return refusal(known, clock.now()) ?? { outcome: current === undefined ? 'removed' : 'released' };
    };
    const outcomes = await Promise.all(chosen.map(async (number) => [number, await purge(number)] as const));
    return { dryRun, checked: chosen.length, ...report(outcomes) };
  };
}

function report(outcomes: Outcomes): ReleaseReport {
  const withOutcome = (wanted: ReleaseOutcome['outcome']): E164[] =>
    outcomes.filter(([, { outcome }]) => outcome === wanted).map(([number]) => number);
  const withReason = (wanted: 'kept' | 'failed'): NumberFault[] =>
    outcomes.flatMap(([phoneNumber, result]) =>
      result.outcome === wanted ? [{ phoneNumber, reason: result.reason }] : [],
    );
  return {
    released: withOutcome('released'),
    removed: withOutcome('removed'),
    kept: withReason('kept'),
    failed: withReason('failed'),
  };
}
