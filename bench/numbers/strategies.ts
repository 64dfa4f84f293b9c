import type { Participant } from '../../src/domain/model/participant.js';
import type { E164 } from '../../src/domain/model/phone-number.js';
import { replay } from '../../src/domain/model/planning.js';
import type { ProxyNumber } from '../../src/domain/model/proxy-number.js';
import { COMPARED, leastLoaded, sample, sharedChoices } from '../../src/domain/model/selection.js';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { aNumber, aPairedSession, aParticipant, fictionalMobile } from '../../src/entry/testing/index.js';
import type { Order } from './loads.js';
import { clientPhone, courierPhone, personOf, random } from './persons.js';

const { hardCoolingMs, quarantineMs } = DEFAULT_SETTINGS;
const SESSION = aPairedSession('s', { id: 'c' });

/** How many numbers are ever shared if they are chosen as the program chooses them. */
export function ours(orders: readonly Order[]): number {
  const numbers: ProxyNumber[] = [];
  const participants = new Map<E164, Participant[]>();
  const loads = new Map<E164, number>();
  const choose = (phone: E164, contact: E164, now: number, expiresAt: number): void => {
    const own = participants.get(phone) ?? [];
    const { personKey: contactKey } = personOf(contact);
    const choices = sharedChoices(numbers, 'mobile', own, contactKey, now, DEFAULT_SETTINGS);
    const number =
      choices.sticky[0] ??
      leastLoaded(sample(choices.unused, COMPARED, random), loads) ??
      choices.cooling[0] ??
      addNumber();
    const rest = own.filter(({ proxyNumber }) => proxyNumber !== number);
    loads.set(number, (loads.get(number) ?? 0) + 1);
    const admission = { ...personOf(phone), proxyNumber: number, contactKey, openedAt: now, expiresAt };
    participants.set(phone, [...rest, aParticipant('p', SESSION, admission)]);
  };
  const addNumber = (): E164 => {
    const number = aNumber(fictionalMobile(numbers.length), { state: { status: 'shared', since: 0 } });
    numbers.push(number);
    return number.number;
  };
  for (const { client, courier, from, until } of orders) {
    choose(courierPhone(courier), clientPhone(client), from, until);
    choose(clientPhone(client), courierPhone(courier), from, until);
  }
  return numbers.length;
}

/** The most numbers that one person holds at the same time, hard cooling included: no strategy needs fewer. */
export function bound(orders: readonly Order[]): number {
  const holdings = orders.flatMap(({ client, courier, from, until }) => [
    { person: `client ${client.toString()}`, from, until: until + hardCoolingMs },
    { person: `courier ${courier.toString()}`, from, until: until + hardCoolingMs },
  ]);
  return replay(holdings, 0).bound;
}

/** One number for each client, who keeps it until a week after their last order. */
export function perClient(orders: readonly Order[]): number {
  const kept = new Map<number, { person: string; from: number; until: number }>();
  const holdings: { person: string; from: number; until: number }[] = [];
  for (const { client, from, until } of orders) {
    const known = kept.get(client);
    if (known !== undefined && from <= known.until) {
      known.until = Math.max(known.until, until + quarantineMs);
      continue;
    }
    const holding = { person: 'all', from, until: until + quarantineMs };
    kept.set(client, holding);
    holdings.push(holding);
  }
  return replay(holdings, 0).bound;
}

/** One number for both participants of a session: the first that neither of them uses. */
export function perSessionFirstFit(orders: readonly Order[]): number {
  const held = new Map<string, Map<number, number>>();
  let most = 0;
  for (const { client, courier, from, until } of orders) {
    const both = [`client ${client.toString()}`, `courier ${courier.toString()}`].map((person) => {
      const own = held.get(person) ?? new Map<number, number>();
      for (const [number, end] of own) if (end <= from) own.delete(number);
      held.set(person, own);
      return own;
    });
    let number = 0;
    while (both.some((own) => own.has(number))) number += 1;
    for (const own of both) own.set(number, until + hardCoolingMs);
    most = Math.max(most, number + 1);
  }
  return most;
}
