import type { ChangeSet, Put } from '../../ports/order-store.js';
import type { NewOrder, OrderReceipt } from '../../ports/proxycall-api.js';
import { ProxyCallError } from '../model/errors.js';
import { effectiveOrder, type Order, type OrderSession } from '../model/order.js';
import type { E164 } from '../model/phone-number.js';
import { newClient } from './clients.js';
import { put } from './commit.js';
import { awaitedBy, withAwaitedNumber } from './confirmations/awaited.js';
import { bindKey, fingerprintOf } from './idempotency.js';
import { refuseIds } from './merchant-ids.js';
import { orderReceipt } from './order-views.js';
import { refuseCourierPhone, refuseOtherPhone, refuseUndialledPhone } from './phone-checks.js';
import type { ClaimingPorts } from './pool/claims.js';
import { numberRequestFor, withDedicatedNumber } from './pool/dedicated-number.js';
import type { Ports } from './ports.js';
import { readPhonesOf, type Read } from './read-phones.js';
import { openPairedSession, orderSessionOf } from './sessions/paired-sessions.js';
import { readTerms } from './sessions/terms.js';

/** Creates an order and, unless they are known, its client. With a known courier it gets a paired session. */
export async function createOrder(
  ports: ClaimingPorts,
  typed: NewOrder,
  idempotencyKey: string | undefined,
): Promise<OrderReceipt> {
  const { store, clock, settings } = ports;
  refuseIds(typed);
  const request = await readPhonesOf(ports, typed);
  const { orderId } = request;
  const fingerprint = fingerprintOf(ports.ids, contentOf(request));
  const keyed = await bindKey(ports, idempotencyKey, fingerprint, request.clientId);
  const earlier = await store.record('order', orderId);
  if (earlier !== undefined) return repeat(ports, effectiveOrder(earlier.value, clock.now()), fingerprint);

  const terms = readTerms(request, clock.now(), settings.sessionMs);
  const read = await store.record('client', request.clientId);
  if (read !== undefined) refuseOtherPhone(read.value, request);
  // A client on record may have become one whom nobody may call, by a change of the settings.
  if (read !== undefined) refuseUndialledPhone(request.clientRealPhone, read.value, settings);
  const client = read?.value ?? (await newClient(ports, request));
  if (terms !== undefined) await refuseCourierPhone(ports, terms.courierPhone, client);
  const save = orderWriter(ports, { id: orderId, clientId: client.id, fingerprint }, keyed);

  // A courier's phone is connected with nobody before the client's is confirmed: such an order uses the number that is held.
  if (read === undefined && settings.confirmations.required) {
    return withAwaitedNumber(ports, client, async ({ proxyNumber, confirmation, ...written }) => ({
      ...(await save(proxyNumber, undefined, written)),
      confirmation,
    }));
  }
  if (terms === undefined) {
    return withDedicatedNumber(ports, client, read, numberRequestFor(client, settings), ({ proxyNumber, puts }) =>
      save(proxyNumber, undefined, { puts }),
    );
  }
  const saved = openPairedSession(ports, client, { orderId, ...terms }, (change) =>
    // The client is written in any case, so that an erasure at the same time does not miss the session.
    save(change.clientNumber, orderSessionOf(change), { puts: [put('client', client, read), ...change.puts] }),
  );
  return saved.catch(async (error: unknown) => {
    // Another process may have created this very order in the meantime, and taken the last number for it.
    const isCreated = (await store.record('order', orderId)) !== undefined;
    if (!isCreated) throw error;
    throw new ProxyCallError('conflict', 'another request created this order', { cause: error, retryable: true });
  });
}

type WriteOrder = (
  proxyNumber: E164,
  session: OrderSession | undefined,
  written: Pick<ChangeSet, 'puts' | 'guards'>,
) => Promise<OrderReceipt>;

/** Commits the order with whatever else is written for it. */
function orderWriter(
  { store, clock }: Ports,
  own: Pick<Order, 'id' | 'clientId' | 'fingerprint'>,
  keyed: readonly Put[],
): WriteOrder {
  return async (proxyNumber, session, { puts, guards }) => {
    const order: Order = {
      ...own,
      status: 'open',
      proxyNumber,
      session,
      createdAt: clock.now(),
      closedAt: undefined,
    };
    await store.commit({ puts: [put('order', order), ...puts, ...keyed], guards });
    return orderReceipt(order);
  };
}

async function repeat(ports: Ports, earlier: Order, fingerprint: string): Promise<OrderReceipt> {
  if (earlier.fingerprint === fingerprint) {
    const receipt = orderReceipt(earlier);
    if (!ports.settings.confirmations.required) return receipt;
    const waiting = await awaitedBy(ports, earlier.clientId);
    if (waiting === undefined) {
      const isOver =
        earlier.status === 'closed' && (await ports.store.record('client', earlier.clientId)) === undefined;
      // Its number is in quarantine, or somebody else's.
      if (isOver) throw new ProxyCallError('order_conflict', 'this order is closed, and its client is not on record');
      return receipt;
    }
    return { ...receipt, confirmation: { confirmationId: waiting.value.id, status: 'pending' } };
  }
  throw new ProxyCallError('order_conflict', 'an order with this id already exists, with different contents');
}

/** By what the same request is recognised. */
function contentOf(request: Read<NewOrder>): readonly unknown[] {
  return [
    request.orderId,
    request.clientId,
    request.clientName,
    request.clientMail,
    request.clientRealPhone,
    request.clientIsoResidency ?? null,
    ...(request.courierPhone === undefined
      ? []
      : [request.courierPhone, request.expiresAt, request.maxCallSeconds, request.ringSeconds]),
  ];
}
