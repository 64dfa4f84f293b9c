import type { Client } from '../../domain/model/client.js';
import type { PurchaseIntent, ReleaseIntent } from '../../domain/model/intent.js';
import type { Interaction } from '../../domain/model/interaction.js';
import type { Leg, Side } from '../../domain/model/leg.js';
import type { Lockout } from '../../domain/model/lockout.js';
import { openLeg, type PairedSession } from '../../domain/model/pair.js';
import type { Order } from '../../domain/model/order.js';
import type { E164 } from '../../domain/model/phone-number.js';
import type { ProxyNumber } from '../../domain/model/proxy-number.js';
import { openSession, type OpenSession } from '../../domain/model/session.js';

/** A French mobile number of the range that the regulator keeps for fiction (+33 6 39 98 xx xx), 0 to 9999. */
export function fictionalMobile(index: number): E164 {
  return `+3363998${index.toString().padStart(4, '0')}` as E164;
}

/** Records with something in every field, for tests that care about one of them. */
export function aClient(id: string, fields: Partial<Client> = {}): Client {
  return {
    id,
    name: 'Ada',
    mail: 'ada@shop.example',
    realPhone: fictionalMobile(9000),
    residency: undefined,
    proxyNumber: undefined,
    createdAt: 1,
    ...fields,
  };
}

export function anOrder(id: string, clientId: string, fields: Partial<Order> = {}): Order {
  return {
    id,
    clientId,
    status: 'open',
    proxyNumber: fictionalMobile(1),
    pairing: undefined,
    fingerprint: 'fingerprint',
    createdAt: 1,
    closedAt: undefined,
    ...fields,
  };
}

export function aNumber(number: E164, fields: Partial<ProxyNumber> = {}): ProxyNumber {
  return {
    number,
    country: 'FR',
    type: 'mobile',
    capabilities: { voice: true, sms: true, mms: false },
    providerId: `PN-${number}`,
    friendlyName: 'ProxyCall',
    boughtAt: 1,
    state: { status: 'available' },
    ...fields,
  };
}

export function aPurchaseIntent(number: E164, fields: Partial<PurchaseIntent> = {}): PurchaseIntent {
  return {
    action: 'buy',
    number,
    country: 'FR',
    type: 'mobile',
    requestKey: undefined,
    id: 'intent',
    at: 1,
    ...fields,
  };
}

export function aReleaseIntent(number: E164, fields: Partial<ReleaseIntent> = {}): ReleaseIntent {
  const otherwise = { status: 'available' } as const;
  return { action: 'release', number, id: 'intent', at: 1, providerId: `PN-${number}`, otherwise, ...fields };
}

export function aSession(id: string, client: Client, number: E164, fields: Partial<OpenSession> = {}): OpenSession {
  return { ...openSession(id, client, number, 1), ...fields };
}

export function aPair(id: string, client: Client, fields: Partial<PairedSession> = {}): PairedSession {
  return {
    kind: 'paired',
    id,
    orderId: 'o',
    clientId: client.id,
    clientPhone: client.realPhone,
    clientNumber: fictionalMobile(1),
    counterpartPhone: fictionalMobile(8000),
    counterpartNumber: fictionalMobile(2),
    maskedName: 'A***',
    code: undefined,
    textsStopped: [],
    maxCallSeconds: undefined,
    ringSeconds: undefined,
    openedAt: 1,
    expiresAt: 1_000_000,
    closedAt: undefined,
    ...fields,
  };
}

export function aLeg(id: string, pair: PairedSession, side: Side, fields: Partial<Leg> = {}): Leg {
  return { ...openLeg(id, pair, side, 1), ...fields };
}

export function aLockout(key: string, fields: Partial<Lockout> = {}): Lockout {
  return { key, strikes: 1, level: 0, lastAt: 1, until: 0, ...fields };
}

export function anInteraction(id: string, fields: Partial<Interaction> = {}): Interaction {
  return {
    id,
    channel: 'call',
    carrierId: 'CA1',
    sessionId: undefined,
    clientId: undefined,
    direction: undefined,
    from: '+****0001',
    to: '+****0002',
    outcome: 'connecting',
    at: 1,
    endedAt: undefined,
    durationSeconds: undefined,
    failedParts: [],
    plan: undefined,
    ...fields,
  };
}
