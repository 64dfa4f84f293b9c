import { Field } from '../../elements/form.js';
import * as fields from '../../fields.js';
import { words } from '../../language.js';
import type { Refusal, View } from '../../view.js';

const { required, optional } = fields;

const T = words({
  en: {
    id: 'Client id',
    idHint: (next: string | undefined) =>
      next === undefined ? 'As in your shop.' : `As in your shop. Next free: ${next}.`,
    name: 'Name',
    mail: 'E-mail',
    phone: 'Real phone',
    phoneHint: 'Nobody who calls sees it. With its country code, or as it is dialled at home.',
    residency: 'Country',
    residencyHint: 'Two letters, such as FR. Empty: that of the phone.',
  },
  fr: {
    id: 'Identifiant du client',
    idHint: (next: string | undefined) =>
      next === undefined ? 'Comme dans votre boutique.' : `Comme dans votre boutique. Prochain libre : ${next}.`,
    name: 'Nom',
    mail: 'E-mail',
    phone: 'Vrai téléphone',
    phoneHint: 'Aucun appelant ne le voit. Avec l’indicatif du pays, ou comme on le compose chez soi.',
    residency: 'Pays',
    residencyHint: 'Deux lettres, comme FR. Vide : celui du téléphone.',
  },
});

/** What `ClientFields` has. */
export const CLIENT_FIELDS = {
  clientId: required(fields.merchantId),
  clientName: required(fields.personName),
  clientMail: required(fields.mail),
  clientRealPhone: required(fields.phone),
  clientIsoResidency: optional(fields.country),
};

/** The number after the largest id, where the role may know. */
export async function suggestedClientId(view: View): Promise<string | undefined> {
  return view.may('nextClientId') ? (await view.api.nextClientId()).nextClientId.toString() : undefined;
}

interface Props {
  readonly view: View;
  /** A free one. */
  readonly clientId: string | undefined;
  readonly refusal: Refusal | undefined;
}

/** Of a client who may be new. */
export function ClientFields({ view, clientId, refusal }: Props) {
  const t = T[view.language];
  const common = { isRequired: true, refusal };
  return (
    <>
      <Field {...{ ...common, label: t.id, name: 'client_id', hint: t.idHint(clientId) }} />
      <Field {...{ ...common, label: t.name, name: 'client_name' }} />
      <Field {...{ ...common, label: t.mail, name: 'client_mail', type: 'email' }} />
      <Field {...{ ...common, label: t.phone, name: 'client_real_phone', type: 'tel', hint: t.phoneHint }} />
      <Field {...{ label: t.residency, name: 'client_iso_residency', hint: t.residencyHint, refusal }} />
    </>
  );
}
