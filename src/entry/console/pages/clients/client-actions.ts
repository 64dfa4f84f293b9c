import { NUMBER_TYPES } from '../../../../domain/model/proxy-number.js';
import { invalidField } from '../../../../domain/model/errors.js';
import { toWire } from '../../../wire.js';
import * as fields from '../../fields.js';
import { done } from '../../notices.js';
import type { Action, View } from '../../view.js';
import { clientPath } from '../paths.js';
import { changesIn, refuseOverwriting } from './client-changes.js';

const { optional, required } = fields;

export const update: Action = {
  needs: 'updateClient',
  async perform(view, form, { id = '' }) {
    const changes = changesIn(view, form);
    refuseOverwriting(await view.api.getClient(id), changes, form);
    await view.api.updateClient(id, changes);
    return done(clientPath(id), 'changed');
  },
};

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
