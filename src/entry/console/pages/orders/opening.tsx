import { invalidField, isProxyCallError } from '../../../../domain/model/errors.js';
import { Card } from '../../elements/data.js';
import { Button, Field, Form, RefusalNote, refusalFor } from '../../elements/form.js';
import { oneOf, plainText, readFields, required } from '../../fields.js';
import { words } from '../../language.js';
import type { Action, Refusal, Shown, View } from '../../view.js';
import { clientPath, orderPath } from '../paths.js';

const T = words({
  en: {
    title: 'Orders',
    open: 'Open an order or a client',
    text: 'Your role cannot list orders or clients: it opens them one by one.',
    kind: 'What',
    order: 'Order',
    client: 'Client',
    id: 'Its id',
    idHint: 'Exactly as in your shop.',
    button: 'Open',
    create: 'New order',
    createClient: 'New client',
  },
  fr: {
    title: 'Commandes',
    open: 'Ouvrir une commande ou un client',
    text: 'Votre rôle ne permet pas d’afficher les listes : ouvrez les commandes et les clients un par un.',
    kind: 'Quoi',
    order: 'Commande',
    client: 'Client',
    id: 'Son identifiant',
    idHint: 'Exactement comme dans votre boutique.',
    button: 'Ouvrir',
    create: 'Nouvelle commande',
    createClient: 'Nouveau client',
  },
});

const KINDS = ['order', 'client'] as const;

/** By POST: a form of GET would have what was typed in its address. */
export const open: Action = {
  needs: 'getOrder',
  async perform(view, form) {
    const { kind, id } = readFields(view, form, { kind: required(oneOf(KINDS)), id: required(plainText) });
    try {
      if (kind === 'order') return { to: orderPath((await view.api.getOrder(id)).orderId) };
      return { to: clientPath((await view.api.getClient(id)).clientId) };
    } catch (error) {
      if (isProxyCallError(error, 'order_not_found') || isProxyCallError(error, 'client_not_found'))
        throw invalidField('id', error.message);
      throw error;
    }
  },
};

/** In place of the list, for a role that may not see it. */
export function showOpening(view: View, all: Refusal | undefined): Shown {
  const t = T[view.language];
  const refusal = refusalFor(all, 'open');
  const content = (
    <>
      <Card title={t.open}>
        <p class="hint">{t.text}</p>
        <Form view={view} to="/orders/open">
          <RefusalNote view={view} refusal={refusal} fields={['kind', 'id']} />
          <Field
            {...{ label: t.kind, name: 'kind', refusal }}
            options={KINDS.map((kind) => [kind, t[kind]] as const)}
          />
          <Field {...{ label: t.id, name: 'id', isRequired: true, hint: t.idHint, refusal }} />
          <Button>{t.button}</Button>
        </Form>
      </Card>
      <p class="row">
        {view.may('createOrder') && (
          <a class="button primary" href="/console/new-order">
            {t.create}
          </a>
        )}
        {view.may('createClient') && (
          <a class="button plain" href="/console/new-client">
            {t.createClient}
          </a>
        )}
      </p>
    </>
  );
  return { title: t.title, content };
}
