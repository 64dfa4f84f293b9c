import type { NumberFault, PurgeReport, ReleaseReport } from '../../../ports/pool-api.js';
import type { ProxyCallApi } from '../../../ports/proxycall-api.js';
import { invalidField } from '../../model/errors.js';
import type { E164 } from '../../model/phone-number.js';
import type { Ports } from '../ports.js';
import { byNumber, requireProvider } from './provider.js';
import { refusal, releaseNumber, type ReleaseOutcome } from './release.js';
import { readerOfWrittenNumbers } from './written-numbers.js';

type Outcomes = readonly (readonly [E164, ReleaseOutcome])[];

/** The numbers that a request names, and what of it names none. */
interface Named {
  readonly numbers: readonly E164[];
  readonly ambiguous: readonly string[];
  readonly notFound: readonly string[];
}

/** Gives the named numbers back to the provider. */
export async function releaseNumbers(
  ports: Ports,
  { numbers, ...terms }: Parameters<ProxyCallApi['releaseNumbers']>[0],
): Promise<ReleaseReport> {
  const providerPorts = requireProvider(ports);
  const named = await readNamed(ports, numbers);
  const release = async (number: E164) => [number, await releaseNumber(providerPorts, number, terms)] as const;
  return report(await Promise.all(named.numbers.map(release)), named);
}

async function readNamed(ports: Ports, texts: readonly string[]): Promise<Named> {
  const read = await readerOfWrittenNumbers(ports);
  const entries = await Promise.all([...new Set(texts)].map(async (text) => ({ text, meaning: await read(text) })));
  const known = entries.flatMap(({ meaning }) => (meaning.kind === 'known' ? [meaning.read.value.number] : []));
  const textsOf = (...kinds: readonly string[]) =>
    entries.filter(({ meaning }) => kinds.includes(meaning.kind)).map(({ text }) => text);
  return {
    numbers: [...new Set(known)],
    ambiguous: textsOf('ambiguous'),
    notFound: textsOf('unknown', 'unreadable'),
  };
}

/**
 * Gives back the numbers of the pool that cannot text, except those in use. The provider is asked for their present
 * capabilities; a number that it does not know is judged by those that it had when it was bought.
 */
export async function purgeWithoutSms(
  ports: Ports,
  { numbers, dryRun }: Parameters<ProxyCallApi['purgeWithoutSms']>[0],
): Promise<PurgeReport> {
  // Plain JavaScript may misspell it, and all numbers would go.
  if (typeof dryRun !== 'boolean') throw invalidField('dryRun', 'must be true or false');
  const providerPorts = requireProvider(ports);
  const pool = new Map((await ports.store.numbers()).map(({ value }) => [value.number, value]));
  const rented = byNumber(await providerPorts.provider.list());
  const named = numbers === undefined ? ALL_FOUND : await readNamed(ports, numbers);
  const chosen = numbers === undefined ? [...pool.keys()] : named.numbers;

  const purge = async (number: E164): Promise<ReleaseOutcome> => {
    const known = pool.get(number);
    const current = rented.get(number);
    if ((current ?? known)?.capabilities.sms === true) return { outcome: 'kept', reason: 'it can text' };
    if (!dryRun || known === undefined) return releaseNumber(providerPorts, number, { force: false });
    return refusal(known, ports.clock.now()) ?? { outcome: current === undefined ? 'removed' : 'released' };
  };
  const outcomes = await Promise.all(chosen.map(async (number) => [number, await purge(number)] as const));
  return { dryRun, checked: chosen.length, ...report(outcomes, named) };
}

const ALL_FOUND: Named = { numbers: [], ambiguous: [], notFound: [] };

function report(outcomes: Outcomes, { ambiguous, notFound }: Named): ReleaseReport {
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
    failed: [
      ...withReason('failed'),
      ...ambiguous.map((phoneNumber) => ({ phoneNumber, reason: 'several numbers of the pool are written like this' })),
    ],
    notFound,
  };
}
