import { mayFallBack } from '../model/call-plan.js';
import { DIALLING_FAULTS, diallingFault } from '../model/dialling-rules.js';
import type { E164 } from '../model/phone-number.js';
import type { Settings } from '../model/settings.js';
import type { Decision } from './incoming.js';
import type { Ports } from './ports.js';

type FallbackPorts = Pick<Ports, 'store' | 'settings'>;

/** Whether a number is the shop's phone, which never becomes a proxy number: it would be called by itself. */
export function isFallbackPhone({ fallback }: Settings, number: E164): boolean {
  return fallback?.kind === 'phone' && fallback.number === number;
}

/** What is wrong with the fallback phone, as the end of a sentence that begins with its name. Undefined when nothing is. */
export async function fallbackPhoneFault({ store, settings }: FallbackPorts): Promise<string | undefined> {
  const { fallback } = settings;
  if (fallback?.kind !== 'phone') return undefined;
  const fault = diallingFault(fallback.number, settings);
  if (fault !== undefined) return `cannot be called: ${DIALLING_FAULTS[fault]}`;
  const read = await store.record('number', fallback.number);
  const isOurs = read !== undefined && read.value.state.status !== 'released';
  return isOurs
    ? 'is one of the proxy numbers, and calls to it would reach nobody: give the phone of a person'
    : undefined;
}

/**
 * The decision on a call, without a fallback phone that may not be called. Where callers are connected nothing is read: the fallback
 * is for the others, and another process may have added its number to the pool after the start.
 */
export async function withUsableFallback(ports: FallbackPorts, decision: Decision): Promise<Decision> {
  if (ports.settings.fallback?.kind !== 'phone' || !mayFallBack(decision.decided)) return decision;
  return (await fallbackPhoneFault(ports)) === undefined ? decision : { ...decision, withoutFallback: true };
}
