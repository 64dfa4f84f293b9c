import { withoutInvisible } from '../../../domain/model/characters.js';
import type { SearchResult } from '../../../ports/proxycall-api.js';
import { Card, Empty } from '../elements/data.js';
import { Button, Field, Form, RefusalNote } from '../elements/form.js';
import { plainText, readFields, required } from '../fields.js';
import { words } from '../language.js';
import type { Action, Refusal, Shown, View } from '../view.js';
import { ClientsTable } from './clients/table.js';
import { OrdersTable } from './orders/table.js';
import { clientPath, orderPath } from './paths.js';

const T = words({
  en: {
    title: 'Search',
    find: 'Find an order or a client',
    hint: 'The id of an order or a client, a proxy number, or the phone of a client or a courier: exactly, written as you like.',
    hintIds: 'The id of an order or a client, exactly. Your role cannot search by number or phone.',
    button: 'Search',
    orders: 'Orders',
    clients: 'Clients',
    more: 'There are more than are shown here.',
    nothing: 'Nothing found',
    nothingHint:
      'Only the exact id, number or phone finds something. Look at each digit, or search by the id of the order. What was closed long ago is found by id only.',
    nothingHintIds: 'Only the exact id finds something. Look at each character.',
    again: 'Search again',
    againHint: 'The address of a result is valid for ten minutes, and only for whoever has searched.',
  },
  fr: {
    title: 'Recherche',
    find: 'Trouver une commande ou un client',
    hint: 'L’identifiant d’une commande ou d’un client, un numéro relais, ou le téléphone d’un client ou d’un livreur : exact, écrit comme vous voulez.',
    hintIds:
      'L’identifiant exact d’une commande ou d’un client. Votre rôle ne permet pas de chercher par numéro ou par téléphone.',
    button: 'Chercher',
    orders: 'Commandes',
    clients: 'Clients',
    more: 'Il y en a plus qu’il n’est affiché ici.',
    nothing: 'Rien n’a été trouvé',
    nothingHint:
      'Seul l’identifiant, le numéro ou le téléphone exact donne un résultat. Vérifiez chaque chiffre, ou cherchez par l’identifiant de la commande. Ce qui est fermé depuis longtemps ne se trouve que par l’identifiant.',
    nothingHintIds: 'Seul l’identifiant exact donne un résultat. Vérifiez chaque caractère.',
    again: 'Cherchez à nouveau',
    againHint: 'L’adresse d’un résultat est valable dix minutes, et seulement pour qui a cherché.',
  },
});

interface Props {
  readonly view: View;
  /** The page that the search is on, below `/console`. */
  readonly to: string;
  readonly refusal?: Refusal | undefined;
  readonly text?: string | undefined;
}

/** Whether the role may look up numbers: others would find out masked ones by trying. */
function maySearchNumbers(view: View): boolean {
  return view.may('getClientByProxy');
}

export function SearchForm({ view, to, refusal, text }: Props) {
  if (!view.may('search')) return null;
  const t = T[view.language];
  const hint = maySearchNumbers(view) ? t.hint : t.hintIds;
  return (
    <Card>
      <Form view={view} to={`${to}/search`}>
        <RefusalNote view={view} refusal={refusal} fields={['text']} />
        <Field {...{ label: t.find, name: 'text', type: 'search', isRequired: true, hint, refusal, value: text }} />
        <Button>{t.button}</Button>
      </Form>
    </Card>
  );
}

/** By POST: what was looked for is in no address. What was found is, encrypted: it can be gone back to. */
export function searchAction(to: string): Action {
  return {
    needs: 'search',
    async perform(view, form) {
      const { text } = readFields(view, form, { text: required(plainText) });
      const result = await view.api.search({ text });
      return { to: onlyOne(result) ?? `${to}?${FOUND}=${view.searches.seal(withoutInvisible(text).trim())}` };
    },
  };
}

const FOUND = 'found';

/** The page of what was found, when there is nothing else. */
function onlyOne({ orders, clients }: SearchResult): string | undefined {
  const [address, ...others] = [
    ...orders.map(({ orderId }) => orderPath(orderId)),
    ...clients.map(({ clientId }) => clientPath(clientId)),
  ];
  return others.length === 0 ? address : undefined;
}

/** What was found, if the address asks for it. @param to the page that the search is on, below `/console` */
export async function showFound(view: View, to: string): Promise<Shown | undefined> {
  const id = new URLSearchParams(view.ctx.querystring).get(FOUND);
  if (id === null || !view.may('search')) return undefined;
  const t = T[view.language];
  const text = view.searches.open(id);
  const content = (
    <>
      <SearchForm {...{ view, to, text }} />
      {text === undefined ? (
        <Empty title={t.again}>{t.againHint}</Empty>
      ) : (
        <Results {...{ view, result: await view.api.search({ text }) }} />
      )}
    </>
  );
  return { title: t.title, content };
}

function Results({ view, result }: { readonly view: View; readonly result: SearchResult }) {
  const t = T[view.language];
  const { orders, clients, moreOrders, moreClients } = result;
  if (orders.length + clients.length === 0) {
    return <Empty title={t.nothing}>{maySearchNumbers(view) ? t.nothingHint : t.nothingHintIds}</Empty>;
  }
  return (
    <>
      {orders.length > 0 && (
        <Card title={t.orders}>
          <OrdersTable {...{ view, orders, empty: <></> }} />
          {moreOrders && <p class="hint">{t.more}</p>}
        </Card>
      )}
      {clients.length > 0 && (
        <Card title={t.clients}>
          <ClientsTable {...{ view, clients, empty: <></> }} />
          {moreClients && <p class="hint">{t.more}</p>}
        </Card>
      )}
    </>
  );
}
