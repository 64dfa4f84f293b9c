import { mayFallBack } from '../model/call-plan.js';
import { DIALLING_FAULTS, diallingFault } from '../model/dialling-rules.js';
import { isFallbackPhone } from '../model/settings.js';
import type { Identity } from '../model/identity.js';
import type { Decision } from './incoming.js';
import { isOwnNumber } from './own-numbers.js';
import type { Ports } from './ports.js';

type FallbackPorts = Pick<Ports, 'store' | 'settings'>;

/** What is wrong with the fallback phone, as the end of a sentence that begins with its name. Undefined when nothing is. */
export async function fallbackPhoneFault({ store, settings }: FallbackPorts): Promise<string | undefined> {
  const { fallback } = settings;
  if (fallback?.kind !== 'phone') return undefined;
  const fault = diallingFault(fallback.number, settings);
  if (fault !== undefined) return `cannot be called: ${DIALLING_FAULTS[fault]}`;
  return (await isOwnNumber(store, fallback.number))
    ? "is one of the proxy numbers, and calls to it would reach nobody: use a person's phone"
    : undefined;
}

/**
 * The decision on a call, without a fallback phone that may not be called, or is the caller's own. Where callers are connected nothing
 * is read: the fallback is for the others, and another process may have added its number to the pool after the start.
 */
export async function withUsableFallback(ports: FallbackPorts, from: Identity, decision: Decision): Promise<Decision> {
  const { settings } = ports;
  if (settings.fallback?.kind !== 'phone' || !mayFallBack(decision.decided)) return decision;
  const isCaller = from.kind === 'number' && isFallbackPhone(settings, from.number);
  const isUsable = !isCaller && (await fallbackPhoneFault(ports)) === undefined;
  return isUsable ? decision : { ...decision, withoutFallback: true };
}
