import type { Put, Versioned } from '../../../ports/order-store.js';
import { homeCountry, type Client } from '../../model/client.js';
import { ProxyCallError } from '../../model/errors.js';
import { labelFor } from '../../model/number-label.js';
import type { E164 } from '../../model/phone-number.js';
import { transition, type ProxyNumber } from '../../model/proxy-number.js';
import type { Settings } from '../../model/settings.js';
import { put } from '../commit.js';
import type { Ports } from '../ports.js';
import { closingPuts, openingPuts, type OpenSessionRead } from '../sessions/open-sessions.js';
import type { ClaimingPorts } from './claims.js';
import { findNumber, type FoundNumber } from './find-number.js';
import type { NumberRequest } from './free-numbers.js';
import { refuseForeignWebhooks, settleAtProvider } from './settle-assignment.js';

export interface DedicatedNumberRequest extends NumberRequest {
  /** Whether the request waits until the provider has the label and the webhooks. Orders do not. */
  readonly waitsForProvider?: boolean | undefined;
}

/** What is looked for when the request says nothing about it. */
export function numberRequestFor(client: Client, settings: Settings): NumberRequest {
  return { country: homeCountry(client) ?? settings.defaultCountry, type: settings.numberType };
}

export interface DedicatedNumber {
  readonly proxyNumber: E164;
  /** The writes that assign it to the client. */
  readonly puts: readonly Put[];
}

/**
 * Ensures that a client has a number of their own. The writes are handed to `commit`, to be committed together
 * with whatever else the use case writes. The client is written in any case, so that two decisions about the same
 * client never both succeed on what they read.
 */
export async function withDedicatedNumber<T>(
  ports: ClaimingPorts,
  client: Client,
  read: Versioned<Client> | undefined,
  request: DedicatedNumberRequest,
  commit: (number: DedicatedNumber) => Promise<T>,
): Promise<T> {
  if (client.proxyNumber !== undefined) {
    return commit({ proxyNumber: client.proxyNumber, puts: [put('client', client, read)] });
  }
  const found = await findNumber(ports, client.id, request).catch(async (error: unknown) => {
    // Another process may have served this very client in the meantime, with what was the last number.
    const changed = (await ports.store.record('client', client.id))?.version !== read?.version;
    throw changed ? new ProxyCallError('conflict', 'the client changed', { cause: error, retryable: true }) : error;
  });
  const { number, puts } = assign(ports, client, read, found);
  let taken = false;
  let result: T;
  try {
    if (found.reservation === undefined) await refuseForeignWebhooks(ports, number);
    result = await commit({ proxyNumber: number.number, puts });
    taken = true;
  } finally {
    await found.release(taken);
  }
  const settled = settleAtProvider(ports, number);
  if (request.waitsForProvider === true) await settled;
  return result;
}

function assign(
  { clock, ids }: Ports,
  client: Client,
  read: Versioned<Client> | undefined,
  { read: free, reservation }: FoundNumber,
): { readonly number: ProxyNumber; readonly puts: readonly Put[] } {
  const now = clock.now();
  const assigned = transition(
    free.value,
    reservation === undefined
      ? { type: 'assign', to: client.id, at: now }
      : { type: 'confirm', token: reservation.token, at: now },
  );
  const number = { ...assigned, friendlyName: labelFor(client) };
  const holder = { ...client, proxyNumber: number.number };
  return {
    number,
    puts: [put('client', holder, read), put('number', number, free), ...openingPuts(ids, holder, number, now)],
  };
}

/** Ends the client's open session and takes their number from them. The caller writes what becomes of the number. */
export function takeNumberFrom(
  client: Versioned<Client>,
  open: OpenSessionRead | undefined,
  now: number,
): readonly Put[] {
  return [put('client', { ...client.value, proxyNumber: undefined }, client), ...closingPuts(open, now)];
}

/** Quarantines the client's dedicated number. The writes are part of the commit that takes it from the client. */
export async function quarantineNumberOf(
  { store, clock, settings }: Ports,
  client: Client,
): Promise<{ puts: readonly Put[]; until: number | undefined }> {
  const held = client.proxyNumber === undefined ? undefined : await store.record('number', client.proxyNumber);
  if (held?.value.state.status !== 'assigned') return { puts: [], until: undefined };
  const now = clock.now();
  return { puts: [put('number', quarantined(held.value, now, settings), held)], until: now + settings.quarantineMs };
}

export function quarantined(
  number: ProxyNumber,
  now: number,
  { quarantineMs }: Pick<Settings, 'quarantineMs'>,
): ProxyNumber {
  return transition(number, { type: 'quarantine', until: now + quarantineMs });
}
