import { CHANNELS, CONFIRMATION_STATUSES, PROOFS, PURPOSES } from '../../../domain/model/confirmation/confirmation.js';
import { MESSAGE_KINDS, OUTBOX_STATUSES } from '../../../domain/model/outbox.js';
import { LANGUAGES } from '../../../domain/model/phrases.js';
import { NUMBER_TYPES } from '../../../domain/model/proxy-number.js';
import { REVEAL_REASONS } from '../../../domain/model/reveal.js';
import { ROLES } from '../../../domain/model/role.js';
import type { Kind } from '../../../domain/model/records.js';

// What the JSON of the hidden tab and of forwarded entries must be like to be a record: somebody may have edited it. Fields that are
// not dialled, compared or computed with are not checked.

type Check = (value: unknown) => boolean;
type Fields = Readonly<Record<string, Check>>;

const text: Check = (value) => typeof value === 'string';
const key: Check = (value) => typeof value === 'string' && value !== '';
const flag: Check = (value) => typeof value === 'boolean';
const absent: Check = (value) => value === undefined;
const count: Check = (value) => Number.isFinite(value);
/** As ECMAScript defines it: https://tc39.es/ecma262/#sec-time-values-and-time-range */
const time: Check = (value) => typeof value === 'number' && Math.abs(value) <= 8.64e15;
/** ITU-T E.164. Networks show callers that no metadata knows: only the form counts. */
const phone: Check = (value) => typeof value === 'string' && /^\+[1-9]\d{2,14}$/.test(value);
const country: Check = (value) => typeof value === 'string' && /^[A-Z0-9]{2,3}$/.test(value);
const oneOf =
  (...allowed: readonly unknown[]): Check =>
  (value) =>
    allowed.includes(value);
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const object =
  (fields: Fields): Check =>
  (value) =>
    hasFields(value, fields);
const either =
  (...checks: readonly Check[]): Check =>
  (value) =>
    checks.some((check) => check(value));

const numberState = either(
  object({ status: oneOf('available') }),
  object({ status: oneOf('reserved'), token: text, by: text, since: time }),
  object({ status: oneOf('assigned'), to: key, since: time }),
  object({ status: oneOf('quarantined'), until: time }),
  object({ status: oneOf('held'), by: text, since: time }),
  object({ status: oneOf('shared', 'error', 'released'), since: time }),
);
const codes = { code: key, codeSuffix: key };

const session = { id: key, clientId: key, carrier: key, openedAt: time, hasForgottenCalls: flag };
const live = { maskedName: text, homeCountry: optional(country), optedOut: listOf(key), closedAt: absent };
const closed = { closedAt: time };
const open = { kind: oneOf('open'), proxyNumber: phone };
const limits = { maxCallSeconds: optional(count), ringSeconds: optional(count) };
const paired = { kind: oneOf('paired'), orderId: key, expiresAt: time, ...limits };

const participant = {
  ...{ id: key, sessionId: key, sessionKind: oneOf('open', 'paired'), clientId: key, carrier: key },
  ...{ role: oneOf('client', 'counterpart'), admittedBy: oneOf('order', 'code'), proxyNumber: phone, personKey: key },
  ...{ contactKey: optional(key), openedAt: time, expiresAt: optional(time) },
};

const interaction = {
  ...{ id: key, carrier: key, sessionId: optional(key), clientId: optional(key), direction: optional(key) },
  ...{ from: text, to: text, at: time, endedAt: optional(time), outcome: key },
};
const callPlan = either(
  object({ kind: oneOf('dial'), to: phone, callerId: phone }),
  object({ kind: oneOf('hang_up', 'say', 'ask_code', 'whisper') }),
);
const message = object({ from: phone, to: text, body: text, media: listOf(text) });

const intent = { number: phone, id: key, carrier: key, at: time };

const wanted = object({
  ...{ name: text, mail: text, phone, residency: optional(country) },
  numberType: optional(oneOf(...NUMBER_TYPES)),
});

const confirmation = object({
  ...{ id: key, purpose: oneOf(...PURPOSES), status: oneOf(...CONFIRMATION_STATUSES), clientId: optional(key) },
  ...{ wanted: optional(wanted), personKey: optional(key), formerPhone: optional(phone) },
  ...{ heldNumber: optional(phone), proxyNumber: optional(phone), carrier: key, language: oneOf(...LANGUAGES) },
  ...{ origin: oneOf('token', 'public'), fingerprint: optional(text), approved: flag, mac: text },
  ...{ generation: count, generationAt: time, attempts: count, step: count, nextStepAt: optional(time) },
  sends: object(Object.fromEntries(CHANNELS.map((channel) => [channel, count]))),
  proved: listOf(oneOf(...PROOFS)),
  ...{ createdAt: time, expiresAt: time, endedAt: optional(time) },
});

const outbox = object({
  ...{ id: key, confirmationId: key, clientId: optional(key), message: oneOf(...MESSAGE_KINDS) },
  ...{
    channel: oneOf(...CHANNELS),
    generation: count,
    language: oneOf(...LANGUAGES),
    status: oneOf(...OUTBOX_STATUSES),
  },
  ...{
    to: optional(text),
    from: optional(phone),
    digits: optional(text),
    tries: count,
    reason: optional(text),
    mac: text,
  },
  ...{ createdAt: time, dueAt: optional(time), endedAt: optional(time) },
});

const SHAPES: Readonly<Record<Kind, Check>> = {
  lease: object({ key, holder: text, until: time }),
  fact: object({ key, value: text }),
  lockout: object({ key, strikes: count, level: count, lastAt: time, until: time, weighsUntil: time }),
  intent: either(
    object({ ...intent, action: oneOf('buy'), country, type: oneOf(...NUMBER_TYPES), requestKey: optional(key) }),
    object({ ...intent, action: oneOf('release'), providerId: text, otherwise: numberState }),
    object({ ...intent, action: oneOf('relabel'), providerId: text }),
  ),
  request: object({ key, fingerprint: optional(text), clientId: optional(key), at: time, purchases: listOf(phone) }),
  reply: object({ key, at: time }),
  token: object({
    ...{ id: key, name: key, role: oneOf(...ROLES), digest: key, mac: key },
    ...{ createdAt: time, expiresAt: optional(time), lastUsedAt: optional(time) },
  }),
  signin: object({
    ...{ id: key, digest: key, credential: optional(key), mac: key },
    ...{ createdAt: time, expiresAt: time, lastSeenAt: time },
  }),
  number: object({
    ...{ number: phone, carrier: key, country, type: oneOf(...NUMBER_TYPES), providerId: text, friendlyName: text },
    ...{ capabilities: object({ voice: flag, sms: flag, mms: flag }), boughtAt: time, state: numberState },
  }),
  client: object({
    ...{ id: key, name: text, mail: text, realPhone: phone, residency: optional(country) },
    ...{ proxyNumber: optional(phone), createdAt: time, confirmedAt: optional(time) },
  }),
  session: either(
    object({ ...session, ...live, ...open, lastCaller: optional(phone) }),
    object({ ...session, ...live, ...paired, ...codes }),
    object({ ...session, ...closed, ...open }),
    object({ ...session, ...closed, ...paired }),
  ),
  participant: either(
    object({ ...participant, phone, closedAt: absent, releasedAt: absent }),
    object({ ...participant, phone: optional(phone), closedAt: time, releasedAt: optional(time) }),
  ),
  order: object({
    ...{ id: key, clientId: text, status: oneOf('open', 'closed'), proxyNumber: phone, fingerprint: optional(text) },
    ...{ createdAt: time, closedAt: optional(time) },
    session: optional(
      object({ sessionId: key, courierProxyNumber: phone, codes: optional(object(codes)), expiresAt: time }),
    ),
  }),
  interaction: either(
    object({ channel: absent, id: key, at: time }),
    object({ ...interaction, channel: oneOf('call'), callId: key, plan: optional(callPlan) }),
    object({
      ...{ ...interaction, channel: oneOf('message'), messageId: key, failedParts: listOf(count) },
      ...{ retriedParts: listOf(count), plan: optional(object({ messages: listOf(message) })) },
    }),
  ),
  confirmation,
  outbox,
  counter: object({ key, count, until: time }),
  audit: object({
    ...{
      id: key,
      at: time,
      actor: text,
      action: text,
      outcome: oneOf('done', 'refused'),
      records: listOf(text),
      mac: text,
    },
    ...{ reason: optional(oneOf(...REVEAL_REASONS)), address: optional(text), requestId: optional(text) },
    ...{ seal: optional(count), sealedAt: optional(time) },
  }),
  seal: object({
    ...{ sequence: count, at: time, count, entriesMac: text, previousMac: optional(text), mac: text },
    supersededAt: optional(time),
  }),
};

/** Whether a value is a number that can be dialled, or that a network has shown. */
export function isPhone(value: unknown): boolean {
  return phone(value);
}

/** Whether a value can be used as a record of this kind. */
export function isRecord(kind: Kind, value: unknown): boolean {
  return Object.hasOwn(SHAPES, kind) && SHAPES[kind](value);
}

function hasFields(value: unknown, fields: Fields): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const given = value as Readonly<Record<string, unknown>>;
  return Object.entries(fields).every(([name, check]) => check(given[name]));
}
