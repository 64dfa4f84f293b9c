import type { Confirmation } from '../../domain/model/confirmation/confirmation.js';
import { endConfirmation, refuseEntry } from '../../domain/model/confirmation/ending.js';
import type { Counter } from '../../domain/model/counter.js';
import type { OutboxEntry } from '../../domain/model/outbox.js';
import { aConfirmation, anOutboxEntry, aCounter, aWantedContact } from './confirmation-records.js';
import { fictionalMobile as phone, personOf } from './records.js';

// The samples of confirmations and of what belongs to them: see SAMPLE_RECORDS.

/** @param held the number that is held, by the confirmation of this id */
export function sampleConfirmations(
  held: Pick<Confirmation, 'id' | 'carrier'> & { readonly number: Confirmation['heldNumber'] },
) {
  const { id, carrier, number } = held;
  const newClient = aConfirmation(id, {
    ...{ carrier, clientId: '5', wanted: aWantedContact(phone(9100), { residency: 'BE', numberType: 'local' }) },
    ...{ personKey: personOf(9100).personKey, heldNumber: number, proxyNumber: number, language: 'nl' },
    ...{ sends: { sms: 1, voice: 2, email: 0 }, step: 1, nextStepAt: 50, generation: 2, attempts: 3, createdAt: 2 },
  });
  const changePhone = aConfirmation('change-phone', {
    ...{ purpose: 'change_phone', clientId: '1', wanted: aWantedContact(phone(9101)), origin: 'public' },
    ...{ personKey: personOf(9101).personKey, formerPhone: phone(9000), proxyNumber: phone(1) },
    ...{ proved: ['former_phone', 'phone'], approved: true, expiresAt: 60, generationAt: 4 },
  });
  const confirmation: readonly [Confirmation, ...Confirmation[]] = [
    newClient,
    changePhone,
    aConfirmation('without-effect', { expiresAt: 70, fingerprint: undefined }),
    endConfirmation({ ...newClient, id: 'of-5' }, 'expired', 8),
    endConfirmation({ ...changePhone, id: 'of-1', createdAt: 0 }, 'confirmed', 6),
    endConfirmation(aConfirmation('of-2', { purpose: 'change_mail', clientId: '2' }), 'blocked', 7),
    endConfirmation(aConfirmation('of-nobody', { purpose: 'reconfirm', fingerprint: undefined }), 'cancelled', 5),
  ];
  const ofChange = { clientId: '1', message: 'changed', language: 'en' } as const;
  const outbox: readonly [OutboxEntry, ...OutboxEntry[]] = [
    anOutboxEntry('text', id, { clientId: '5', to: phone(9100), from: phone(1), dueAt: 40 }),
    anOutboxEntry('call', id, { channel: 'voice', to: phone(9100), from: phone(1), status: 'claimed', tries: 1 }),
    anOutboxEntry('mail', id, { channel: 'email', message: 'link', to: 'ada@shop.example', dueAt: 45 }),
    anOutboxEntry('mail-sent', 'of-1', {
      ...{ ...ofChange, channel: 'email', digits: '01', status: 'sent', tries: 2, dueAt: undefined, endedAt: 6 },
    }),
    anOutboxEntry('told', 'change-phone', { ...ofChange, to: phone(9000), digits: '01', generation: 2, createdAt: 3 }),
    refuseEntry(anOutboxEntry('refused', 'of-2', { clientId: '2', to: phone(9002), digits: '02' }), 'no credit', 7),
    anOutboxEntry('unknown', 'of-2', { clientId: '2', status: 'unknown', dueAt: undefined, endedAt: 8 }),
  ];
  const counter: readonly [Counter, ...Counter[]] = [aCounter('texts to x'), aCounter('y', { count: 7, until: 12 })];
  return { confirmation, outbox, counter };
}
