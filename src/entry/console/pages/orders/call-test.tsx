import type { OrderView, SimulatedCall } from '../../../../ports/proxycall-api.js';
import { OUTCOMES } from '../../../../domain/model/outcomes.js';
import type { E164 } from '../../../../domain/model/phone-number.js';
import type { TypedPhone } from '../../../../domain/model/typed-phone.js';
import { ActionPanel, Button, Field, Form, RefusalNote } from '../../elements/form.js';
import { outcomeWord } from '../../elements/outcomes.js';
import { isMasked } from '../../elements/reveal.js';
import { number, phone, readFields, required, type Reader } from '../../fields.js';
import type { Form as SentForm } from '../../form.js';
import { words, type ConsoleLanguage } from '../../language.js';
import type { Refusal, View } from '../../view.js';
import { orderPath } from '../paths.js';

const T = words({
  en: {
    title: 'Call test',
    text: 'With the simulated carrier: decides a call as if it came in, and records it. No phone rings.',
    from: 'From the phone',
    fromHint: 'A phone number; empty: a caller who withholds theirs.',
    to: 'To the number',
    toHint: 'Reveal the order to see its numbers.',
    client: (number_: string) => `${number_} · client`,
    courier: (number_: string) => `${number_} · courier`,
    own: (number_: string) => `${number_} · client`,
    call: 'Call',
    decision: 'What happened',
  },
  fr: {
    title: 'Appel d’essai',
    text: 'Avec l’opérateur simulé : un appel est traité comme s’il arrivait, et enregistré. Aucun téléphone ne sonne.',
    from: 'Depuis le téléphone',
    fromHint: 'Un numéro de téléphone ; vide : un appelant qui masque le sien.',
    to: 'Vers le numéro',
    toHint: 'Révélez la commande pour voir ses numéros.',
    client: (number_: string) => `${number_} · client`,
    courier: (number_: string) => `${number_} · livreur`,
    own: (number_: string) => `${number_} · client`,
    call: 'Appeler',
    decision: 'Ce qui s’est passé',
  },
});

/** A call, and what was decided. */
export interface TestedCall extends SimulatedCall {
  readonly form: SentForm;
}

const caller: Reader<TypedPhone | 'withheld'> = (text, view) =>
  text === undefined ? { value: 'withheld' } : phone(text, view);

export async function callTest(view: View, form: SentForm): Promise<TestedCall> {
  const call: { readonly to: E164; readonly from: TypedPhone | 'withheld' } = readFields(view, form, {
    to: required(number),
    from: caller,
  });
  return { form, ...(await view.api.simulateCall(call)) };
}

/** The decisions that a call is described by, in French. Of a refusal, the outcome says it. */
const DECISIONS: Readonly<Record<string, string>> = {
  'connected to the client, who is shown their own proxy number':
    'mis en relation avec le client, qui voit son propre numéro relais',
  'connected to the courier, who is shown their own proxy number':
    'mis en relation avec le livreur, qui voit son propre numéro relais',
  'connected to the client, who is shown the proxy number': 'mis en relation avec le client, qui voit le numéro relais',
  "the client is connected to the last caller, who is shown the client's proxy number":
    'le client est mis en relation avec le dernier appelant, qui voit le numéro relais du client',
  "asked for the order's code: the number is shared, and the caller is not known":
    'le code de la commande est demandé : le numéro est partagé, et l’appelant inconnu',
  "asked for the order's long code: the number is shared, and the caller is not known":
    'le code long de la commande est demandé : le numéro est partagé, et l’appelant inconnu',
};

function decisionIn(language: ConsoleLanguage, decision: string): string {
  if (language === 'en') return decision;
  const [, reason] = /^not connected \((\w+)\)/.exec(decision) ?? [];
  const outcome = OUTCOMES.find((each) => each === reason);
  if (outcome !== undefined) return `pas de mise en relation : ${outcomeWord(language, outcome)}`;
  return DECISIONS[decision] ?? decision;
}

export function CallTestNote({ view, tested }: { readonly view: View; readonly tested: TestedCall | undefined }) {
  if (tested === undefined) return null;
  return (
    <div class="note good" role="status">
      <strong>{T[view.language].decision}</strong>
      <p>{decisionIn(view.language, tested.decision)}</p>
    </div>
  );
}

interface Props {
  readonly view: View;
  readonly order: OrderView;
  readonly tested: TestedCall | undefined;
  readonly refusal: Refusal | undefined;
}

export function CallTestPanel({ view, order, tested, refusal }: Props) {
  const t = T[view.language];
  const { clientProxyNumber: own, courierProxyNumber: courier } = order;
  const to = { label: t.to, name: 'to', isRequired: true, refusal, value: tested?.form.get('to') };
  return (
    <ActionPanel title={t.title} isOpen={refusal !== undefined || tested !== undefined}>
      <p class="hint">{t.text}</p>
      <Form view={view} to={`${orderPath(order.orderId)}/call`}>
        <RefusalNote view={view} refusal={refusal} fields={['from', 'to']} />
        <Field
          {...{ label: t.from, name: 'from', type: 'tel', hint: t.fromHint, refusal }}
          value={tested?.form.get('from')}
        />
        {isMasked([own]) ? (
          <Field {...{ ...to, type: 'tel', hint: t.toHint }} />
        ) : (
          <Field
            {...to}
            options={
              courier === undefined
                ? [[own, t.own(own)]]
                : [
                    [courier, t.courier(courier)],
                    [own, t.client(own)],
                  ]
            }
          />
        )}
        <Button kind="plain">{t.call}</Button>
      </Form>
    </ActionPanel>
  );
}
