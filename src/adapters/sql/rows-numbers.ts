import type { NumberState } from '../../domain/model/proxy-number.js';
import { fromJson, present, type Mapping } from './mapping.js';
import type { NumberRow } from './schema.js';

export const number: Mapping<'number', 'numbers'> = {
  table: 'numbers',
  key: 'number',
  ruleColumns: { due_at: true, fact: true },
  retainedSince: ['since'],
  retainedStatus: 'released',
  toRow: (value) => ({
    number: value.number,
    carrier: value.carrier,
    country: value.country,
    type: value.type,
    voice: Number(value.capabilities.voice),
    sms: Number(value.capabilities.sms),
    mms: Number(value.capabilities.mms),
    provider_id: value.providerId,
    friendly_name: value.friendlyName,
    bought_at: value.boughtAt,
    ...stateColumns(value.state),
  }),
  fromRow: (row) => ({
    number: row.number,
    carrier: row.carrier,
    country: row.country,
    type: row.type,
    capabilities: { voice: row.voice === 1, sms: row.sms === 1, mms: row.mms === 1 },
    providerId: row.provider_id,
    friendlyName: row.friendly_name,
    boughtAt: row.bought_at,
    state: readState(row),
  }),
};

type StateColumns = Pick<NumberRow, 'status' | 'holder' | 'token' | 'since' | 'until'>;

function stateColumns(state: NumberState): StateColumns {
  const { status } = state;
  const empty = { status, holder: null, token: null, since: null, until: null };
  switch (status) {
    case 'available':
      return empty;
    case 'reserved':
      return { ...empty, holder: state.by, token: state.token, since: state.since };
    case 'assigned':
      return { ...empty, holder: state.to, since: state.since };
    case 'held':
      return { ...empty, holder: state.by, since: state.since };
    case 'quarantined':
      return { ...empty, until: state.until };
    case 'shared':
    case 'error':
    case 'released':
      return { ...empty, since: state.since };
  }
}

function readState({ status, ...row }: StateColumns): NumberState {
  const holder = () => present(row.holder, 'numbers.holder');
  const since = () => present(row.since, 'numbers.since');
  switch (status) {
    case 'available':
      return { status };
    case 'reserved':
      return { status, token: present(row.token, 'numbers.token'), by: holder(), since: since() };
    case 'assigned':
      return { status, to: holder(), since: since() };
    case 'held':
      return { status, by: holder(), since: since() };
    case 'quarantined':
      return { status, until: present(row.until, 'numbers.until') };
    case 'shared':
    case 'error':
    case 'released':
      return { status, since: since() };
  }
}

export const intent: Mapping<'intent', 'intents'> = {
  table: 'intents',
  key: 'number',
  ruleColumns: {},
  toRow: (value) => ({
    number: value.number,
    id: value.id,
    carrier: value.carrier,
    at: value.at,
    action: value.action,
    ...(value.action === 'buy'
      ? { country: value.country, type: value.type, request_key: value.requestKey ?? null, label: value.label }
      : { country: null, type: null, request_key: null, label: null }),
    provider_id: value.action === 'buy' ? null : value.providerId,
    otherwise: value.action === 'release' ? JSON.stringify(value.otherwise) : null,
  }),
  fromRow: ({ number, id, carrier, at, action, ...row }) => {
    const shared = { number, id, carrier, at };
    switch (action) {
      case 'buy':
        return {
          ...shared,
          action,
          country: present(row.country, 'intents.country'),
          type: present(row.type, 'intents.type'),
          requestKey: row.request_key ?? undefined,
          label: present(row.label, 'intents.label'),
        };
      case 'release':
        return {
          ...shared,
          action,
          providerId: present(row.provider_id, 'intents.provider_id'),
          otherwise: fromJson(present(row.otherwise, 'intents.otherwise')) as NumberState,
        };
      case 'relabel':
        return { ...shared, action, providerId: present(row.provider_id, 'intents.provider_id') };
    }
  },
};
