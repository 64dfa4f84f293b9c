import type { Put } from '../../../ports/order-store.js';
import type { ReleaseIntent } from '../../model/intent.js';
import type { E164 } from '../../model/phone-number.js';
import { effectiveStatus, transition, type NumberStatus, type ProxyNumber } from '../../model/proxy-number.js';
import { put, retryOnConflict } from '../commit.js';
import type { Ports } from '../ports.js';
import { readOpenSession } from '../sessions/open-sessions.js';
import { quarantined, takeNumberFrom } from './dedicated-number.js';
import { closing, readNumberAndIntent } from './intents.js';
import { isProviderFault, type ProviderPorts } from './provider.js';

// Gives numbers back so that nothing is lost, whenever the process ends: one commit takes the number out of the pool and
// writes the intent; then the provider takes it back; then the intent is closed. If the provider refuses, the number returns
// to its former state.

/** What became of one number that was to be given back. */
export type ReleaseOutcome =
  { readonly outcome: 'released' | 'removed' } | { readonly outcome: 'kept' | 'failed'; readonly reason: string };

export const NOT_IN_POOL = 'it is not a number of this pool';
const STILL_SHARED = 'it is shared: take it out of the shared numbers first, when no session is on it any more';

/** On which terms a number is given back. */
export interface ReleaseTerms {
  /** Also a number that a client holds: their session is closed and the number is taken from them. */
  readonly force: boolean;
  /** Only if this is its status when it is taken out of the pool. */
  readonly onlyStatus?: NumberStatus | undefined;
}

export async function releaseNumber(ports: ProviderPorts, number: E164, terms: ReleaseTerms): Promise<ReleaseOutcome> {
  const begun = await retryOnConflict(ports, () => begin(ports, number, terms));
  return 'outcome' in begun ? begun : resumeRelease(ports, begun);
}

async function begin(
  ports: Ports,
  number: E164,
  { force, onlyStatus }: ReleaseTerms,
): Promise<ReleaseIntent | ReleaseOutcome> {
  const { store, clock, ids, settings } = ports;
  const { known, open } = await readNumberAndIntent(store, number);
  if (open?.value.action === 'release') return open.value;
  if (open?.value.action === 'buy') return { outcome: 'kept', reason: 'a purchase of it is in progress' };
  if (known === undefined) return { outcome: 'failed', reason: NOT_IN_POOL };
  const { state, carrier, providerId } = known.value;
  const now = clock.now();
  if (state.status === 'released') return { outcome: 'released' };
  const status = effectiveStatus(known.value, now);
  if (onlyStatus !== undefined && status !== onlyStatus) {
    return { outcome: 'kept', reason: `it is ${status}, not ${onlyStatus}` };
  }
  const isForced = force && state.status !== 'shared' && state.status !== 'held';
  const refused = isForced ? undefined : refusal(known.value, now);
  if (refused !== undefined) return refused;
  const idle = state.status === 'assigned' ? quarantined(known.value, now, settings) : known.value;
  const intent: ReleaseIntent = {
    action: 'release',
    number,
    carrier,
    id: ids.next(),
    at: now,
    providerId,
    otherwise: idle.state,
  };
  await store.commit({
    puts: [
      put('number', transition(idle, { type: 'release', at: now }), known),
      // Whoever is about to relabel it finds another intent, and leaves that alone.
      put('intent', intent, open),
      ...(state.status === 'assigned' ? await takeFrom(ports, state.to, now) : []),
    ],
  });
  return intent;
}

async function takeFrom({ store }: Ports, clientId: string, now: number): Promise<readonly Put[]> {
  const [client, session] = await Promise.all([store.record('client', clientId), readOpenSession(store, clientId)]);
  return client === undefined ? [] : takeNumberFrom(client, session, now);
}

/** Carries out an intent that was begun before, perhaps by a process that has ended. */
export async function resumeRelease(ports: ProviderPorts, intent: ReleaseIntent): Promise<ReleaseOutcome> {
  try {
    const wasOurs = await ports.provider.release(intent.providerId);
    await close(ports, intent);
    return { outcome: wasOurs ? 'released' : 'removed' };
  } catch (error) {
    if (!isProviderFault(error)) throw error;
    if (error.code === 'provider_unavailable') {
      return { outcome: 'failed', reason: `${error.message}; the next sync retries the release` };
    }
    await putBack(ports, intent);
    return { outcome: 'failed', reason: error.message };
  }
}

function close(ports: Ports, intent: ReleaseIntent): Promise<void> {
  const { store } = ports;
  return retryOnConflict(ports, async () => {
    await store.commit({ puts: [], removals: closing(intent, await store.record('intent', intent.number)) });
  });
}

function putBack(ports: Ports, intent: ReleaseIntent): Promise<void> {
  const { store } = ports;
  return retryOnConflict(ports, async () => {
    const { known, open } = await readNumberAndIntent(store, intent.number);
    const removals = closing(intent, open);
    // Another process may have closed the intent in the meantime: its outcome stands.
    if (known?.value.state.status !== 'released' || removals.length === 0) return;
    const value = { ...known.value, state: intent.otherwise };
    await store.commit({ puts: [put('number', value, known)], removals });
  });
}

/** Why a number is not given back, or only by force. */
export function refusal(number: ProxyNumber, now: number): ReleaseOutcome | undefined {
  const status = effectiveStatus(number, now);
  if (status === 'shared') return { outcome: 'kept', reason: STILL_SHARED };
  if (status === 'held') return { outcome: 'kept', reason: 'it is held for a confirmation' };
  if (status !== 'assigned' && status !== 'reserved') return undefined;
  return { outcome: 'kept', reason: `it is ${status}: it is only released by force` };
}
