import type { Put, Versioned } from '../../ports/order-store.js';
import type { Client } from '../model/client.js';
import type { Erasure } from '../model/erasure.js';
import { sameLine } from '../model/line.js';
import type { ProxyNumber } from '../model/proxy-number.js';
import { put } from './commit.js';
import { changingNumberPuts } from './pool/chosen-number.js';
import type { Ports } from './ports.js';
import { pairedFollowingPuts } from './sessions/follow-client.js';
import { followingPuts, readOpenSession } from './sessions/open-sessions.js';

/** What a change of a client writes. */
export interface ClientChange {
  readonly puts: readonly Put[];
  readonly scrub: Erasure | undefined;
  /** The number that the client has got. */
  readonly assigned: ProxyNumber | undefined;
}

/**
 * Replaces what is on record of a client; their sessions follow.
 * @param chosen a free number that becomes theirs in place of the one that they have
 * @throws `client_mismatch` when the new phone could not be told from another person's on the same shared number
 */
export async function changingPuts(
  ports: Ports,
  read: Versioned<Client>,
  client: Client,
  chosen?: Versioned<ProxyNumber>,
): Promise<ClientChange> {
  const session = await readOpenSession(ports.store, client.id);
  const moved = chosen && (await changingNumberPuts(ports, read.value, client, chosen, session));
  const open = moved?.puts ?? followingPuts(ports.ids, session, client);
  const paired = await pairedFollowingPuts(ports, read.value, client);
  return {
    puts: [put('client', client, read), ...open, ...paired],
    scrub: formerPhoneOf(read.value, client),
    assigned: moved?.assigned,
  };
}

/** Plans of other people's calls and texts may hold the phone that the client had: when the client is erased, it is not known. */
function formerPhoneOf(before: Client, client: Client): Erasure | undefined {
  const { realPhone: phone, id } = before;
  return sameLine(phone, client.realPhone) ? undefined : { plansWith: { phones: [phone], exceptOf: id } };
}
