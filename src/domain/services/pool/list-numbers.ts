import type { NumberListQuery, NumberView, Page } from '../../../ports/proxycall-api.js';
import { effectiveStatus, type NumberState, type PoolStatus, type ProxyNumber } from '../../model/proxy-number.js';
import { isoTime } from '../../model/time.js';
import { pageOf, readKeyPage } from '../paging.js';
import type { Ports } from '../ports.js';
import { readNumberCursor, writeNumberCursor } from './number-cursor.js';

/** How many participants are counted on one number: a busy one has thousands. */
const MOST_COUNTED = 1000;

export async function listNumbers(
  { store, clock, ids }: Ports,
  { countryIso, numberType, status, cursor, ...query }: NumberListQuery,
): Promise<Page<NumberView>> {
  const now = clock.now();
  const { limit } = readKeyPage(query);
  const found = await store.poolNumbers({
    ...{ country: countryIso, type: numberType, status, now, limit },
    after: cursor === undefined ? undefined : readNumberCursor(ids, cursor),
  });
  const { items, nextCursor } = pageOf(
    found,
    limit,
    ({ value }) => writeNumberCursor(ids, value.number),
    ({ value }) => value,
  );
  const shared = items.filter(({ state }) => state.status === 'shared').map(({ number }) => number);
  const [loads, held] = await Promise.all([store.loads(shared, MOST_COUNTED), clientsOfHeld(store, items)]);
  const reasons = await store.outOfRotation?.();
  return {
    items: items.map((number) => ({
      ...viewNumber(number, now),
      ...holderOf(number, now, held),
      load: loads.get(number.number) ?? 0,
      reason: number.state.status === 'error' ? reasons?.get(number.number) : undefined,
    })),
    nextCursor,
  };
}

/** The clients for whom numbers are held, by confirmation. */
async function clientsOfHeld(
  store: Ports['store'],
  numbers: readonly ProxyNumber[],
): Promise<ReadonlyMap<string, string | undefined>> {
  const ids = numbers.flatMap(({ state }) => (state.status === 'held' ? [state.by] : []));
  const reads = await Promise.all(ids.map((id) => store.record('confirmation', id)));
  return new Map(reads.flatMap((read) => (read === undefined ? [] : [[read.value.id, read.value.clientId]])));
}

function viewNumber(number: ProxyNumber, now: number) {
  const { state } = number;
  const status = effectiveStatus(number, now) as PoolStatus;
  return {
    phoneNumber: number.number,
    countryIso: number.country,
    numberType: number.type,
    capabilities: number.capabilities,
    carrier: number.carrier,
    status,
    friendlyName: number.friendlyName,
    until: state.status === 'quarantined' && status === 'quarantined' ? isoTime(state.until) : undefined,
    boughtAt: isoTime(number.boughtAt),
  };
}

/** Nobody has a number any more whose reservation has lapsed. */
function holderOf(
  number: ProxyNumber,
  now: number,
  held: ReadonlyMap<string, string | undefined>,
): Pick<NumberView, 'clientId' | 'confirmationId'> {
  const state: NumberState = number.state;
  if (effectiveStatus(number, now) !== state.status) return { clientId: undefined, confirmationId: undefined };
  switch (state.status) {
    case 'assigned':
      return { clientId: state.to, confirmationId: undefined };
    case 'reserved':
      return { clientId: state.by, confirmationId: undefined };
    case 'held':
      return { clientId: held.get(state.by), confirmationId: state.by };
    default:
      return { clientId: undefined, confirmationId: undefined };
  }
}
