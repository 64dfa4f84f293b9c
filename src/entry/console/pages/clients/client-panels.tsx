import { NUMBER_TYPES } from '../../../../domain/model/proxy-number.js';
import type { ClientView } from '../../../../ports/proxycall-api.js';
import { ActionPanel, Button, Field, Form, RefusalNote, refusalFor, Tick } from '../../elements/form.js';
import { isMasked, RevealPanel } from '../../elements/reveal.js';
import type { Refusal, View } from '../../view.js';
import { clientPath } from '../paths.js';
import { PREFILLED, shownName, typedOnly } from './client-changes.js';
import { T } from './client-words.js';

interface Props {
  readonly view: View;
  readonly client: ClientView;
  readonly refusal: Refusal | undefined;
}

/** What can be done with a client, by this role. */
export function ClientPanels({ view, client, refusal }: Props) {
  const props = (action: string) => ({ view, client, refusal: refusalFor(refusal, action) });
  const to = `${clientPath(client.clientId)}/reveal`;
  return (
    <div>
      {isMasked([client.clientRealPhone]) && view.may('revealClient') && (
        <RevealPanel {...{ view, to, refusal: refusalFor(refusal, 'reveal') }} />
      )}
      {view.may('updateClient') && <Update {...props('update')} />}
      {view.may('assignNumber') && (client.clientProxyNumber === undefined || refusal?.action === 'assign') && (
        <Assign {...props('assign')} />
      )}
      {view.may('exportPerson') && <Export {...props('export')} />}
      {view.may('eraseClient') && <Erase {...props('erase')} />}
    </div>
  );
}

const UPDATE_NAMES = ['client_name', 'client_mail', 'client_real_phone', 'client_iso_residency', 'client_proxy_number'];

/** What is masked is not put into a field: it would be sent back. */
function shown(text: string): string | undefined {
  return isMasked([text]) ? undefined : text;
}

/** What the form shows, as it was: who saves changes what they saw, and nothing else. */
function ShownBefore({ client }: Pick<Props, 'client'>) {
  return (
    <>
      {PREFILLED.map((field) => [field, client[field] ?? ''] as const)
        .filter(([, value]) => !isMasked([value]))
        .map(([field, value]) => (
          <input key={field} type="hidden" name={shownName(field)} value={value} />
        ))}
    </>
  );
}

function Update({ view, client, refusal: refused }: Props) {
  const t = T[view.language];
  const refusal = typedOnly(refused);
  const { clientName, clientMail, clientRealPhone, clientIsoResidency } = client;
  return (
    <ActionPanel title={t.update} isOpen={refusal !== undefined}>
      <p class="hint">{t.updateText}</p>
      <Form view={view} to={`${clientPath(client.clientId)}/update`}>
        <RefusalNote view={view} refusal={refusal} fields={UPDATE_NAMES} />
        <ShownBefore client={client} />
        <Field {...{ label: t.name, name: 'client_name', value: shown(clientName), refusal }} />
        <Field {...{ label: t.mail, name: 'client_mail', type: 'email', value: shown(clientMail), refusal }} />
        <Field
          {...{ label: t.phone, name: 'client_real_phone', type: 'tel', value: shown(clientRealPhone), refusal }}
        />
        <Field
          {...{ label: t.residency, name: 'client_iso_residency', value: clientIsoResidency, refusal }}
          hint={t.residencyHint}
        />
        <Field
          {...{ label: t.updateNumber, name: 'client_proxy_number', type: 'tel', hint: t.updateNumberHint, refusal }}
        />
        <Button>{t.updateButton}</Button>
      </Form>
    </ActionPanel>
  );
}

function Assign({ view, client, refusal }: Props) {
  const t = T[view.language];
  return (
    <ActionPanel title={t.assign} isOpen={refusal !== undefined}>
      <p class="hint">{t.assignText}</p>
      <Form view={view} to={`${clientPath(client.clientId)}/assign`}>
        <RefusalNote view={view} refusal={refusal} fields={['number_type', 'country_iso']} />
        <Field
          {...{ label: t.numberType, name: 'number_type', refusal }}
          options={NUMBER_TYPES.map((type) => [type, t[type]] as const)}
        />
        <Field {...{ label: t.country, name: 'country_iso', hint: t.countryHint, refusal }} />
        {view.may('provisionNumbers') && <Tick label={t.buy} name="buy" />}
        <Button>{t.assignButton}</Button>
      </Form>
    </ActionPanel>
  );
}

function Export({ view, client, refusal }: Props) {
  const t = T[view.language];
  return (
    <ActionPanel title={t.export} isOpen={refusal !== undefined}>
      <p class="hint">{t.exportText}</p>
      <Form view={view} to={`${clientPath(client.clientId)}/export`}>
        <RefusalNote view={view} refusal={refusal} fields={[]} />
        <Button kind="plain">{t.exportButton}</Button>
      </Form>
    </ActionPanel>
  );
}

function Erase({ view, client, refusal }: Props) {
  const t = T[view.language];
  return (
    <ActionPanel title={t.erase} isOpen={refusal !== undefined} isDanger>
      <p>{t.eraseText}</p>
      <Form view={view} to={`${clientPath(client.clientId)}/erase`}>
        <RefusalNote view={view} refusal={refusal} fields={['confirm_id']} />
        <Field {...{ label: t.eraseId(client.clientId), name: 'confirm_id', isRequired: true, refusal }} />
        <Button kind="danger">{t.eraseButton}</Button>
      </Form>
    </ActionPanel>
  );
}
