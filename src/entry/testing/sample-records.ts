import type { CallPlan } from '../../domain/model/call-plan.js';
import {
  closeParticipant,
  eraseParticipant,
  releaseParticipant,
  type Participant,
} from '../../domain/model/participant.js';
import { NUMBER_STATUSES, type ProxyNumber } from '../../domain/model/proxy-number.js';
import { KINDS, recordOf, type AnyRecord, type Kind, type Records } from '../../domain/model/records.js';
import { closeOpenSession, closePairedSession, type Session } from '../../domain/model/session.js';
import { sampleConfirmations } from './sample-confirmations.js';
import { aSignIn, aToken } from './access-records.js';
import {
  anAuditEntry,
  aCallInteraction,
  aClient,
  aKeyedRequest,
  aLease,
  aLockout,
  aNumber,
  aNumberThatIs,
  anOpenSession,
  anOrder,
  aPairedSession,
  aParticipant,
  aPurchaseIntent,
  aRelabelIntent,
  aReleaseIntent,
  aSeal,
  aTextInteraction,
  fictionalMobile as phone,
  NUMBER_STATES,
  personOf,
  TEST_CARRIER,
} from './records.js';

const clients = [
  aClient('1', { residency: 'FR', proxyNumber: phone(1), confirmedAt: 3 }),
  aClient('2', { name: 'Éva “山田”\n"x"', realPhone: phone(9002), residency: 'BE', proxyNumber: phone(2) }),
  aClient('a-3', { mail: '', createdAt: 0 }),
] as const;
const [first, second] = clients;

/** 1 and 2 are assigned and 3 and 4 shared; then one of each status, from 10. */
const numbers: readonly ProxyNumber[] = [
  aNumberThatIs('assigned', phone(1)),
  aNumber(phone(2), { state: { status: 'assigned', to: '2', since: 2 } }),
  aNumberThatIs('shared', phone(3)),
  aNumberThatIs('shared', phone(4), { carrier: 'another', country: 'BE' }),
  ...NUMBER_STATUSES.map((status, index) => aNumberThatIs(status, phone(10 + index), { type: 'local' })),
  aNumber(phone(30), { friendlyName: '', type: 'toll_free', capabilities: { voice: false, sms: false, mms: true } }),
];

const heldNumber = numbers.find(({ state }) => state.status === 'held');

const open = anOpenSession('open', first, phone(1), {
  lastCaller: phone(7),
  optedOut: [personOf(7).personKey, personOf(8).personKey],
});
const bare = anOpenSession('open-bare', second, phone(2), {
  homeCountry: undefined,
  maskedName: '***',
  hasForgottenCalls: true,
});
const paired = aPairedSession('paired', first, {
  code: '012345',
  codeSuffix: '0067',
  optedOut: [personOf(8000).personKey],
  maxCallSeconds: 600,
  ringSeconds: 20,
});
const pairedElsewhere = aPairedSession('paired-elsewhere', second, { carrier: 'another', homeCountry: undefined });
const sessions: readonly Session[] = [
  open,
  bare,
  paired,
  pairedElsewhere,
  closeOpenSession(anOpenSession('open-closed', first, phone(10)), 4),
  closePairedSession(aPairedSession('paired-closed', first, { ringSeconds: 20, hasForgottenCalls: true }), 5),
  closePairedSession(aPairedSession('paired-closed-bare', second), 6),
];

const on3 = { proxyNumber: phone(3) } as const;
const ended = aPairedSession('session-without-record', first);
const participants: readonly Participant[] = [
  aParticipant('client-open', open),
  aParticipant('client-open-bare', bare, personOf(9002)),
  aParticipant('client-paired', paired, on3),
  aParticipant('counterpart-paired', paired, { role: 'counterpart', ...on3 }),
  aParticipant('guest', paired, { role: 'counterpart', admittedBy: 'code', ...on3, ...personOf(66) }),
  aParticipant('elsewhere', pairedElsewhere, { ...personOf(9002), proxyNumber: phone(4) }),
  closeParticipant(aParticipant('tombstone', ended, { ...on3, ...personOf(70) }), 4),
  eraseParticipant(aParticipant('tombstone-erased', ended, { ...on3, ...personOf(71) }), 5),
  releaseParticipant(aParticipant('released', ended, { ...on3, ...personOf(9000) }), 6),
  releaseParticipant(aParticipant('released-open', anOpenSession('gone', first, phone(11))), 7),
];

const spoken = { text: 'Ünïcode 🎁\n"', language: 'en' } as const;
const dial = { kind: 'dial', to: phone(3), callerId: phone(1), interactionId: 'i' } as const;
const say = { kind: 'say', announcement: 'order_closed', ...spoken } as const;
const plans: readonly (CallPlan | undefined)[] = [
  undefined,
  { kind: 'hang_up' },
  dial,
  { ...dial, announce: spoken, whisper: spoken, maxCallSeconds: 600, ringSeconds: 20 },
  say,
  { kind: 'ask_code', announcement: 'code_wanted', ...spoken, attempt: 1, otherwise: say },
  { kind: 'ask_code', announcement: 'code_wrong', ...spoken, attempt: 2, otherwise: dial },
  { kind: 'ask_code', announcement: 'long_code_wanted', ...spoken, attempt: 1, otherwise: say },
  { kind: 'whisper', ...spoken },
];
const routed = { clientId: '1', sessionId: 'open', direction: 'to_client' } as const;

/**
 * Records of every kind in every variant. Every field is set in one of them, and every optional field is undefined in another.
 * Together they keep every invariant.
 */
export const SAMPLE_RECORDS: { readonly [K in Kind]: readonly [Records[K], ...Records[K][]] } = {
  lease: [aLease('lease')],
  fact: [{ key: 'hash_key_check', value: 'digest' }],
  lockout: [aLockout('caller x'), aLockout('number y', { strikes: 2, level: 3, lastAt: 4, until: 5, weighsUntil: 6 })],
  intent: [
    aPurchaseIntent(phone(20)),
    aPurchaseIntent(phone(21), { requestKey: 'key', type: 'toll_free' }),
    aReleaseIntent(phone(22)),
    aRelabelIntent(phone(23)),
    ...NUMBER_STATUSES.map((status, index) => aReleaseIntent(phone(40 + index), { otherwise: NUMBER_STATES[status] })),
  ],
  token: [
    aToken('0011223344556677', { expiresAt: 20, lastUsedAt: 10 }),
    aToken('8899aabbccddeeff', { name: 'shop', role: 'shop' }),
  ],
  signin: [aSignIn('0011223344556677'), aSignIn('8899aabbccddeeff', { credential: undefined })],
  reply: [{ key: 'person +33639980001', at: 1 }],
  request: [
    aKeyedRequest('key'),
    aKeyedRequest('other', { at: 3, purchases: [phone(8), phone(9)] }),
    aKeyedRequest('of-client', { clientId: '1' }),
    aKeyedRequest('of-erased', { clientId: '3', fingerprint: undefined }),
  ],
  number: [aNumber(phone(31)), ...numbers],
  client: [...clients],
  session: [anOpenSession('open-alone', { id: 'a-3' }, phone(12)), ...sessions],
  participant: [
    closeParticipant(
      aParticipant('tombstone-guest', ended, { role: 'counterpart', admittedBy: 'code', ...on3, ...personOf(72) }),
      3,
    ),
    ...participants,
  ],
  order: [
    anOrder('a', '1'),
    anOrder('b', '1', { status: 'closed', closedAt: 6, fingerprint: undefined }),
    anOrder('c', '1', {
      session: {
        sessionId: 'paired',
        courierProxyNumber: phone(3),
        codes: { code: '012345', codeSuffix: '0067' },
        expiresAt: 1_000_000,
      },
    }),
    anOrder('c-closed', '1', {
      status: 'closed',
      closedAt: 6,
      session: { sessionId: 'paired-closed', courierProxyNumber: phone(3), expiresAt: 5 },
    }),
    anOrder('d', '2', { createdAt: 0 }),
  ],
  interaction: [
    aCallInteraction('call-ended', { ...routed, outcome: 'answered', endedAt: 9, durationSeconds: 0 }),
    ...plans.map((plan, index) => aCallInteraction(`call-${index.toString()}`, { ...routed, plan })),
    aTextInteraction('text', { at: 2 }),
    aTextInteraction('text-replied-to', {
      plan: {
        kind: 'texts',
        interactionId: 'r',
        messages: [{ from: phone(1), to: phone(9000), body: 'no', media: [] }],
      },
    }),
    // From +33639981234, as the mask shows.
    aTextInteraction('text-to-another', {
      ...{ clientId: '2', sessionId: 'open-bare', direction: 'to_client', from: '+****1234' },
      plan: { kind: 'texts', interactionId: 'o', messages: [{ from: phone(2), to: phone(5), body: 'yes', media: [] }] },
    }),
    aTextInteraction('text-undelivered', {
      ...routed,
      direction: 'to_counterpart',
      outcome: 'undelivered',
      endedAt: 9,
      failedParts: [0, 2],
      retriedParts: [1, 2],
      plan: {
        kind: 'texts',
        interactionId: 'text-undelivered',
        messages: [{ from: phone(1), to: phone(2), body: spoken.text, media: ['https://media.example/1'] }],
      },
    }),
    { channel: undefined, id: 'remembered', at: 3 },
    aTextInteraction('text-of-another', { clientId: '2', plan: { kind: 'texts', interactionId: 'x', messages: [] } }),
  ],
  ...sampleConfirmations({ id: NUMBER_STATES.held.by, carrier: TEST_CARRIER, number: heldNumber?.number }),
  audit: [
    anAuditEntry('0000000000002-a', { at: 2 }),
    anAuditEntry('0000000000001-b', {
      ...{ actor: 'env:ab12cd', action: 'eraseClient', outcome: 'refused', records: [] },
      ...{ address: '203.0.113.0/24', requestId: 'request', seal: 1, sealedAt: 3 },
    }),
    anAuditEntry('0000000000003-c', {
      reason: 'complaint',
      records: ['order:"quoted" \\ Ünïcode'],
      address: '2001:db8::/48',
    }),
  ],
  seal: [aSeal(2, { count: 3, previousMac: 'mac' }), aSeal(1, { supersededAt: 4 })],
};

/** The samples of all kinds, in one list. */
export function sampleRecords(): readonly AnyRecord[] {
  return KINDS.flatMap((kind) => SAMPLE_RECORDS[kind].map((value) => recordOf(kind, value)));
}
