import type { ClientReceipt } from '../../../../ports/proxycall-api.js';
import { Card, Facts, Phone } from '../../elements/data.js';
import { Button, Form, RefusalNote, refusalFor } from '../../elements/form.js';
import { readFields } from '../../fields.js';
import { words } from '../../language.js';
import type { Page, Shown, View } from '../../view.js';
import { clientPath } from '../paths.js';
import { AwaitedNote } from './awaited-note.js';
import { ClientFields, CLIENT_FIELDS, suggestedClientId } from './client-fields.js';

const T = words({
  en: {
    title: 'New client',
    text: 'The client gets a number of their own, which you give out instead of their phone.',
    create: 'Create the client',
    created: (id: string) => `Client ${id} was created`,
    number: 'Number of the client',
    show: 'Open the client',
    another: 'Create another',
  },
  fr: {
    title: 'Nouveau client',
    text: 'Le client reçoit son propre numéro, que vous donnez à la place de son téléphone.',
    create: 'Créer le client',
    created: (id: string) => `Le client ${id} est créé`,
    number: 'Numéro du client',
    show: 'Voir le client',
    another: 'Créer un autre client',
  },
});

const NAMES = ['client_id', 'client_name', 'client_mail', 'client_real_phone', 'client_iso_residency'];

// Not below `/clients`: a client may have any id.
export const newClientPage: Page = {
  path: '/new-client',
  section: 'clients',
  needs: 'createClient',
  async show(view, _, all) {
    const t = T[view.language];
    const refusal = refusalFor(all, 'create');
    const content = (
      <Card>
        <p class="hint">{t.text}</p>
        <Form view={view} to="/new-client/create">
          <RefusalNote view={view} refusal={refusal} fields={NAMES} />
          <ClientFields {...{ view, refusal, clientId: await suggestedClientId(view) }} />
          <Button>{t.create}</Button>
        </Form>
      </Card>
    );
    return { title: t.title, content };
  },
  actions: {
    create: {
      needs: 'createClient',
      async perform(view, form) {
        return created(view, await view.api.createClient(readFields(view, form, CLIENT_FIELDS)));
      },
    },
  },
};

/** The answer, which is shown once. */
function created(view: View, { clientId, clientProxyNumber, confirmation }: ClientReceipt): Shown {
  const t = T[view.language];
  const content = (
    <Card>
      <Facts items={[[t.number, <Phone>{clientProxyNumber}</Phone>]]} />
      <AwaitedNote {...{ view, confirmation }} />
      <p class="row">
        {/* Nobody is on record before the confirmation. */}
        {confirmation === undefined && (
          <a class="button primary" href={`/console${clientPath(clientId)}`}>
            {t.show}
          </a>
        )}
        <a class="button plain" href="/console/new-client">
          {t.another}
        </a>
      </p>
    </Card>
  );
  return { title: t.created(clientId), content };
}
