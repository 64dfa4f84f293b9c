export { createProxyCall, type ProxyCall, type ProxyCallOptions } from './entry/library.js';
export { DEFAULT_ALLOWED_COUNTRIES, parseCountry, type CountryCode } from './domain/model/country.js';
export { ProxyCallError, isProxyCallError, type ErrorCode, type FieldIssue } from './domain/model/errors.js';
export { maskPhoneNumber, parsePhoneNumber, phoneNumber, type E164 } from './domain/model/phone-number.js';
export type { Carrier } from './domain/model/carrier.js';
export type { CarrierEvent } from './domain/model/carrier-event.js';
export type { Client, ClientId } from './domain/model/client.js';
export type { Identity } from './domain/model/identity.js';
export type { CallInteraction, Interaction, TextInteraction } from './domain/model/interaction.js';
export { brokenInvariant, claimsOf, factOf, referencesOf } from './domain/model/invariants.js';
export type { Lockout } from './domain/model/lockout.js';
export type { MessagePlan, OutgoingMessage } from './domain/model/message.js';
export type { Order, OrderSession } from './domain/model/order.js';
export { endOf, phaseOf, type Participant, type ParticipantPhase } from './domain/model/participant.js';
export type { Person, PersonKey } from './domain/model/person.js';
export type { Announcement, Language } from './domain/model/phrases.js';
export {
  effectiveStatus,
  isFree,
  POOL_STATUSES,
  type Capabilities,
  type NumberState,
  type NumberType,
  type ProxyNumber,
} from './domain/model/proxy-number.js';
export type { CallPlan } from './domain/model/call-plan.js';
export { KINDS, keyOf, RECORD_RULES, recordIdOf, rulesOf, type RecordRules } from './domain/model/records.js';
export { isLive, type OpenSession, type PairedSession, type Session } from './domain/model/session.js';
export { DEFAULT_SETTINGS, type Fallback, type Settings } from './domain/model/settings.js';
export type { TelephonyAbilities, TelephonyLimits } from './domain/model/telephony-limits.js';
export type { HandledWebhook } from './domain/services/webhooks.js';
export type * from './ports/number-provider.js';
export type * from './ports/order-store.js';
export type * from './ports/pool-api.js';
export type * from './ports/proxycall-api.js';
export type * from './ports/runtime.js';
export type * from './ports/telephony.js';
