import type { NumberFault, PurgeReport, ReleaseReport } from '../../../ports/pool-api.js';
import type { ProxyCallApi } from '../../../ports/proxycall-api.js';
import type { E164 } from '../../model/phone-number.js';
import type { Ports } from '../ports.js';
import { byNumber, requireProvider } from './provider.js';
import { refusal, releaseNumber, type ReleaseOutcome } from './release.js';

type Outcomes = readonly (readonly [E164, ReleaseOutcome])[];

/** Gives the named numbers back to the provider. */
export async function releaseNumbers(
  ports: Ports,
  { numbers, force }: Parameters<ProxyCallApi['releaseNumbers']>[0],
): Promise<ReleaseReport> {
  const providerPorts = requireProvider(ports);
  const release = async (number: E164) => [number, await releaseNumber(providerPorts, number, force)] as const;
  return report(await Promise.all([...new Set(numbers)].map(release)));
}

/**
 * Gives back the numbers of the pool that cannot text, except those in use. The provider is asked for their present
 * capabilities; a number that it does not know is judged by those that it had when it was bought.
 */
export async function purgeWithoutSms(
  ports: Ports,
  { numbers, dryRun }: Parameters<ProxyCallApi['purgeWithoutSms']>[0],
): Promise<PurgeReport> {
  const providerPorts = requireProvider(ports);
  const pool = new Map((await ports.store.numbers()).map(({ value }) => [value.number, value]));
  const rented = byNumber(await providerPorts.provider.list());
  const chosen = numbers === undefined ? [...pool.keys()] : [...new Set(numbers)];

  const purge = async (number: E164): Promise<ReleaseOutcome> => {
    const known = pool.get(number);
    const current = rented.get(number);
    if ((current ?? known)?.capabilities.sms === true) return { outcome: 'kept', reason: 'it can text' };
    if (!dryRun || known === undefined) return releaseNumber(providerPorts, number, false);
    return refusal(known, ports.clock.now()) ?? { outcome: current === undefined ? 'removed' : 'released' };
  };
  const outcomes = await Promise.all(chosen.map(async (number) => [number, await purge(number)] as const));
  return { dryRun, checked: chosen.length, ...report(outcomes) };
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
