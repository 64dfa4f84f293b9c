import type { Confirmation, WantedContact } from '../../domain/model/confirmation/confirmation.js';
import type { Counter } from '../../domain/model/counter.js';
import type { OutboxEntry } from '../../domain/model/outbox.js';
import type { E164 } from '../../domain/model/phone-number.js';
import { TEST_CARRIER } from './pool-records.js';

/** What a new client wants: a name, a mail address and a phone, and nothing more. */
export function aWantedContact(phone: E164, fields: Partial<WantedContact> = {}): WantedContact {
  return { name: 'Ada', mail: 'ada@shop.example', phone, residency: undefined, numberType: undefined, ...fields };
}

/** A pending confirmation of nobody's contact, for which no number is held. Its MAC is that of no hash key. */
export function aConfirmation(id: string, fields: Partial<Confirmation> = {}): Confirmation {
  return {
    ...{ id, purpose: 'new_client', status: 'pending', clientId: undefined, carrier: TEST_CARRIER, language: 'fr' },
    ...{ wanted: undefined, personKey: undefined, formerPhone: undefined, heldNumber: undefined },
    ...{ proxyNumber: undefined, origin: 'token', fingerprint: 'fingerprint', approved: false, mac: 'mac' },
    ...{ generation: 1, generationAt: 1, attempts: 0, step: 0, nextStepAt: undefined, proved: [] },
    sends: { sms: 0, voice: 0, email: 0 },
    ...{ createdAt: 1, expiresAt: 1_000_000, endedAt: undefined },
    ...fields,
  };
}

/** A text with a code that is to be sent. Its MAC is that of no hash key. */
export function anOutboxEntry(id: string, confirmationId: string, fields: Partial<OutboxEntry> = {}): OutboxEntry {
  return {
    ...{ id, confirmationId, clientId: undefined, message: 'code', channel: 'sms', generation: 1, language: 'fr' },
    ...{ to: undefined, from: undefined, digits: undefined, status: 'pending', tries: 0, createdAt: 1 },
    ...{ dueAt: 1, endedAt: undefined, reason: undefined, mac: 'mac' },
    ...fields,
  };
}

/** A count of one, until 9 milliseconds after the epoch. */
export function aCounter(key: string, fields: Partial<Counter> = {}): Counter {
  return { key, count: 1, until: 9, ...fields };
}
