import type { Counter } from '../counter.js';
import { scrubOutboxEntry } from '../outbox-mac.js';
import type { OutboxEntry } from '../outbox.js';
import { confirmationReferences } from '../record-claims.js';
import { INTERNAL, type RecordRules } from '../record-rules.js';
import { scrubConfirmation } from './confirmation-mac.js';
import { confirmationClaims, confirmationDueAt, type Confirmation } from './confirmation.js';

/** The record rules of confirmations, and of what is sent and counted for them. */
export const CONFIRMATION_RULES: {
  readonly confirmation: RecordRules<Confirmation>;
  readonly outbox: RecordRules<OutboxEntry>;
  readonly counter: RecordRules<Counter>;
} = {
  confirmation: {
    ...INTERNAL,
    key: ({ id }) => id,
    // One that is over before the number that it gives up, and a pending one after the number that is held for it.
    writeOrder: ({ status = 'pending' }) => (status === 'pending' ? 17 : 7),
    retention: { period: 'history', since: ({ endedAt }) => endedAt },
    dueAt: confirmationDueAt,
    personal: {
      clientOf: ({ clientId }) => clientId,
      fields: [
        ...(['clientId', 'wanted', 'formerPhone', 'personKey', 'fingerprint', 'heldNumber', 'proxyNumber'] as const),
        ...(['purpose', 'status', 'proved', 'language', 'createdAt', 'expiresAt', 'endedAt'] as const),
      ],
      scrub: scrubConfirmation,
    },
    claims: confirmationClaims,
    references: confirmationReferences,
  },
  outbox: {
    ...INTERNAL,
    key: ({ id }) => id,
    writeOrder: () => 18,
    retention: { period: 'month', since: ({ endedAt }) => endedAt },
    dueAt: ({ dueAt }) => dueAt,
    personal: {
      clientOf: ({ clientId }) => clientId,
      fields: ['clientId', 'to', 'digits', 'message', 'channel', 'language', 'from', 'status', 'createdAt', 'endedAt'],
      scrub: scrubOutboxEntry,
    },
  },
  // What is counted of a person is under a keyed hash.
  counter: {
    ...INTERNAL,
    key: ({ key }) => key,
    writeOrder: () => 19,
    retention: { period: 'day', since: ({ until }) => until },
  },
};
