import type { Put, Versioned } from '../../../ports/order-store.js';
import type { Client } from '../../model/client.js';
import { ProxyCallError } from '../../model/errors.js';
import type { E164 } from '../../model/phone-number.js';
import { transition } from '../../model/proxy-number.js';
import { openSession } from '../../model/session.js';
import { put } from '../commit.js';
import type { Ports } from '../ports.js';
import type { FindNumber, Found, NumberWish } from './find-number.js';

export interface OwnNumberWish extends NumberWish {
  readonly friendlyName?: string | undefined;
}

export interface Held {
  readonly proxyNumber: E164;
  /** The writes that make the client hold it. The client is always among them: see HoldNumber. */
  readonly puts: readonly Put[];
}

/**
 * Sees to it that a client has a number of their own. What makes it so is handed to `commit`, to be written together
 * with whatever else the use case writes. The client is written in any case, so that two decisions about the same
 * client never both succeed on what they read.
 */
export type HoldNumber = <T>(
  client: Client,
  read: Versioned<Client> | undefined,
  wish: OwnNumberWish,
  commit: (held: Held) => Promise<T>,
) => Promise<T>;

export function createHoldNumber({ store, clock, ids }: Ports, findNumber: FindNumber): HoldNumber {
  return async (client, read, wish, commit) => {
    if (client.proxyNumber !== undefined) {
      return commit({ proxyNumber: client.proxyNumber, puts: [put('client', client.id, client, read)] });
    }
    const found = await findNumber(client.id, wish).catch(async (error: unknown) => {
      // Another process may have served this very client meanwhile, with what was the last number.
      const changed = (await store.client(client.id))?.version !== read?.version;
      throw changed ? new ProxyCallError('conflict', 'the client changed', { cause: error, retryable: true }) : error;
    });
    let given = false;
    try {
      const result = await commit({
        proxyNumber: found.read.value.number,
        puts: assign(client, read, found, wish),
      });
      given = true;
      return result;
    } finally {
      await found.letGo(given);
    }
  };

  function assign(
    client: Client,
    read: Versioned<Client> | undefined,
    { read: free, reservation }: Found,
    { friendlyName }: OwnNumberWish,
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
    const session = openSession(ids.next(), holder, number.number, now);
    return [
      put('client', client.id, holder, read),
      put('number', number.number, number, free),
      put('session', session.id, session),
    ];
  }
}
