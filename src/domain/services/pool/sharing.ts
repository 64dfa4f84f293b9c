import type { NumberFault } from '../../../ports/pool-api.js';
import type { ProxyCallApi } from '../../../ports/proxycall-api.js';
import { phaseOf, releaseParticipant } from '../../model/participant.js';
import type { E164 } from '../../model/phone-number.js';
import { effectiveStatus, transition } from '../../model/proxy-number.js';
import { put, retryOnConflict } from '../commit.js';
import type { Ports } from '../ports.js';

/** Makes free numbers shared ones, or shared ones free again when no session is on them any more. */
export function createShareNumbers(ports: Ports): ProxyCallApi['shareNumbers'] {
  const { store, clock, settings } = ports;

  return async ({ numbers, shared }) => {
    const changed: E164[] = [];
    const kept: NumberFault[] = [];
    for (const phoneNumber of new Set(numbers)) {
      const reason = await retryOnConflict(ports, () => (shared ? share(phoneNumber) : unshare(phoneNumber)));
      if (reason === undefined) changed.push(phoneNumber);
      else kept.push({ phoneNumber, reason });
    }
    return { shared, changed, kept };
  };

  /** @returns why it was not done */
  async function share(number: E164): Promise<string | undefined> {
    const read = await store.record('number', number);
    if (read === undefined) return UNKNOWN;
    const status = effectiveStatus(read.value, clock.now());
    if (status === 'shared') return undefined;
    if (status !== 'available') return `it is ${status}: only a free number can be shared`;
    if (!read.value.capabilities.voice) return 'it cannot take calls';
    await store.commit({
      puts: [put('number', transition(read.value, { type: 'share', at: clock.now() }), read)],
    });
    return undefined;
  }

  async function unshare(number: E164): Promise<string | undefined> {
    const read = await store.record('number', number);
    if (read === undefined) return UNKNOWN;
    if (read.value.state.status !== 'shared') return undefined;
    const now = clock.now();
    const participants = await store.participants({ by: 'number', proxyNumber: number });
    const busy = participants.filter(({ value }) => phaseOf(value, now, settings) !== 'over').length;
    if (busy > 0) return `${busy.toString()} participants on it are live or cooling off`;
    await store.commit({
      puts: [
        ...participants.map((over) => put('participant', releaseParticipant(over.value, now), over)),
        put('number', transition(read.value, { type: 'unshare' }), read),
      ],
    });
    return undefined;
  }
}

const UNKNOWN = 'it is not a number of this pool';
