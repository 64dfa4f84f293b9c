import type { OrderReceipt } from '../../../../ports/proxycall-api.js';
import { Card } from '../../elements/data.js';
import { isMasked } from '../../elements/reveal.js';
import { words } from '../../language.js';
import type { Shown, View } from '../../view.js';
import { AwaitedNote } from '../clients/awaited-note.js';
import { orderPath } from '../paths.js';
import { OrderNumbers } from './order-numbers.js';

const T = words({
  en: {
    title: (id: string) => `Order ${id} was created`,
    give: 'Give these to the client and the courier',
    giveOwn: 'Give this number out instead of the client’s phone',
    masked: 'Your role sees them masked: reveal them on the page of the order.',
    show: 'Open the order',
    another: 'Create another',
  },
  fr: {
    title: (id: string) => `La commande ${id} est créée`,
    give: 'À donner au client et au livreur',
    giveOwn: 'À donner à la place du téléphone du client',
    masked: 'Votre rôle les voit masqués : révélez-les sur la page de la commande.',
    show: 'Voir la commande',
    another: 'Créer une autre commande',
  },
});

/** The answer to a new order, which is shown once. */
export function createdOrder(view: View, order: OrderReceipt): Shown {
  const t = T[view.language];
  const content = (
    <Card title={order.courierProxyNumber === undefined ? t.giveOwn : t.give}>
      <OrderNumbers {...{ view, order }} />
      {isMasked([order.clientProxyNumber]) && <p class="hint">{t.masked}</p>}
      <AwaitedNote {...{ view, confirmation: order.confirmation }} />
      <p class="row">
        <a class="button primary" href={`/console${orderPath(order.orderId)}`}>
          {t.show}
        </a>
        <a class="button plain" href="/console/new-order">
          {t.another}
        </a>
      </p>
    </Card>
  );
  return { title: t.title(order.orderId), content };
}
