/**
 * ProxyCall in a program of your own: `createProxyCall`, the ports that a store, a provider or a carrier implements, and the types
 * that these refer to. The other entry points publish the adapters; they take and return the types of this one.
 * @module proxycall
 */
export { createProxyCall, type ProxyCall, type ProxyCallOptions } from './entry/library.js';
export type { CallPlan, Dial, Say, Spoken } from './domain/model/call-plan.js';
export type { Carrier } from './domain/model/carrier.js';
export type {
  CalleeAnswered,
  CarrierEvent,
  DialEnded,
  DigitsEntered,
  IncomingCall,
  IncomingText,
  PlacedCallAnswered,
  PlacedCallEnded,
  PlacedCallKey,
  TextStatus,
} from './domain/model/carrier-event.js';
export type { AuditEntry, Seal } from './domain/model/audit.js';
export type { Client, ClientId } from './domain/model/client.js';
export {
  CHANNELS as CONFIRMATION_CHANNELS,
  CONFIRMATION_STATUSES,
  PROOFS,
  PURPOSES as CONFIRMATION_PURPOSES,
  type Confirmation,
  type ConfirmationChannel,
  type ConfirmationPurpose,
  type ConfirmationStatus,
  type Proof,
  type WantedContact,
} from './domain/model/confirmation/confirmation.js';
export type { Counter } from './domain/model/counter.js';
export {
  MESSAGE_KINDS as OUTBOX_MESSAGES,
  OUTBOX_STATUSES,
  type OutboxEntry,
  type OutboxMessage,
  type OutboxStatus,
} from './domain/model/outbox.js';
export { DEFAULT_ALLOWED_COUNTRIES, parseCountry, type CountryCode } from './domain/model/country.js';
export type { FindingKind, StoreFinding } from './domain/model/store-finding.js';
export { ProxyCallError, isProxyCallError, type ErrorCode, type FieldIssue } from './domain/model/errors.js';
export type { Identity } from './domain/model/identity.js';
export { afterErasure, plansOf, SCRUBBED_KINDS, type ErasedPlans, type Erasure } from './domain/model/erasure.js';
export type { Intent, PurchaseIntent, RelabelIntent, ReleaseIntent } from './domain/model/intent.js';
export type {
  CallInteraction,
  CallOutcome,
  Channel,
  DialStatus,
  Interaction,
  InteractionBase,
  InteractionRecord,
  Outcome,
  RememberedDelivery,
  TextInteraction,
  TextOutcome,
} from './domain/model/interaction.js';
export { brokenInvariant, claimsOf, factOf, referencesOf } from './domain/model/invariants.js';
export type { ApiToken } from './domain/model/api-token.js';
export type { SignIn } from './domain/model/sign-in.js';
export type { AutomaticReply } from './domain/model/automatic-reply.js';
export type { Lockout } from './domain/model/lockout.js';
export type { MailSender } from './domain/model/mail.js';
export type { IncomingContent, MessagePlan, OutgoingMessage, TextContent } from './domain/model/message.js';
export type { Order, OrderSession, OrderStatus } from './domain/model/order.js';
export type { OrderCodes } from './domain/model/order-code.js';
export {
  endOf,
  phaseOf,
  type ClosedParticipant,
  type Cooling,
  type LiveParticipant,
  type Participant,
  type ParticipantPhase,
  type Role,
} from './domain/model/participant.js';
export type { AnsweredBy, AskKey, PlacedCallPlan, SayTexts } from './domain/model/placed-call.js';
export { lineOf, sameLine, spellingsOf } from './domain/model/line.js';
export type { OptOutRequest } from './domain/model/opt-out.js';
export type { Person, PersonKey, Pseudonymize } from './domain/model/person.js';
export type { ErasureCounts } from './domain/model/person-data.js';
export { editAuditor } from './domain/services/audit/entries.js';
export { editApprover, type ApproverOptions } from './domain/services/confirmations/approved-change.js';
export { pseudonymizer } from './domain/services/persons.js';
export {
  maskPhoneNumber,
  parsePhoneNumber,
  phoneNumber,
  type E164,
  type ParsedPhoneNumber,
  type PhoneNumberFault,
  type PhoneReading,
  type UnreadPhoneNumber,
} from './domain/model/phone-number.js';
export { typedPhone, type DigitsAlone, type TypedPhone } from './domain/model/typed-phone.js';
export { LANGUAGES, type Announcement, type Language } from './domain/model/phrases.js';
export {
  effectiveStatus,
  isFree,
  NUMBER_TYPES,
  POOL_STATUSES,
  type Capabilities,
  type NumberState,
  type NumberStatus,
  type NumberType,
  type PoolStatus,
  type ProxyNumber,
} from './domain/model/proxy-number.js';
export { noteForgottenCalls } from './domain/model/forgotten-calls.js';
export { forgetLastCaller } from './domain/model/last-caller.js';
export {
  KINDS,
  keyOf,
  RECORD_RULES,
  recordIdOf,
  rulesOf,
  type PersonalData,
  type RecordRules,
  type Reference,
  type Leftover,
  type RetentionPeriod,
  type RetentionRule,
} from './domain/model/records.js';
export { MESSAGE_TEMPLATES } from './domain/model/message-templates/names.js';
export type { PoolAlert } from './domain/model/pool-alert.js';
export { DEFAULT_REPORT_SETTINGS, type ReportSettings } from './domain/model/report/report-settings.js';
export { WEEKDAYS, type Weekday } from './domain/model/report/week.js';
export { REVEAL_REASONS, type RevealReason } from './domain/model/reveal.js';
export { ROLES, type Role as ApiRole } from './domain/model/role.js';
export type { Direction, RoutingPolicy } from './domain/model/routing.js';
export {
  isLive,
  type CallLimits,
  type ClosedOpenSession,
  type ClosedPairedSession,
  type LiveOpenSession,
  type LivePairedSession,
  type LiveSession,
  type OpenSession,
  type PairedSession,
  type Session,
} from './domain/model/session.js';
export {
  CONFIRMATION_LIMIT_NAMES,
  DEFAULT_CONFIRMATION_LIMITS,
  DEFAULT_CONFIRMATION_SETTINGS,
  type ConfirmationLimits,
  type ConfirmationSettings,
  type ConfirmationStep,
} from './domain/model/confirmation/confirmation-settings.js';
export { DEFAULT_SETTINGS, type Fallback, type NumberPrice, type Settings } from './domain/model/settings.js';
export type { Range, TelephonyAbilities, TelephonyLimits } from './domain/model/telephony-limits.js';
export type { HandledWebhook } from './domain/services/webhooks.js';
export type * from './ports/confirmation-pages.js';
export type * from './ports/mailer.js';
export type * from './ports/number-provider.js';
export type * from './ports/order-store.js';
export type * from './ports/typed-confirmation.js';
export type * from './ports/pool-api.js';
export type * from './ports/proxycall-api.js';
export type * from './ports/runtime.js';
export type * from './ports/telephony.js';
