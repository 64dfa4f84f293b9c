import test from 'ava';
import {
  EARLIER_STATUSES,
  earlierStatus,
  readEarlierStatus,
  type SentMessage,
} from '../../src/domain/model/confirmation/earlier-status.js';

const pending = { status: 'pending', purpose: 'new_client', proved: [] } as const;
const sent = (channel: SentMessage['channel'], more: Partial<SentMessage> = {}): SentMessage => ({
  ...{ message: channel === 'email' ? 'link' : 'code', channel, status: 'sent' },
  ...more,
});

test('a pending confirmation has the status of the newest message that asks for a proof and may have arrived', (t) => {
  const statusAfter = (...messages: SentMessage[]) => earlierStatus({ ...pending, messages });
  t.is(statusAfter(), 'INIT');
  t.is(statusAfter(sent('sms')), 'PENDING');
  t.is(statusAfter(sent('sms'), sent('voice')), 'PENDING_CALL');
  t.is(statusAfter(sent('sms'), sent('email')), 'PENDING_MAIL');
  t.is(statusAfter(sent('email'), sent('sms')), 'PENDING');
  t.is(statusAfter(sent('sms'), sent('voice', { status: 'refused' })), 'PENDING');
  t.is(statusAfter(sent('sms', { status: 'refused' })), 'INIT');
  t.is(statusAfter(sent('sms'), sent('email', { message: 'changed' })), 'PENDING');
  for (const status of ['pending', 'claimed', 'unknown'] as const)
    t.is(statusAfter(sent('voice', { status })), 'PENDING_CALL');
});

test('a proof, and the end, decide whatever was sent', (t) => {
  const messages = [sent('sms')];
  t.is(earlierStatus({ ...pending, proved: ['mail'], messages }), 'VERIFIED');
  const confirmed = {
    new_client: 'PROMOTED',
    change_phone: 'UPDATED (phone)',
    change_mail: 'UPDATED (mail)',
    reconfirm: 'VERIFIED',
  } as const;
  for (const [purpose, status] of Object.entries(confirmed)) {
    t.is(
      earlierStatus({ ...pending, status: 'confirmed', purpose: purpose as keyof typeof confirmed, messages }),
      status,
    );
  }
  t.is(earlierStatus({ ...pending, status: 'expired', messages }), 'EXPIRED');
  for (const status of ['cancelled', 'blocked'] as const)
    t.is(earlierStatus({ ...pending, status, messages }), 'FAILED');
});

test('a status is read whatever its case', (t) => {
  for (const status of EARLIER_STATUSES) {
    for (const text of [status, status.toLowerCase(), status.toUpperCase()]) t.is(readEarlierStatus(text), status);
  }
  for (const text of ['', 'available', 'open', 'UPDATED', ' INIT']) t.is(readEarlierStatus(text), undefined);
});
