import { createHash } from 'node:crypto';
import type { AuditEntry, Seal } from '../../domain/model/audit.js';
import type { Client } from '../../domain/model/client.js';
import type { CallInteraction, TextInteraction } from '../../domain/model/interaction.js';
import type { Lockout } from '../../domain/model/lockout.js';
import type { Order } from '../../domain/model/order.js';
import { otherRole, type LiveParticipant } from '../../domain/model/participant.js';
import type { Person, PersonKey } from '../../domain/model/person.js';
import type { E164 } from '../../domain/model/phone-number.js';
import type { KeyedRequest, Lease } from '../../domain/model/records.js';
import type { LiveOpenSession, LivePairedSession, LiveSession } from '../../domain/model/session.js';
import { TEST_CARRIER } from './pool-records.js';

export * from './confirmation-records.js';
export * from './pool-records.js';

/**
 * A French mobile number of the range that the regulator keeps for fiction: +33 6 39 98 xx xx (ARCEP decision 2018-0881).
 * @param index the last four digits, 0 to 9999
 */
export function fictionalMobile(index: number): E164 {
  return `+3363998${index.toString().padStart(4, '0')}` as E164;
}

/** A person key for this phone: equal for equal phones. Not the one that an installation computes. */
export function personKeyOf(phone: E164): PersonKey {
  return createHash('sha256').update(`person ${phone}`).digest('base64url') as PersonKey;
}

/** The person whose phone is `fictionalMobile(index)`. */
export function personOf(index: number): Person {
  const phone = fictionalMobile(index);
  return { phone, personKey: personKeyOf(phone) };
}

/** A client without a number of their own. Their phone is `fictionalMobile(9000)`. */
export function aClient(id: string, fields: Partial<Client> = {}): Client {
  return {
    id,
    name: 'Ada',
    mail: 'ada@shop.example',
    realPhone: fictionalMobile(9000),
    residency: undefined,
    proxyNumber: undefined,
    createdAt: 1,
    confirmedAt: undefined,
    ...fields,
  };
}

/** An open order without a courier. */
export function anOrder(id: string, clientId: string, fields: Partial<Order> = {}): Order {
  return {
    id,
    clientId,
    status: 'open',
    proxyNumber: fictionalMobile(1),
    session: undefined,
    fingerprint: 'fingerprint',
    createdAt: 1,
    closedAt: undefined,
    ...fields,
  };
}

/** A live open session on this number, without a last caller. */
export function anOpenSession(
  id: string,
  client: Pick<Client, 'id'>,
  proxyNumber: E164,
  fields: Partial<LiveOpenSession> = {},
): LiveOpenSession {
  return {
    kind: 'open',
    id,
    clientId: client.id,
    carrier: TEST_CARRIER,
    proxyNumber,
    maskedName: 'A***',
    homeCountry: 'FR',
    lastCaller: undefined,
    optedOut: [],
    openedAt: 1,
    hasForgottenCalls: false,
    closedAt: undefined,
    ...fields,
  };
}

/** A live paired session with an order code of its own. */
export function aPairedSession(
  id: string,
  client: Pick<Client, 'id'>,
  fields: Partial<LivePairedSession> = {},
): LivePairedSession {
  return {
    kind: 'paired',
    id,
    clientId: client.id,
    carrier: TEST_CARRIER,
    orderId: `order of ${id}`,
    code: `code of ${id}`,
    codeSuffix: '4321',
    maskedName: 'A***',
    homeCountry: 'FR',
    optedOut: [],
    maxCallSeconds: undefined,
    ringSeconds: undefined,
    openedAt: 1,
    hasForgottenCalls: false,
    expiresAt: 1_000_000,
    closedAt: undefined,
    ...fields,
  };
}

/**
 * A live participant whom the order names; the client unless `fields.role` says otherwise. The client is `personOf(9000)`, as in
 * `aClient`, and the counterpart `personOf(8000)`. In a paired session the client calls `fictionalMobile(1)` and the counterpart
 * `fictionalMobile(2)`.
 */
export function aParticipant(id: string, session: LiveSession, fields: Partial<LiveParticipant> = {}): LiveParticipant {
  const role = fields.role ?? 'client';
  const people = { client: personOf(9000), counterpart: personOf(8000) };
  const numbers = { client: fictionalMobile(1), counterpart: fictionalMobile(2) };
  const isPaired = session.kind === 'paired';
  return {
    id,
    sessionId: session.id,
    sessionKind: session.kind,
    clientId: session.clientId,
    carrier: session.carrier,
    role,
    admittedBy: 'order',
    proxyNumber: isPaired ? numbers[role] : session.proxyNumber,
    ...people[role],
    contactKey: isPaired ? people[otherRole(role)].personKey : undefined,
    openedAt: 1,
    expiresAt: isPaired ? session.expiresAt : undefined,
    closedAt: undefined,
    releasedAt: undefined,
    ...fields,
  };
}

/** A count of one wrong order code. */
export function aLockout(key: string, fields: Partial<Lockout> = {}): Lockout {
  return { key, strikes: 1, level: 0, lastAt: 1, until: 0, weighsUntil: 0, ...fields };
}

/** A request with an idempotency key, without purchases. */
export function aKeyedRequest(key: string, fields: Partial<KeyedRequest> = {}): KeyedRequest {
  return { key, fingerprint: 'fingerprint', clientId: undefined, at: 1, purchases: [], ...fields };
}

/** A lease until 9 milliseconds after the epoch. */
export function aLease(key: string, fields: Partial<Lease> = {}): Lease {
  return { key, holder: 'holder', until: 9, ...fields };
}

/** An entry of the audit trail that no seal covers. Its MAC is that of no hash key. */
export function anAuditEntry(id: string, fields: Partial<AuditEntry> = {}): AuditEntry {
  return {
    ...{
      id,
      at: 1,
      actor: 'cli',
      action: 'createOrder',
      outcome: 'done',
      records: ['order:o', 'client:1'],
      mac: 'mac',
    },
    ...{ reason: undefined, address: undefined, requestId: undefined, seal: undefined, sealedAt: undefined },
    ...fields,
  };
}

/** The newest seal. Its MAC is that of no hash key. */
export function aSeal(sequence: number, fields: Partial<Seal> = {}): Seal {
  return {
    ...{
      sequence,
      at: 1,
      count: 1,
      entriesMac: 'entries',
      previousMac: undefined,
      supersededAt: undefined,
      mac: 'mac',
    },
    ...fields,
  };
}

/** A call that is being connected, and belongs to no session. */
export function aCallInteraction(id: string, fields: Partial<CallInteraction> = {}): CallInteraction {
  return {
    id,
    channel: 'call',
    carrier: TEST_CARRIER,
    callId: 'call-1',
    sessionId: undefined,
    clientId: undefined,
    direction: undefined,
    from: '+****0001',
    to: '+****0002',
    outcome: 'connecting',
    at: 1,
    endedAt: undefined,
    durationSeconds: undefined,
    plan: undefined,
    ...fields,
  };
}

/** A text that was sent, and belongs to no session. */
export function aTextInteraction(id: string, fields: Partial<TextInteraction> = {}): TextInteraction {
  return {
    id,
    channel: 'message',
    carrier: TEST_CARRIER,
    messageId: 'message-1',
    sessionId: undefined,
    clientId: undefined,
    direction: undefined,
    from: '+****0001',
    to: '+****0002',
    outcome: 'sent',
    at: 1,
    endedAt: undefined,
    failedParts: [],
    retriedParts: [],
    plan: undefined,
    ...fields,
  };
}
