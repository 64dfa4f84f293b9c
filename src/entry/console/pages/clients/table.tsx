import type { VNode } from 'preact';
import type { ClientView } from '../../../../ports/proxycall-api.js';
import { Phone, Table } from '../../elements/data.js';
import { words } from '../../language.js';
import type { View } from '../../view.js';
import { clientPath } from '../paths.js';

const T = words({
  en: { caption: 'Clients', id: 'Client', name: 'Name', mail: 'E-mail', phone: 'Real phone', number: 'Own number' },
  fr: { caption: 'Clients', id: 'Client', name: 'Nom', mail: 'E-mail', phone: 'Vrai téléphone', number: 'Son numéro' },
});

interface Props {
  readonly view: View;
  readonly clients: readonly ClientView[];
  readonly empty: VNode;
}

export function ClientsTable({ view, clients, empty }: Props) {
  const t = T[view.language];
  return (
    <Table
      caption={t.caption}
      items={clients}
      keyOf={({ clientId }) => clientId}
      empty={empty}
      columns={[
        { title: t.id, cell: ({ clientId }) => <a href={`/console${clientPath(clientId)}`}>{clientId}</a> },
        { title: t.name, cell: ({ clientName }) => clientName },
        { title: t.mail, cell: ({ clientMail }) => clientMail },
        { title: t.phone, cell: ({ clientRealPhone }) => <Phone>{clientRealPhone}</Phone> },
        { title: t.number, cell: ({ clientProxyNumber }) => <Phone>{clientProxyNumber}</Phone> },
      ]}
    />
  );
}
