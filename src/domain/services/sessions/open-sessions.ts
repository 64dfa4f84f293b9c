import type { OrderStore, Put, Versioned } from '../../../ports/order-store.js';
import type { Ids } from '../../../ports/runtime.js';
import type { Client, ClientId } from '../../model/client.js';
import type { LiveParticipant } from '../../model/participant.js';
import type { ProxyNumber } from '../../model/proxy-number.js';
import { closeOpened, followClient, openSession, type LiveOpenSession } from '../../model/session.js';
import { put } from '../commit.js';
import { personWith } from '../persons.js';

/** A client's live open session, and the client as its participant. */
export interface OpenSessionRead {
  readonly session: Versioned<LiveOpenSession>;
  readonly client: Versioned<LiveParticipant>;
}

export async function openSessionOf(
  store: OrderStore,
  clientId: ClientId,
): Promise<Versioned<LiveOpenSession> | undefined> {
  return (await store.liveSessionsOf(clientId)).find(isOpen);
}

export async function readOpenSession(store: OrderStore, clientId: ClientId): Promise<OpenSessionRead | undefined> {
  const session = await openSessionOf(store, clientId);
  if (session === undefined) return undefined;
  const participants = await store.participants({ by: 'session', sessionId: session.value.id });
  const client = participants.find((read): read is Versioned<LiveParticipant> => read.value.closedAt === undefined);
  return client && { session, client };
}

function isOpen<T extends { readonly kind: string }>(
  read: Versioned<T>,
): read is Versioned<Extract<T, { readonly kind: 'open' }>> {
  return read.value.kind === 'open';
}

/** Gives the client an open session on a number of their own. */
export function openingPuts(ids: Ids, client: Client, number: ProxyNumber, now: number): readonly Put[] {
  const newIds = { session: ids.next(), participant: ids.next() };
  const opened = openSession(newIds, client, personWith(ids, client.realPhone), number, now);
  return [put('session', opened.session), put('participant', opened.client)];
}

/** The session after the client's name, phone or residency changed. */
export function followingPuts(ids: Ids, read: OpenSessionRead | undefined, client: Client): readonly Put[] {
  if (read === undefined) return [];
  const person = personWith(ids, client.realPhone);
  const before = read.client.value;
  return [
    put('session', followClient(read.session.value, client, before.personKey, person), read.session),
    ...(before.phone === person.phone ? [] : [put('participant', { ...before, ...person }, read.client)]),
  ];
}

export function closingPuts(read: OpenSessionRead | undefined, now: number): readonly Put[] {
  if (read === undefined) return [];
  const { session, client } = closeOpened({ session: read.session.value, client: read.client.value }, now);
  return [put('session', session, read.session), put('participant', client, read.client)];
}
