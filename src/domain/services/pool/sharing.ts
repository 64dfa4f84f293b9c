import type { NumberFault, SharingReport } from '../../../ports/pool-api.js';
import type { ProxyCallApi } from '../../../ports/proxycall-api.js';
import { phaseOf, releaseParticipant } from '../../model/participant.js';
import type { E164 } from '../../model/phone-number.js';
import { effectiveStatus, transition } from '../../model/proxy-number.js';
import { put, retryOnConflict } from '../commit.js';
import type { Ports } from '../ports.js';
import { NOT_IN_POOL } from './release.js';

/** Makes free numbers shared ones, or shared ones free again when no session is on them any more. */
export async function shareNumbers(
  ports: Ports,
  { numbers, shared }: Parameters<ProxyCallApi['shareNumbers']>[0],
): Promise<SharingReport> {
  const change = shared ? share : unshare;
  const changed: E164[] = [];
  const kept: NumberFault[] = [];
  for (const phoneNumber of new Set(numbers)) {
    const reason = await retryOnConflict(ports, () => change(ports, phoneNumber));
    if (reason === undefined) changed.push(phoneNumber);
    else kept.push({ phoneNumber, reason });
  }
  return { shared, changed, kept };
}

/** @returns why it was not done */
async function share({ store, clock }: Ports, number: E164): Promise<string | undefined> {
  const read = await store.record('number', number);
  if (read === undefined) return NOT_IN_POOL;
  const now = clock.now();
  const status = effectiveStatus(read.value, now);
  if (status === 'shared') return undefined;
  if (status !== 'available') return `it is ${status}: only a free number can be shared`;
  if (!read.value.capabilities.voice) return 'it cannot take calls';
  await store.commit({ puts: [put('number', transition(read.value, { type: 'share', at: now }), read)] });
  return undefined;
}

/** @returns why it was not done */
async function unshare({ store, clock, settings }: Ports, number: E164): Promise<string | undefined> {
  const read = await store.record('number', number);
  if (read === undefined) return NOT_IN_POOL;
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
