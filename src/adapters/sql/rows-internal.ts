import type { KeyedRequest } from '../../domain/model/records.js';
import { fromJson, type Mapping } from './mapping.js';

// What the program remembers for itself.

export const lease: Mapping<'lease', 'leases'> = {
  table: 'leases',
  key: 'key',
  ruleColumns: {},
  toRow: ({ key, holder, until }) => ({ key, holder, until }),
  fromRow: ({ key, holder, until }) => ({ key, holder, until }),
};

export const fact: Mapping<'fact', 'facts'> = {
  table: 'facts',
  key: 'key',
  ruleColumns: {},
  toRow: ({ key, value }) => ({ key, value }),
  fromRow: ({ key, value }) => ({ key, value }),
};

export const lockout: Mapping<'lockout', 'lockouts'> = {
  table: 'lockouts',
  key: 'key',
  ruleColumns: {},
  retainedSince: ['last_at', 'until'],
  toRow: ({ key, strikes, level, lastAt, until }) => ({ key, strikes, level, last_at: lastAt, until }),
  fromRow: ({ key, strikes, level, last_at: lastAt, until }) => ({ key, strikes, level, lastAt, until }),
};

export const request: Mapping<'request', 'requests'> = {
  table: 'requests',
  key: 'key',
  ruleColumns: {},
  retainedSince: ['at'],
  toRow: ({ key, fingerprint, at, purchases }) => ({ key, fingerprint, at, purchases: JSON.stringify(purchases) }),
  fromRow: ({ key, fingerprint, at, purchases }) => ({
    key,
    fingerprint,
    at,
    purchases: fromJson(purchases) as KeyedRequest['purchases'],
  }),
};
