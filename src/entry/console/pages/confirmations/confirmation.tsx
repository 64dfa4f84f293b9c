import { CHANNELS } from '../../../../domain/model/confirmation/confirmation.js';
import type { ConfirmationMessage, ConfirmationSummary, ConfirmationView } from '../../../../ports/proxycall-api.js';
import { Badge, Card, Empty, Facts, Phone, Table, Time, type Tone } from '../../elements/data.js';
import * as fields from '../../fields.js';
import { done, type Notice } from '../../notices.js';
import type { Action, Page, View } from '../../view.js';
import { clientPath, confirmationPath } from '../paths.js';
import { T } from './confirmation-words.js';
import { DecisionPanels } from './decision.js';

const { required } = fields;

export const confirmationPage: Page = {
  path: '/confirmations/:id',
  section: 'clients',
  needs: 'getConfirmation',
  async show(view, { id = '' }, refusal) {
    const confirmation = await view.api.getConfirmation(id);
    const content = (
      <div class="grid wide-first">
        <div class="stack">
          <About {...{ view, confirmation }} />
          <Messages {...{ view, messages: confirmation.messages }} />
        </div>
        <DecisionPanels {...{ view, confirmation, refusal }} />
      </div>
    );
    return { title: T[view.language].title(id), content };
  },
  actions: {
    send: action('sendConfirmation', 'sent', async ({ view, form, id }) => {
      await view.api.sendConfirmation(id, fields.readFields(view, form, { channel: required(fields.oneOf(CHANNELS)) }));
    }),
    verify: action('verifyConfirmation', 'confirmed', async ({ view, form, id }) => {
      await view.api.verifyConfirmation(id, fields.readFields(view, form, { code: required(fields.plainText) }));
    }),
    approve: action('approveConfirmation', 'approved', async ({ view, id }) => {
      await view.api.approveConfirmation(id);
    }),
    cancel: action('cancelConfirmation', 'cancelled', async ({ view, id }) => {
      await view.api.cancelConfirmation(id);
    }),
  },
};

interface Sent {
  readonly view: View;
  readonly form: Parameters<Action['perform']>[1];
  readonly id: string;
}

/** A form after which the confirmation is shown, and what was done. */
function action(needs: Action['needs'], notice: Notice, perform: (sent: Sent) => Promise<void>): Action {
  return {
    needs,
    async perform(view, form, { id = '' }) {
      await perform({ view, form, id });
      return done(confirmationPath(id), notice);
    },
  };
}

function About({ view, confirmation }: { readonly view: View; readonly confirmation: ConfirmationView }) {
  const t = T[view.language];
  const { purpose, status, clientProxyNumber, proved, approved, attemptsLeft } = confirmation;
  const { createdAt, expiresAt, nextStepAt, endedAt } = confirmation;
  const isPending = status === 'pending';
  const proofs = [...proved.map((proof) => t.proofs[proof]), ...(approved ? [t.approved] : [])];
  return (
    <Card title={t.purposes[purpose]} aside={<StatusBadge {...{ view, status }} />}>
      <Facts
        items={[
          [t.client, <ClientOf {...{ view, confirmation }} />],
          [t.number, clientProxyNumber && <Phone>{clientProxyNumber}</Phone>],
          [t.proved, proofs.length === 0 ? t.nothing : proofs.join(', ')],
          [t.attempts, isPending ? attemptsLeft.toString() : undefined],
          [t.created, <Time view={view} at={createdAt} />],
          [t.next, nextStepAt && <Time view={view} at={nextStepAt} />],
          [t.expires, isPending ? <Time view={view} at={expiresAt} /> : undefined],
          [t.ended, endedAt && <Time view={view} at={endedAt} />],
        ]}
      />
    </Card>
  );
}

/** Whom it is about: a new client has no page before it is confirmed, and may have no id yet. */
export function ClientOf({ view, confirmation }: { readonly view: View; readonly confirmation: ConfirmationSummary }) {
  const { purpose, status, clientId } = confirmation;
  if (clientId === undefined) return <span class="soft">{T[view.language].noClient}</span>;
  if (purpose === 'new_client' && status !== 'confirmed') return clientId;
  return <a href={`/console${clientPath(clientId)}`}>{clientId}</a>;
}

const STATUS_TONES: Readonly<Record<ConfirmationView['status'], Tone>> = {
  pending: 'warn',
  confirmed: 'good',
  expired: 'calm',
  cancelled: 'calm',
  blocked: 'bad',
};

export function StatusBadge({ view, status }: { readonly view: View; readonly status: ConfirmationView['status'] }) {
  return <Badge tone={STATUS_TONES[status]}>{T[view.language].statuses[status]}</Badge>;
}

const FATE_TONES: Readonly<Record<ConfirmationMessage['status'], Tone>> = {
  pending: 'calm',
  claimed: 'calm',
  sent: 'good',
  refused: 'bad',
  unknown: 'warn',
};

function Messages({ view, messages }: { readonly view: View; readonly messages: readonly ConfirmationMessage[] }) {
  const t = T[view.language];
  const numbered = messages.map((message, index) => ({ ...message, key: index.toString() }));
  return (
    <Card title={t.messages}>
      <Table
        caption={t.messages}
        items={numbered.reverse()}
        keyOf={({ key }) => key}
        empty={<Empty title={t.noMessages}>{t.noMessagesHint}</Empty>}
        columns={[
          { title: t.at, cell: ({ createdAt }) => <Time view={view} at={createdAt} /> },
          { title: t.message, cell: ({ message }) => t.kinds[message] },
          { title: t.channel, cell: ({ channel }) => t.channels[channel] },
          { title: t.status, cell: ({ status }) => <Badge tone={FATE_TONES[status]}>{t.fates[status]}</Badge> },
          { title: t.reason, cell: ({ reason }) => reason ?? '–' },
        ]}
      />
    </Card>
  );
}
