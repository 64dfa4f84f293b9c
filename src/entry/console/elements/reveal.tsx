import { MARK } from '../../../domain/model/masking.js';
import { REVEAL_REASONS } from '../../../domain/model/reveal.js';
import { oneOf, required } from '../fields.js';
import { words } from '../language.js';
import type { Refusal, View } from '../view.js';
import { ActionPanel, Button, Field, Form, RefusalNote } from './form.js';

const T = words({
  en: {
    title: 'Reveal',
    text: 'Shows the real data once. Who has seen it, and why, is recorded in the audit trail.',
    reason: 'Reason',
    choose: 'Choose…',
    reveal: 'Show it',
    revealed: 'This is shown once, and only to you. When you leave this page, it is masked again.',
    customer_asked: 'The customer asked',
    delivery_problem: 'A problem with the delivery',
    complaint: 'A complaint',
    legal_request: 'A legal request',
  },
  fr: {
    title: 'Révéler',
    text: 'Affiche les vraies données une seule fois. Qui les a vues, et pourquoi, est noté dans le journal d’audit.',
    reason: 'Motif',
    choose: 'Choisir…',
    reveal: 'Afficher',
    revealed: 'Affiché cette fois seulement, et à vous seul. Dès que vous quittez cette page, c’est de nouveau masqué.',
    customer_asked: 'Le client l’a demandé',
    delivery_problem: 'Un problème de livraison',
    complaint: 'Une réclamation',
    legal_request: 'Une demande légale',
  },
});

/** What the form of `RevealPanel` has. */
export const REVEAL_FIELDS = { reason: required(oneOf(REVEAL_REASONS)) };

/** Whether some of it is not shown. */
export function isMasked(texts: readonly (string | undefined)[]): boolean {
  return texts.some((text) => text?.includes(MARK) === true);
}

interface Props {
  readonly view: View;
  /** Where the form is sent, below `/console`. */
  readonly to: string;
  readonly refusal: Refusal | undefined;
}

/** Asks for the reason. */
export function RevealPanel({ view, to, refusal }: Props) {
  const t = T[view.language];
  return (
    <ActionPanel title={t.title} isOpen={refusal !== undefined}>
      <p class="hint">{t.text}</p>
      <Form view={view} to={to}>
        <RefusalNote view={view} refusal={refusal} fields={['reason']} />
        <Field
          {...{ label: t.reason, name: 'reason', isRequired: true, refusal }}
          options={[['', t.choose], ...REVEAL_REASONS.map((each) => [each, t[each]] as const)]}
        />
        <Button>{t.reveal}</Button>
      </Form>
    </ActionPanel>
  );
}

/** Above what was revealed. */
export function RevealedNote({ view }: { readonly view: View }) {
  return (
    <p class="note warn" role="status">
      {T[view.language].revealed}
    </p>
  );
}
