import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { HOUR_MS } from '../../src/domain/model/time.js';
import { expectCode, refused } from './refusals.js';
import type { Driver } from './session-drivers.js';
import { clientPhones, couriers, type StepOf } from './session-steps.js';
import {
  endOf,
  isLive,
  knownOrderId,
  newClient,
  participantOf,
  release,
  type PairedSession,
  type Participant,
  type World,
} from './session-world.js';

const { hardCoolingMs, softCoolingMs, quarantineMs, sessionMs } = DEFAULT_SETTINGS;

export async function orderPairedSession(step: StepOf<'paired'>, world: World, driver: Driver): Promise<void> {
  const [orderId, clientId] = [newOrderId(step.order, world), step.client.toString()];
  const courier = couriers[step.courier] ?? '';
  const known = world.clients.get(clientId);
  const phone = known?.phone ?? freePhone(world);
  const shared = await driver.sharedNumbers();
  const asked = driver.order({ orderId, clientId, phone, courier, hours: step.hours });
  if (world.orders.has(orderId)) {
    // A repeated request gets the same answer, a different one is refused; neither changes anything.
    await asked.catch((error: unknown) => expectCode(error, 'order_conflict', 'invalid_request'));
    return;
  }
  if (phone === courier) return refused(asked, 'invalid_request');
  const { clientNumber, courierNumber, code } = await asked;
  if (courierNumber === undefined || code === undefined)
    throw new Error('a paired session has no courier number or no code');
  const now = driver.now();
  if (known === undefined) {
    world.clients.set(clientId, newClient(phone));
  }
  for (const other of world.orders.values()) {
    if (other.session?.code === code && isLive(other.session, now))
      throw new Error('two live sessions have the same code');
  }
  const session: PairedSession = {
    orderId,
    clientId,
    clientPhone: phone,
    courier,
    clientNumber,
    courierNumber,
    code,
    expiresAt: now + (step.hours === undefined ? sessionMs : step.hours * HOUR_MS),
    closedAt: undefined,
    optedOut: new Set(),
  };
  world.orders.set(orderId, { client: clientId, open: true, session });
  // The courier's number is chosen first, and limits the choice for the client.
  const [asCourier, asClient] = [
    { person: courier, number: courierNumber, session, role: 'counterpart', contact: phone },
    { person: phone, number: clientNumber, session, role: 'client', contact: courier },
  ] as const;
  admit(world, asCourier, now, shared);
  admit(world, asClient, now, shared);
}

export async function orderOpenSession(step: StepOf<'open'>, world: World, driver: Driver): Promise<void> {
  const [orderId, clientId] = [newOrderId(step.order, world), step.client.toString()];
  const known = world.clients.get(clientId);
  const phone = known?.phone ?? freePhone(world);
  const asked = driver.order({ orderId, clientId, phone, courier: undefined, hours: undefined });
  if (world.orders.has(orderId)) {
    await asked.catch((error: unknown) => expectCode(error, 'order_conflict'));
    return;
  }
  const { clientNumber } = await asked;
  const holder = known ?? newClient(phone);
  world.clients.set(clientId, holder);
  world.orders.set(orderId, { client: clientId, open: true, session: undefined });
  if (holder.assigned === clientNumber) return;
  if (holder.assigned !== undefined) throw new Error('a client was given a second number');
  const freed = world.freed.get(clientNumber);
  if (freed !== undefined && driver.now() < freed + quarantineMs)
    throw new Error('a number was reused before the end of its quarantine');
  if (world.participants.some(({ number }) => number === clientNumber))
    throw new Error('a shared number was assigned to a client');
  for (const other of world.clients.values())
    if (other.assigned === clientNumber) throw new Error('a number has two holders');
  holder.assigned = clientNumber;
  if (!world.numbers.includes(clientNumber)) world.numbers.push(clientNumber);
}

/** Usually a new order, sometimes one that exists. */
function newOrderId(order: number, world: World): string {
  return order < 11 ? world.orders.size.toString() : knownOrderId(order, world);
}

function freePhone(world: World): string {
  const taken = new Set([...world.clients.values()].map(({ phone }) => phone));
  return clientPhones.find((phone) => !taken.has(phone)) ?? '';
}

/** Adds a participant on the number that the program chose, and checks that it was allowed to choose it. */
export function admit(
  world: World,
  admitted: Omit<Participant, 'admittedBy' | 'endedAt'>,
  now: number,
  shared: readonly string[],
): void {
  const { person, number, contact } = admitted;
  if ([...world.clients.values()].some(({ assigned }) => assigned === number)) {
    throw new Error('an assigned number was shared');
  }
  const before = participantOf(world, person, number);
  if (before !== undefined) {
    const end = endOf(before);
    if (now < end) throw new Error('a person has two live participants on one number');
    const isSame = before.contact === contact;
    if (!isSame && now < end + hardCoolingMs) throw new Error('a number was reused before the end of its hard cooling');
    const unused = shared.filter((other) => {
      const participant = participantOf(world, person, other);
      return participant === undefined || now >= endOf(participant) + softCoolingMs;
    });
    if (!isSame && now < end + softCoolingMs && unused.length > 0) {
      throw new Error('a tombstone was released while other numbers were free');
    }
  }
  release(world, person, number);
  world.participants.push({ ...admitted, admittedBy: 'order', endedAt: undefined });
  if (!world.numbers.includes(number)) world.numbers.push(number);
}
