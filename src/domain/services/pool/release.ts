import type { NumberProvider } from '../../../ports/number-provider.js';
import type { Put } from '../../../ports/order-store.js';
import type { ReleaseIntent } from '../../model/intent.js';
import type { E164 } from '../../model/phone-number.js';
import { effectiveStatus, transition, type ProxyNumber } from '../../model/proxy-number.js';
import { readOpenSession } from '../sessions/open-sessions.js';
import { takeNumberFrom } from '../clients.js';
import { put, retryOnConflict } from '../commit.js';
import type { Ports } from '../ports.js';
import { isProviderFault } from './provider.js';
import { closing } from './purchase.js';

/** What became of one number that was to be given back. */
export type ReleaseOutcome =
  { readonly outcome: 'released' | 'removed' } | { readonly outcome: 'kept' | 'failed'; readonly reason: string };

/**
 * Gives numbers back so that nothing is lost whenever the process ends: in one commit the number is taken out of the
 * pool and the intent written; then the provider takes it back; then the intent is closed. Should the provider refuse,
 * the number goes back to where it was.
 */
export interface Release {
  /** @param force also a number that a client holds: their sessions are closed and the number is taken from them */
  readonly release: (number: E164, options: { force: boolean }) => Promise<ReleaseOutcome>;
  /** Carries out an intent that was begun before, perhaps by a process that has ended. */
  readonly resume: (intent: ReleaseIntent) => Promise<ReleaseOutcome>;
}

export function createRelease(ports: Ports, provider: NumberProvider): Release {
  const { store, clock, ids, settings } = ports;

  return { release, resume };

  async function release(number: E164, { force }: { force: boolean }): Promise<ReleaseOutcome> {
    const begun = await retryOnConflict(ports, () => begin(number, force));
    return 'outcome' in begun ? begun : resume(begun);
  }

  async function begin(number: E164, force: boolean): Promise<ReleaseIntent | ReleaseOutcome> {
    const [read, open] = await Promise.all([store.record('number', number), store.record('intent', number)]);
    if (open?.value.action === 'release') return open.value;
    if (open !== undefined) return { outcome: 'kept', reason: 'a purchase of it is in progress' };
    if (read === undefined) return { outcome: 'failed', reason: 'it is not a number of this pool' };
    const { value } = read;
    const now = clock.now();
    if (value.state.status === 'released') return { outcome: 'released' };
    const refused =
      force && value.state.status !== 'shared' && value.state.status !== 'held' ? undefined : refusal(value, now);
    if (refused !== undefined) return refused;
    const idle = value.state.status === 'assigned' ? coolingOff(value, now) : value;
    const intent: ReleaseIntent = {
      action: 'release',
      number,
      carrier: value.carrier,
      id: ids.next(),
      at: now,
      providerId: value.providerId,
      otherwise: idle.state,
    };
    await store.commit({
      puts: [
        put('number', transition(idle, { type: 'release', at: now }), read),
        put('intent', intent),
        ...(value.state.status === 'assigned' ? await takeFrom(value.state.to, now) : []),
      ],
    });
    return intent;
  }

  function coolingOff(number: ProxyNumber, now: number): ProxyNumber {
    return transition(number, { type: 'quarantine', until: now + settings.quarantineMs });
  }

  async function takeFrom(clientId: string, now: number): Promise<readonly Put[]> {
    const [client, session] = await Promise.all([store.record('client', clientId), readOpenSession(store, clientId)]);
    return client === undefined ? [] : takeNumberFrom(client, session, now);
  }

  async function resume(intent: ReleaseIntent): Promise<ReleaseOutcome> {
    try {
      const wasOurs = await provider.release(intent.providerId);
      await close(intent);
      return { outcome: wasOurs ? 'released' : 'removed' };
    } catch (error) {
      if (!isProviderFault(error)) throw error;
      if (error.code === 'provider_unavailable') {
        return { outcome: 'failed', reason: `${error.message}; the next sync retries the release` };
      }
      await putBack(intent);
      return { outcome: 'failed', reason: error.message };
    }
  }

  function close(intent: ReleaseIntent): Promise<void> {
    return retryOnConflict(ports, async () => {
      await store.commit({ puts: [], removals: closing(intent, await store.record('intent', intent.number)) });
    });
  }

  function putBack(intent: ReleaseIntent): Promise<void> {
    return retryOnConflict(ports, async () => {
      const [read, open] = await Promise.all([
        store.record('number', intent.number),
        store.record('intent', intent.number),
      ]);
      const removals = closing(intent, open);
      // Another process may have closed the intent meanwhile: its outcome stands.
      if (read?.value.state.status !== 'released' || removals.length === 0) return;
      const value = { ...read.value, state: intent.otherwise };
      await store.commit({ puts: [put('number', value, read)], removals });
    });
  }
}

const STILL_SHARED = 'it is shared: take it out of the shared numbers first, when no session is on it any more';

/** Why a number is not given back, or only by force. */
export function refusal(number: ProxyNumber, now: number): ReleaseOutcome | undefined {
  const status = effectiveStatus(number, now);
  if (status === 'shared') return { outcome: 'kept', reason: STILL_SHARED };
  if (status === 'held') return { outcome: 'kept', reason: 'it is held for a confirmation' };
  if (status !== 'assigned' && status !== 'reserved') return undefined;
  return { outcome: 'kept', reason: `it is ${status}: it is only released by force` };
}
