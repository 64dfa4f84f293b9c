import { Empty } from '../../elements/data.js';
import { words } from '../../language.js';
import type { View } from '../../view.js';
import { CALLS } from '../calls-words.js';

export const T = words({
  en: {
    title: (id: string) => `Order ${id}`,
    about: 'Session',
    client: 'Client',
    created: 'Created',
    closed: 'Closed',
    numbers: 'Numbers',
    pairedSession:
      'Only the client and the courier get through, from their own phones. Everybody else is asked for the order code.',
    openSession:
      'The client’s own number: whoever calls it reaches the client, and the client reaches the last caller by calling it back.',
    calls: 'Calls and texts',
    noCalls: 'No call or text yet',
    noCallsHint:
      'If somebody says that the number does not work: check that they dial exactly the number shown above, from the phone that you know of.',
    close: 'Close the order',
    closeText: 'Whoever calls afterwards hears that the order is closed.',
    endSession: 'Also take the client’s own number away, if this was their last open order',
    closeButton: 'Close it',
    courier: 'Another courier',
    courierText:
      'The client keeps their number. The former courier hears that the order is closed, and the order code changes.',
    courierPhone: 'Phone of the new courier',
    courierButton: 'Change the courier',
    extend: 'End later or earlier',
    expiresAt: 'Ends at',
    expiresAtHint: (zone: string) => `Time in ${zone}, within a year.`,
    extendButton: 'Change the end',
    actions: 'Actions',
  },
  fr: {
    title: (id: string) => `Commande ${id}`,
    about: 'Session',
    client: 'Client',
    created: 'Créée',
    closed: 'Fermée',
    numbers: 'Numéros',
    pairedSession:
      'Seuls le client et le livreur passent, depuis leurs propres téléphones. Aux autres, on demande le code de la commande.',
    openSession:
      'Le numéro du client : qui l’appelle joint le client, et le client joint le dernier appelant en rappelant ce numéro.',
    calls: 'Appels et SMS',
    noCalls: 'Aucun appel ni SMS pour l’instant',
    noCallsHint:
      'Si quelqu’un dit que le numéro ne marche pas : vérifiez qu’il compose exactement le numéro ci-dessus, depuis le téléphone que vous connaissez.',
    close: 'Fermer la commande',
    closeText: 'Qui appelle ensuite entend que la commande est fermée.',
    endSession: 'Reprendre aussi le numéro du client, si c’était sa dernière commande ouverte',
    closeButton: 'Fermer',
    courier: 'Un autre livreur',
    courierText:
      'Le client garde son numéro. Le livreur précédent entend que la commande est fermée, et le code de la commande change.',
    courierPhone: 'Téléphone du nouveau livreur',
    courierButton: 'Remplacer le livreur',
    extend: 'Terminer plus tard ou plus tôt',
    expiresAt: 'Se termine à',
    expiresAtHint: (zone: string) => `Heure de ${zone}, d’ici un an.`,
    extendButton: 'Changer la fin',
    actions: 'Actions',
  },
});

/** @param props.isAll whether all calls and texts were looked at */
export function NoCalls({ view, isAll = true }: { readonly view: View; readonly isAll?: boolean }) {
  const t = T[view.language];
  const further = CALLS[view.language];
  if (!isAll) return <Empty title={further.noneSoFar}>{further.noneSoFarMore}</Empty>;
  return <Empty title={t.noCalls}>{t.noCallsHint}</Empty>;
}
