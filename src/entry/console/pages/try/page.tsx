import { invalidField } from '../../../../domain/model/errors.js';
import { phoneNumber } from '../../../../domain/model/phone-number.js';
import type { OrderView } from '../../../../ports/proxycall-api.js';
import { Badge, Card, Empty, Facts, Phone } from '../../elements/data.js';
import { Button, Form, RefusalNote, Tick } from '../../elements/form.js';
import { LiveFeed } from '../../elements/live-feed.js';
import { typed, type Form as Entered } from '../../form.js';
import { HANDSET_NUMBERS, HANDSETS, type TryIt } from '../../try-it.js';
import type { Action, Page, Refusal, View } from '../../view.js';
import { FormFault, Handsets, Screens } from './handset.js';
import { T } from './words.js';

const CLIENT = { clientId: 'TRY-IT', clientName: 'Ada', clientMail: 'ada@shop.example' } as const;

/** So many of the latest calls and texts are listed. */
const LIVE = 6;

export const tryPage: Page = {
  path: '/try',
  section: 'try',
  needs: 'simulateCall',
  // The phones show what they are shown, codes and numbers included.
  isClear: true,
  async show(view, _params, refusal) {
    const tryIt = phonesOf(view);
    const t = T[view.language];
    const order = tryIt.order === undefined ? undefined : await orderOf(view, tryIt.order.orderId);
    const { items } = await view.api.listInteractions({ limit: LIVE });
    const content = (
      <>
        <p class="soft">{t.intro}</p>
        <RefusalNote {...{ view, refusal: refusal?.action === 'use' ? undefined : refusal, fields: [] }} />
        <div class="grid">
          <Card title={t.order}>
            <Order {...{ view, tryIt, order }} />
          </Card>
          <Card title={t.live}>
            <LiveFeed {...{ view, items }} most={LIVE} hint={t.liveHint} label={t.live} empty={<></>} />
          </Card>
        </div>
        <h2>{t.phones}</h2>
        <Handsets {...{ view, tryIt, refusal }} />
      </>
    );
    return { title: t.title, content };
  },
  actions: {
    order: { needs: 'createOrder', perform: create },
    close: { needs: 'closeOrder', perform: close },
    use: use(),
  },
};

/** @throws `invalid_request`: with a real carrier there are none */
function phonesOf({ tryIt }: View): TryIt {
  if (tryIt === undefined) throw invalidField('handset', 'there are phones with the simulated carrier only');
  return tryIt;
}

async function orderOf({ api }: View, orderId: string): Promise<OrderView | undefined> {
  // Somebody may have erased it since.
  return api.getOrder(orderId).catch(() => undefined);
}

function Order({
  view,
  tryIt,
  order,
}: {
  readonly view: View;
  readonly tryIt: TryIt;
  readonly order: OrderView | undefined;
}) {
  const t = T[view.language];
  const receipt = tryIt.order;
  const isOpen = order?.status === 'open';
  return (
    <>
      {receipt === undefined || order === undefined ? (
        <Empty title={t.noOrder} />
      ) : (
        <>
          <Facts
            items={[
              [t.orderId, <a href={`/console/orders/${encodeURIComponent(order.orderId)}`}>{order.orderId}</a>],
              [t.status, <Badge tone={isOpen ? 'good' : 'calm'}>{isOpen ? t.open : t.closed}</Badge>],
              [t.clientNumber, <Phone>{receipt.clientProxyNumber}</Phone>],
              [t.courierNumber, <Phone>{receipt.courierProxyNumber ?? receipt.clientProxyNumber}</Phone>],
              [t.code, receipt.orderCode === undefined ? undefined : <span class="code">{receipt.orderCode}</span>],
            ]}
          />
          {receipt.confirmation !== undefined && isOpen && <p class="note">{t.confirmation}</p>}
          {isOpen && (
            <Form view={view} to="/try/close">
              <Button kind="plain">{t.close}</Button>
            </Form>
          )}
        </>
      )}
      <Form view={view} to="/try/order">
        <Tick label={t.withCourier} name="with_courier" />
        <Button kind={isOpen ? 'plain' : 'primary'}>{receipt === undefined ? t.create : t.again}</Button>
      </Form>
    </>
  );
}

async function create(view: View, form: Entered): Promise<{ readonly to: string }> {
  const tryIt = phonesOf(view);
  const isPaired = form.get('with_courier') === 'yes';
  tryIt.order = await view.api.createOrder({
    ...CLIENT,
    orderId: `TRY-${view.now.toString(36).toUpperCase()}`,
    clientRealPhone: phoneNumber(HANDSET_NUMBERS.client),
    courierPhone: isPaired ? phoneNumber(HANDSET_NUMBERS.courier) : undefined,
  });
  return { to: '/try' };
}

async function close(view: View): Promise<{ readonly to: string }> {
  const { order } = phonesOf(view);
  if (order !== undefined) await view.api.closeOrder(order.orderId, { endSession: true });
  return { to: '/try' };
}

/** What somebody does with a phone. */
function use(): Action {
  return {
    needs: 'simulateCall',
    async perform(view, form) {
      const tryIt = phonesOf(view);
      const handset = HANDSETS.find((each) => each === form.get('handset'));
      if (handset === undefined) throw invalidField('handset', 'must be client or courier');
      if (form.get('do') === 'set') setBehaviour(tryIt.phone(handset), form);
      else await callOrText(tryIt, handset, form);
      if (view.ctx.get('HX-Request') === '') return { to: '/try' };
      return { title: '', isPart: true, content: <Screens {...{ view, tryIt }} /> };
    },
    part: (_view: View, refusal: Refusal) => <FormFault {...refusal} />,
  };
}

async function callOrText(tryIt: TryIt, handset: (typeof HANDSETS)[number], form: Entered): Promise<void> {
  const to = phoneOf(typed(form, 'to'));
  if (form.get('do') === 'text') {
    const body = typed(form, 'body');
    if (body === undefined) throw invalidField('body', 'must not be empty');
    await tryIt.text(handset, to, body);
    return;
  }
  const keys = typed(form, 'keys');
  if (keys !== undefined && !/^[\d*#]{1,30}$/.test(keys))
    throw invalidField('keys', 'must be 1 to 30 of: digits, * and #');
  await tryIt.call(handset, to, keys === undefined ? [] : [keys]);
}

function phoneOf(text: string | undefined): string {
  const dialled = (text ?? '').replace(/[\s().-]/g, '');
  if (!/^\+[1-9]\d{5,14}$/.test(dialled)) throw invalidField('to', 'must be a number such as +33639980000');
  return dialled;
}

function setBehaviour(phone: ReturnType<TryIt['phone']>, form: Entered): void {
  const known = ['answers', 'is_busy', 'does_not_answer', 'is_off'] as const;
  const behaviour = known.find((each) => each === form.get('behaviour'));
  if (behaviour === undefined) throw invalidField('behaviour', `must be one of: ${known.join(', ')}`);
  phone.behaviour = behaviour;
}
