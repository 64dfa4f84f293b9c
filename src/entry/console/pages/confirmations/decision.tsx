import { CHANNELS } from '../../../../domain/model/confirmation/confirmation.js';
import type { ConfirmationSummary } from '../../../../ports/proxycall-api.js';
import { ActionPanel, Button, Field, Form, RefusalNote, refusalFor } from '../../elements/form.js';
import type { Refusal, View } from '../../view.js';
import { confirmationPath } from '../paths.js';
import { T } from './confirmation-words.js';

interface Props {
  readonly view: View;
  readonly confirmation: Pick<ConfirmationSummary, 'confirmationId' | 'status'>;
  readonly refusal?: Refusal | undefined;
}

/** What can be done with a confirmation that waits, by this role. */
export function DecisionPanels({ view, confirmation, refusal }: Props) {
  const isOpen = (action: string) => confirmation.status === 'pending' || refusal?.action === action;
  return (
    <div>
      {view.may('verifyConfirmation') && isOpen('verify') && <Verify {...{ view, confirmation, refusal }} />}
      {view.may('sendConfirmation') && isOpen('send') && <Send {...{ view, confirmation, refusal }} />}
      {view.may('approveConfirmation') && isOpen('approve') && <Approve {...{ view, confirmation, refusal }} />}
      {view.may('cancelConfirmation') && isOpen('cancel') && <Cancel {...{ view, confirmation, refusal }} />}
    </div>
  );
}

function Verify({ view, confirmation: { confirmationId }, refusal: all }: Props) {
  const t = T[view.language];
  const refusal = refusalFor(all, 'verify');
  return (
    <ActionPanel title={t.verify} isOpen={refusal !== undefined}>
      <p class="hint">{t.verifyText}</p>
      <Form view={view} to={`${confirmationPath(confirmationId)}/verify`}>
        <RefusalNote view={view} refusal={refusal} fields={['code']} />
        <Field {...{ label: t.code, name: 'code', id: `code-${confirmationId}`, isRequired: true, refusal }} />
        <Button>{t.verifyButton}</Button>
      </Form>
    </ActionPanel>
  );
}

function Send({ view, confirmation: { confirmationId }, refusal: all }: Props) {
  const t = T[view.language];
  const refusal = refusalFor(all, 'send');
  return (
    <ActionPanel title={t.send} isOpen={refusal !== undefined}>
      <p class="hint">{t.sendText}</p>
      <Form view={view} to={`${confirmationPath(confirmationId)}/send`}>
        <RefusalNote view={view} refusal={refusal} fields={['channel']} />
        <Field
          {...{ label: t.channel, name: 'channel', id: `channel-${confirmationId}`, refusal }}
          options={CHANNELS.map((channel) => [channel, t.channels[channel]] as const)}
        />
        <Button>{t.sendButton}</Button>
      </Form>
    </ActionPanel>
  );
}

function Approve({ view, confirmation: { confirmationId }, refusal: all }: Props) {
  const t = T[view.language];
  const refusal = refusalFor(all, 'approve');
  return (
    <ActionPanel title={t.approve} isOpen={refusal !== undefined}>
      <p class="hint">{t.approveText}</p>
      <Form view={view} to={`${confirmationPath(confirmationId)}/approve`}>
        <RefusalNote view={view} refusal={refusal} fields={[]} />
        <Button>{t.approve}</Button>
      </Form>
    </ActionPanel>
  );
}

function Cancel({ view, confirmation: { confirmationId }, refusal: all }: Props) {
  const t = T[view.language];
  const refusal = refusalFor(all, 'cancel');
  return (
    <ActionPanel title={t.cancel} isOpen={refusal !== undefined} isDanger>
      <p class="hint">{t.cancelText}</p>
      <Form view={view} to={`${confirmationPath(confirmationId)}/cancel`}>
        <RefusalNote view={view} refusal={refusal} fields={[]} />
        <Button kind="danger">{t.cancel}</Button>
      </Form>
    </ActionPanel>
  );
}
