import type { OrderView } from '../../../../ports/proxycall-api.js';
import { ActionPanel, Button, Field, Form, RefusalNote, refusalFor, Tick } from '../../elements/form.js';
import { RevealPanel } from '../../elements/reveal.js';
import { toLocalTime } from '../../local-time.js';
import type { Refusal, View } from '../../view.js';
import { orderPath } from '../paths.js';
import { T } from './order-words.js';

interface Props {
  readonly view: View;
  readonly order: OrderView;
  readonly refusal: Refusal | undefined;
  readonly isMasked: boolean;
}

/** What can be done with the order now, by this role. */
export function OrderActions({ view, order, refusal, isMasked }: Props) {
  const isOpen = order.status === 'open';
  const isPaired = isOpen && order.courierProxyNumber !== undefined;
  return (
    <div>
      {isMasked && view.may('revealOrder') && (
        <RevealPanel view={view} to={`${orderPath(order.orderId)}/reveal`} refusal={refusalFor(refusal, 'reveal')} />
      )}
      {/* A form that was refused is shown with what is wrong, even if it cannot be sent any more. */}
      {view.may('changeCourier') && (isPaired || refusal?.action === 'courier') && (
        <Courier {...{ view, order, refusal: refusalFor(refusal, 'courier') }} />
      )}
      {view.may('extendOrder') && (isPaired || refusal?.action === 'extend') && (
        <Extend {...{ view, order, refusal: refusalFor(refusal, 'extend') }} />
      )}
      {view.may('closeOrder') && isOpen && <Close {...{ view, order, refusal: refusalFor(refusal, 'close') }} />}
    </div>
  );
}

type ActionProps = Omit<Props, 'isMasked'>;

function Courier({ view, order, refusal }: ActionProps) {
  const t = T[view.language];
  return (
    <ActionPanel title={t.courier} isOpen={refusal !== undefined}>
      <p class="hint">{t.courierText}</p>
      <Form view={view} to={`${orderPath(order.orderId)}/courier`}>
        <RefusalNote view={view} refusal={refusal} fields={['courier_phone']} />
        <Field {...{ label: t.courierPhone, name: 'courier_phone', type: 'tel', isRequired: true, refusal }} />
        <Button>{t.courierButton}</Button>
      </Form>
    </ActionPanel>
  );
}

function Extend({ view, order, refusal }: ActionProps) {
  const t = T[view.language];
  const value = order.expiresAt && toLocalTime(order.expiresAt, view.timeZone);
  return (
    <ActionPanel title={t.extend} isOpen={refusal !== undefined}>
      <Form view={view} to={`${orderPath(order.orderId)}/extend`}>
        <RefusalNote view={view} refusal={refusal} fields={['expires_at']} />
        <Field
          {...{ label: t.expiresAt, name: 'expires_at', type: 'datetime-local', isRequired: true, value, refusal }}
          hint={t.expiresAtHint(view.timeZone)}
        />
        <Button>{t.extendButton}</Button>
      </Form>
    </ActionPanel>
  );
}

function Close({ view, order, refusal }: ActionProps) {
  const t = T[view.language];
  return (
    <ActionPanel title={t.close} isOpen={refusal !== undefined} isDanger>
      <p class="hint">{t.closeText}</p>
      <Form view={view} to={`${orderPath(order.orderId)}/close`}>
        <RefusalNote view={view} refusal={refusal} fields={[]} />
        {order.courierProxyNumber === undefined && <Tick label={t.endSession} name="end_session" />}
        <Button kind="danger">{t.closeButton}</Button>
      </Form>
    </ActionPanel>
  );
}
