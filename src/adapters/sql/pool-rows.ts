import type { Insertable, Selectable } from 'kysely';
import type { CountryCode } from '../../domain/model/country.js';
import type { Intent } from '../../domain/model/intent.js';
import type { E164 } from '../../domain/model/phone-number.js';
import type { NumberState, NumberType, ProxyNumber } from '../../domain/model/proxy-number.js';
import type { Mapping } from './rows.js';
import type { IntentRow, NumberRow } from './schema.js';

export const number: Mapping<ProxyNumber, NumberRow> = {
  table: 'numbers',
  key: 'number',
  toRow: (value) => ({
    number: value.number,
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
    number: row.number as E164,
    country: row.country as CountryCode,
    type: row.type as ProxyNumber['type'],
    capabilities: { voice: row.voice === 1, sms: row.sms === 1, mms: row.mms === 1 },
    providerId: row.provider_id,
    friendlyName: row.friendly_name,
    boughtAt: row.bought_at,
    state: readState(row),
  }),
};

function stateColumns(
  state: NumberState,
): Pick<Insertable<NumberRow>, 'status' | 'holder' | 'token' | 'since' | 'until'> {
  const { status } = state;
  const empty = { status, holder: null, token: null, since: null, until: null };
  switch (status) {
    case 'available':
      return empty;
    case 'reserved':
      return { ...empty, holder: state.by, token: state.token, since: state.since };
    case 'assigned':
      return { ...empty, holder: state.to, since: state.since };
    case 'shared':
      return { ...empty, since: state.since };
    case 'quarantined':
      return { ...empty, until: state.until };
    case 'released':
      return { ...empty, since: state.since };
  }
}

function readState(row: Selectable<NumberRow>): NumberState {
  const holder = row.holder ?? '';
  const since = row.since ?? 0;
  switch (row.status as NumberState['status']) {
    case 'available':
      return { status: 'available' };
    case 'reserved':
      return { status: 'reserved', by: holder, token: row.token ?? '', since };
    case 'assigned':
      return { status: 'assigned', to: holder, since };
    case 'shared':
      return { status: 'shared', since };
    case 'quarantined':
      return { status: 'quarantined', until: row.until ?? 0 };
    case 'released':
      return { status: 'released', since };
  }
}

export const intent: Mapping<Intent, IntentRow> = {
  table: 'intents',
  key: 'number',
  toRow: (value) => ({
    number: value.number,
    id: value.id,
    at: value.at,
    action: value.action,
    ...(value.action === 'buy'
      ? { country: value.country, type: value.type, request_key: value.requestKey ?? null }
      : { country: null, type: null, request_key: null }),
    ...(value.action === 'release'
      ? { provider_id: value.providerId, otherwise: JSON.stringify(value.otherwise) }
      : { provider_id: null, otherwise: null }),
  }),
  fromRow: ({ number, id, at, ...row }) => {
    const base = { number: number as E164, id, at };
    return row.action === 'buy'
      ? {
          ...base,
          action: 'buy',
          country: row.country as CountryCode,
          type: row.type as NumberType,
          requestKey: row.request_key ?? undefined,
        }
      : {
          ...base,
          action: 'release',
          providerId: row.provider_id ?? '',
          otherwise: JSON.parse(row.otherwise ?? '{}') as NumberState,
        };
  },
};
