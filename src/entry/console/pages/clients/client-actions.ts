import { NUMBER_TYPES } from '../../../../domain/model/proxy-number.js';
import { invalidField, ProxyCallError } from '../../../../domain/model/errors.js';
import type { ClientChanges, ClientView } from '../../../../ports/proxycall-api.js';
import { toWire } from '../../../wire.js';
import * as fields from '../../fields.js';
import type { Form } from '../../form.js';
import { done } from '../../notices.js';
import type { Action, View } from '../../view.js';
import { clientPath } from '../paths.js';

const { optional, required } = fields;

const CHANGES = {
  clientName: optional(fields.personName),
  clientMail: optional(fields.mail),
  clientRealPhone: optional(fields.phone),
  clientIsoResidency: optional(fields.country),
  clientProxyNumber: optional(fields.poolNumber),
};

export const update: Action = {
  needs: 'updateClient',
  async perform(view, form, { id = '' }) {
    const typed = fields.readFields(view, form, CHANGES);
    const changes = changesOf(await view.api.getClient(id), typed, form);
    if (Object.keys(changes).length === 0) throw new ProxyCallError('invalid_request', 'there is nothing to change');
    await view.api.updateClient(id, changes);
    return done(clientPath(id), 'changed');
  },
};

/** Without what is as it was: the form has it because it shows it, and somebody else may be changing it. */
function changesOf(client: ClientView, typed: ClientChanges, form: Form): ClientChanges {
  const changed = Object.entries(typed).filter(([name, value]) => value !== client[name as keyof ClientView]);
  // Shown to every role, so that it is meant when it was emptied.
  const isResidencyRemoved = form.get('client_iso_residency')?.trim() === '' && client.clientIsoResidency !== undefined;
  return {
    ...Object.fromEntries(changed.filter(([, value]) => value !== undefined)),
    ...(isResidencyRemoved ? { clientIsoResidency: null } : {}),
  };
}

export const assign: Action = {
  needs: 'assignNumber',
  async perform(view, form, { id = '' }) {
    const { buy, ...wanted } = fields.readFields(view, form, {
      numberType: required(fields.oneOf(NUMBER_TYPES)),
      countryIso: optional(fields.country),
      buy: fields.isTicked,
    });
    await view.api.assignNumber({ clientId: id, ...wanted, buy });
    return done(clientPath(id), 'changed');
  },
};

export const erase: Action = {
  needs: 'eraseClient',
  async perform(view, form, { id = '' }) {
    const { confirmId } = fields.readFields(view, form, { confirmId: required(fields.plainText) });
    if (confirmId !== id) throw invalidField('confirmId', 'must be the id of this client, to confirm');
    await view.api.eraseClient(id);
    return done('/clients', 'erased');
  },
};

/** The person with the phone of the client, as the HTTP API exports them. */
export const exportPerson: Action = {
  needs: 'exportPerson',
  async perform(view: View, _, { id = '' }) {
    const { clientRealPhone: phone } = await view.api.getClient(id);
    const person = await view.api.exportPerson({ phone });
    const text = `${JSON.stringify(toWire(person), undefined, 2)}\n`;
    return { file: { name: `client-${id}.json`, type: 'application/json', text } };
  },
};
