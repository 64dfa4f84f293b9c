import test from 'ava';
import { withReport } from '../../src/domain/model/interaction.js';
import { phoneNumber } from '../../src/domain/model/phone-number.js';
import { aTextInteraction } from '../../src/entry/testing/records.js';

const message = { from: phoneNumber('+33639980000'), to: phoneNumber('+33199001234'), body: 'hello', media: [] };
const sent = aTextInteraction('t', {
  outcome: 'sent',
  plan: { kind: 'texts', interactionId: 't', messages: [message, message, message] },
});
const failed = { interactionId: 't', part: 0, attempt: 1, status: 'undelivered', mayPass: true } as const;

test('a failure that may pass is retried once, and the second attempt decides', (t) => {
  const once = withReport(sent, failed);
  t.like(once, { outcome: 'undelivered', failedParts: [0], retriedParts: [0] });
  t.is(withReport(once, failed), once, 'however often it is reported');
  t.is(withReport(once, { ...failed, attempt: 2 }), once, 'no third attempt');
  const arrived = withReport(once, { ...failed, attempt: 2, status: 'delivered' });
  t.like(arrived, { outcome: 'delivered', failedParts: [], retriedParts: [0] });
  t.is(withReport(arrived, failed), arrived, 'a late report of the first attempt');
});

test('a failure that stays is recorded, and not retried', (t) => {
  const lost = withReport(sent, { ...failed, mayPass: false });
  t.like(lost, { outcome: 'undelivered', failedParts: [0], retriedParts: [] });
  t.is(withReport(lost, { ...failed, mayPass: false }), lost);
  t.like(withReport({ ...sent, plan: undefined }, failed), { retriedParts: [] }, 'nor is one whose text is gone');
});

test('a text in parts is delivered when none is missing', (t) => {
  const delivered = withReport(sent, { ...failed, status: 'delivered' });
  t.is(delivered.outcome, 'delivered');
  const two = withReport(withReport(delivered, { ...failed, part: 1 }), { ...failed, part: 2 });
  const one = withReport(two, { ...failed, part: 1, attempt: 2, status: 'delivered' });
  t.like(one, { outcome: 'undelivered', failedParts: [2] });
  t.is(withReport(one, { ...failed, part: 2, attempt: 2, status: 'delivered' }).outcome, 'delivered');
});

test('a report about a part or an attempt that there is not, or about an automatic reply, changes nothing', (t) => {
  t.is(withReport(sent, { ...failed, part: 3 }), sent);
  t.is(withReport(sent, { ...failed, part: 99 }), sent);
  for (const status of ['undelivered', 'delivered'] as const) {
    t.is(withReport(sent, { ...failed, attempt: 2, status }), sent);
    t.is(withReport(sent, { ...failed, attempt: 7, status }), sent);
    for (const outcome of ['nobody_to_reach', 'texts_stopped', 'order_closed', 'empty'] as const) {
      const reply = aTextInteraction('t', { outcome, plan: sent.plan });
      t.is(withReport(reply, { ...failed, status }), reply);
    }
  }
});
