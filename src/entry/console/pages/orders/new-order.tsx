import { Card } from '../../elements/data.js';
import { Button, Field, Form, Group, RefusalNote, refusalFor } from '../../elements/form.js';
import * as fields from '../../fields.js';
import { words } from '../../language.js';
import type { Page, Refusal, View } from '../../view.js';
import { ClientFields, CLIENT_FIELDS, suggestedClientId } from '../clients/client-fields.js';
import { createdOrder } from './created-order.js';

const { required, optional } = fields;

const T = words({
  en: {
    title: 'New order',
    order: 'Order',
    orderId: 'Order id',
    orderIdHint: 'As in your shop: up to 100 characters.',
    client: 'Client',
    clientHint: 'A client who is on record keeps their number, name and mail address.',
    courier: 'Courier, if known already',
    courierHint:
      'With the phone of a courier, client and courier get shared numbers, and nobody else gets through. Without it, the client gets a number of their own, which anybody may call.',
    courierPhone: 'Phone of the courier',
    expiresAt: 'Ends automatically at',
    expiresAtHint: (zone: string) => `Time in ${zone}. Empty: as in the settings.`,
    maxCallSeconds: 'Longest conversation, in seconds',
    ringSeconds: 'Rings for at most, in seconds',
    maxCallHint: '60 to 86400. Empty: as in the settings.',
    ringHint: '5 to 600. Empty: as in the settings.',
    create: 'Create the order',
  },
  fr: {
    title: 'Nouvelle commande',
    order: 'Commande',
    orderId: 'Identifiant de la commande',
    orderIdHint: 'Comme dans votre boutique : 100 caractères au plus.',
    client: 'Client',
    clientHint: 'Un client déjà connu garde son numéro, son nom et son adresse e-mail.',
    courier: 'Livreur, s’il est déjà connu',
    courierHint:
      'Avec le téléphone d’un livreur, le client et le livreur reçoivent des numéros partagés, et personne d’autre ne passe. Sans lui, le client reçoit son propre numéro, que tout le monde peut appeler.',
    courierPhone: 'Téléphone du livreur',
    expiresAt: 'Se termine d’elle-même à',
    expiresAtHint: (zone: string) => `Heure de ${zone}. Vide : selon les réglages.`,
    maxCallSeconds: 'Durée maximale d’une conversation, en secondes',
    ringSeconds: 'Sonnerie maximale, en secondes',
    maxCallHint: 'De 60 à 86400. Vide : selon les réglages.',
    ringHint: 'De 5 à 600. Vide : selon les réglages.',
    create: 'Créer la commande',
  },
});

const ORDER_FIELDS = {
  orderId: required(fields.merchantId),
  ...CLIENT_FIELDS,
  courierPhone: optional(fields.phone),
  expiresAt: optional(fields.localTime),
  maxCallSeconds: optional(fields.wholeNumber),
  ringSeconds: optional(fields.wholeNumber),
};

const NAMES = [
  ...['order_id', 'client_id', 'client_name', 'client_mail', 'client_real_phone', 'client_iso_residency'],
  ...['courier_phone', 'expires_at', 'max_call_seconds', 'ring_seconds'],
];

// Not below `/orders`: an order may have any id.
export const newOrderPage: Page = {
  path: '/new-order',
  section: 'orders',
  needs: 'createOrder',
  async show(view, _, refusal) {
    const clientId = await suggestedClientId(view);
    const content = <NewOrder {...{ view, clientId, refusal: refusalFor(refusal, 'create') }} />;
    return { title: T[view.language].title, content };
  },
  actions: {
    create: {
      needs: 'createOrder',
      async perform(view, form) {
        return createdOrder(view, await view.api.createOrder(fields.readFields(view, form, ORDER_FIELDS)));
      },
    },
  },
};

interface Props {
  readonly view: View;
  readonly clientId: string | undefined;
  readonly refusal: Refusal | undefined;
}

function NewOrder({ view, clientId, refusal }: Props) {
  const t = T[view.language];
  return (
    <Card>
      <Form view={view} to="/new-order/create" isWide>
        <RefusalNote view={view} refusal={refusal} fields={NAMES} />
        <div class="grid">
          <div class="stack">
            <Group title={t.order}>
              <Field {...{ label: t.orderId, name: 'order_id', hint: t.orderIdHint, isRequired: true, refusal }} />
            </Group>
            <Group title={t.client}>
              <p class="hint">{t.clientHint}</p>
              <ClientFields {...{ view, clientId, refusal }} />
            </Group>
          </div>
          <Group title={t.courier}>
            <p class="hint">{t.courierHint}</p>
            <Field {...{ label: t.courierPhone, name: 'courier_phone', type: 'tel', refusal }} />
            <Field
              {...{ label: t.expiresAt, name: 'expires_at', type: 'datetime-local', refusal }}
              hint={t.expiresAtHint(view.timeZone)}
            />
            <Field
              {...{ label: t.maxCallSeconds, name: 'max_call_seconds', type: 'number', hint: t.maxCallHint, refusal }}
            />
            <Field {...{ label: t.ringSeconds, name: 'ring_seconds', type: 'number', hint: t.ringHint, refusal }} />
          </Group>
        </div>
        <Button>{t.create}</Button>
      </Form>
    </Card>
  );
}
