import type { Put, Versioned } from '../../../ports/order-store.js';
import type { Client } from '../../model/client.js';
import { ProxyCallError } from '../../model/errors.js';
import type { E164 } from '../../model/phone-number.js';
import { transition } from '../../model/proxy-number.js';
import { put } from '../commit.js';
import type { Ports } from '../ports.js';
import { openingPuts } from '../sessions/open-sessions.js';
import type { FindNumber, FoundNumber, NumberRequest } from './find-number.js';

export interface DedicatedNumberRequest extends NumberRequest {
  readonly friendlyName?: string | undefined;
}

export interface DedicatedNumber {
  readonly proxyNumber: E164;
  /** The writes that assign it to the client. The client is always among them: see WithDedicatedNumber. */
  readonly puts: readonly Put[];
}

/**
 * Ensures that a client has a number of their own. The writes are handed to `commit`, to be committed together
 * with whatever else the use case writes. The client is written in any case, so that two decisions about the same
 * client never both succeed on what they read.
 */
export type WithDedicatedNumber = <T>(
  client: Client,
  read: Versioned<Client> | undefined,
  request: DedicatedNumberRequest,
  commit: (number: DedicatedNumber) => Promise<T>,
) => Promise<T>;

export function createWithDedicatedNumber({ store, clock, ids }: Ports, findNumber: FindNumber): WithDedicatedNumber {
  return async (client, read, request, commit) => {
    if (client.proxyNumber !== undefined) {
      return commit({ proxyNumber: client.proxyNumber, puts: [put('client', client, read)] });
    }
    const found = await findNumber(client.id, request).catch(async (error: unknown) => {
      // Another process may have served this very client meanwhile, with what was the last number.
      const changed = (await store.record('client', client.id))?.version !== read?.version;
      throw changed ? new ProxyCallError('conflict', 'the client changed', { cause: error, retryable: true }) : error;
    });
    let taken = false;
    try {
      const puts = assign(client, read, found, request);
      const result = await commit({ proxyNumber: found.read.value.number, puts });
      taken = true;
      return result;
    } finally {
      await found.release(taken);
    }
  };

  function assign(
    client: Client,
    read: Versioned<Client> | undefined,
    { read: free, reservation }: FoundNumber,
    { friendlyName }: DedicatedNumberRequest,
  ): readonly Put[] {
    const now = clock.now();
    const assigned = transition(
      free.value,
      reservation === undefined
        ? { type: 'assign', to: client.id, at: now }
        : { type: 'confirm', token: reservation.token, at: now },
    );
    const number = { ...assigned, friendlyName: friendlyName ?? assigned.friendlyName };
    const holder = { ...client, proxyNumber: number.number };
    return [put('client', holder, read), put('number', number, free), ...openingPuts(ids, holder, number, now)];
  }
}
