import { CHANNELS } from '../../../../domain/model/confirmation/confirmation.js';
import type { ConfirmationSummary } from '../../../../ports/proxycall-api.js';
import { Card, Empty, Time } from '../../elements/data.js';
import { ActionPanel, Button, Field, Form, RefusalNote, refusalFor } from '../../elements/form.js';
import * as fields from '../../fields.js';
import { done } from '../../notices.js';
import type { Action, Refusal, View } from '../../view.js';
import { clientPath, confirmationPath, filterAddress } from '../paths.js';
import { StatusBadge } from './confirmation.js';
import { T } from './confirmation-words.js';
import { DecisionPanels } from './decision.js';

const { optional } = fields;

/** Begins one of a client on record. */
export const confirm: Action = {
  needs: 'createConfirmation',
  async perform(view, form, { id = '' }) {
    const wanted = fields.readFields(view, form, {
      clientRealPhone: optional(fields.phone),
      clientMail: optional(fields.mail),
      channel: optional(fields.oneOf(CHANNELS)),
    });
    const { confirmationId } = await view.api.createConfirmation({ clientId: id, ...wanted });
    return done(confirmationPath(confirmationId), 'sent');
  },
};

interface Props {
  readonly view: View;
  readonly clientId: string;
  /** The newest first. */
  readonly confirmations: readonly ConfirmationSummary[];
  /** There are more than these. */
  readonly isMore: boolean;
  readonly refusal: Refusal | undefined;
}

/** Those of one client, what can be done with the one that waits, and a form that begins one. */
export function ConfirmationsOfClient({ view, clientId, confirmations, isMore, refusal: all }: Props) {
  const t = T[view.language];
  const waiting = confirmations.find(({ status }) => status === 'pending');
  const refusal = refusalFor(all, 'confirm');
  const mayBegin = view.may('createConfirmation') && (waiting === undefined || refusal !== undefined);
  if (!mayBegin && !view.may('listConfirmations')) return null;
  return (
    <Card title={t.list}>
      {confirmations.length === 0 ? (
        view.may('listConfirmations') && (
          <Empty title={t.noneOfClient}>{mayBegin ? t.noneOfClientHint : undefined}</Empty>
        )
      ) : (
        <ul class="stack">
          {confirmations.map(({ confirmationId, purpose, status, createdAt }) => (
            <li key={confirmationId} class="row">
              <a href={`/console${confirmationPath(confirmationId)}`}>{t.purposes[purpose]}</a>
              <StatusBadge {...{ view, status }} />
              <span class="soft">
                <Time view={view} at={createdAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
      {isMore && (
        <p>
          <a href={filterAddress('/confirmations', { client_id: clientId, status: 'all' })}>{t.seeAll}</a>
        </p>
      )}
      {waiting !== undefined && <DecisionPanels {...{ view, confirmation: waiting }} />}
      {mayBegin && <Begin {...{ view, clientId, refusal }} />}
    </Card>
  );
}

function Begin({ view, clientId, refusal }: Omit<Props, 'confirmations' | 'isMore'>) {
  const t = T[view.language];
  const common = { refusal };
  return (
    <ActionPanel title={t.begin} isOpen={refusal !== undefined}>
      <p class="hint">{t.beginText}</p>
      <Form view={view} to={`${clientPath(clientId)}/confirm`}>
        <RefusalNote view={view} refusal={refusal} fields={['client_real_phone', 'client_mail', 'channel']} />
        <Field {...{ ...common, label: t.newPhone, name: 'client_real_phone', id: 'new-phone', type: 'tel' }} />
        <Field {...{ ...common, label: t.newMail, name: 'client_mail', id: 'new-mail', type: 'email' }} />
        <Field
          {...{ ...common, label: t.channel, name: 'channel', id: 'new-channel' }}
          options={[['', t.automatic], ...CHANNELS.map((channel) => [channel, t.channels[channel]] as const)]}
        />
        <Button>{t.beginButton}</Button>
      </Form>
    </ActionPanel>
  );
}
