import type { OrderReceipt } from '../../../../ports/proxycall-api.js';
import { Facts, Phone, Time } from '../../elements/data.js';
import { words } from '../../language.js';
import type { View } from '../../view.js';

const T = words({
  en: {
    own: 'Number of the client',
    client: 'The client calls',
    courier: 'The courier calls',
    code: 'Order code',
    longCode: 'Long code',
    ends: 'Ends automatically',
    codeHint:
      'From another phone than their own, the courier is asked for the order code; and for the long code when somebody guesses codes on the number.',
  },
  fr: {
    own: 'Numéro du client',
    client: 'Le client appelle',
    courier: 'Le livreur appelle',
    code: 'Code de la commande',
    longCode: 'Code long',
    ends: 'Se termine d’elle-même',
    codeHint:
      'Depuis un autre téléphone que le sien, le livreur doit taper le code de la commande ; ou le code long, quand quelqu’un essaie des codes sur ce numéro.',
  },
});

/** What client and courier need: the numbers and the codes. */
export function OrderNumbers({ view, order }: { readonly view: View; readonly order: OrderReceipt }) {
  const t = T[view.language];
  const { clientProxyNumber, courierProxyNumber, orderCode, orderCodeLong, expiresAt } = order;
  return (
    <>
      <Facts
        items={[
          [courierProxyNumber === undefined ? t.own : t.client, <Phone>{clientProxyNumber}</Phone>],
          [t.courier, courierProxyNumber && <Phone>{courierProxyNumber}</Phone>],
          [t.code, orderCode && <span class="code">{orderCode}</span>],
          [t.longCode, orderCodeLong && <span class="code">{orderCodeLong}</span>],
          [t.ends, expiresAt && <Time view={view} at={expiresAt} />],
        ]}
      />
      {orderCode !== undefined && <p class="hint">{t.codeHint}</p>}
    </>
  );
}
