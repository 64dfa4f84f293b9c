import type { AwaitedConfirmation } from '../../../../ports/proxycall-api.js';
import { words } from '../../language.js';
import type { View } from '../../view.js';
import { confirmationPath } from '../paths.js';

const T = words({
  en: { text: 'The number is in service once the client has confirmed their phone.', link: 'Open the confirmation' },
  fr: { text: 'Le numéro est en service dès que le client a confirmé son téléphone.', link: 'Voir la confirmation' },
});

/** Of a new client whose phone is to be confirmed first. */
export function AwaitedNote({
  view,
  confirmation,
}: {
  readonly view: View;
  readonly confirmation: AwaitedConfirmation | undefined;
}) {
  if (confirmation === undefined) return null;
  const t = T[view.language];
  return (
    <p class="note warn">
      {t.text} <a href={`/console${confirmationPath(confirmation.confirmationId)}`}>{t.link}</a>
    </p>
  );
}
