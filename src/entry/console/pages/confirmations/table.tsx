import type { VNode } from 'preact';
import type { ConfirmationSummary } from '../../../../ports/proxycall-api.js';
import { Phone, Table, Time } from '../../elements/data.js';
import type { View } from '../../view.js';
import { confirmationPath } from '../paths.js';
import { ClientOf, StatusBadge } from './confirmation.js';
import { T } from './confirmation-words.js';

interface Props {
  readonly view: View;
  readonly confirmations: readonly ConfirmationSummary[];
  readonly empty: VNode;
}

/** What is decided is decided on the page of each, which says what it means. */
export function ConfirmationsTable({ view, confirmations, empty }: Props) {
  const t = T[view.language];
  return (
    <Table
      caption={t.list}
      items={confirmations}
      keyOf={({ confirmationId }) => confirmationId}
      empty={empty}
      columns={[
        {
          title: t.id,
          cell: ({ confirmationId }) => <a href={`/console${confirmationPath(confirmationId)}`}>{confirmationId}</a>,
        },
        { title: t.purpose, cell: ({ purpose }) => t.purposes[purpose] },
        {
          title: t.client,
          cell: (confirmation) => <ClientOf {...{ view, confirmation }} />,
        },
        { title: t.number, cell: ({ clientProxyNumber }) => <Phone>{clientProxyNumber}</Phone> },
        { title: t.status, cell: ({ status }) => <StatusBadge {...{ view, status }} /> },
        { title: t.created, cell: ({ createdAt }) => <Time view={view} at={createdAt} /> },
      ]}
    />
  );
}
