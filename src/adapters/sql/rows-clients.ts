import { clientNumber } from '../../domain/model/client.js';
import type { OrderSession } from '../../domain/model/order.js';
import { fromOptionalJson, toOptionalJson, type Mapping } from './mapping.js';

export const client: Mapping<'client', 'clients'> = {
  table: 'clients',
  key: 'id',
  ruleColumns: {},
  toRow: (value) => ({
    id: value.id,
    id_number: clientNumber(value.id) ?? null,
    name: value.name,
    mail: value.mail,
    real_phone: value.realPhone,
    residency: value.residency ?? null,
    proxy_number: value.proxyNumber ?? null,
    created_at: value.createdAt,
    confirmed_at: value.confirmedAt ?? null,
  }),
  fromRow: (row) => ({
    id: row.id,
    name: row.name,
    mail: row.mail,
    realPhone: row.real_phone,
    residency: row.residency ?? undefined,
    proxyNumber: row.proxy_number ?? undefined,
    createdAt: row.created_at,
    confirmedAt: row.confirmed_at ?? undefined,
  }),
};

export const order: Mapping<'order', 'orders'> = {
  table: 'orders',
  key: 'id',
  ruleColumns: {},
  retainedSince: ['closed_at'],
  toRow: (value) => ({
    id: value.id,
    client_id: value.clientId,
    status: value.status,
    proxy_number: value.proxyNumber,
    session: toOptionalJson(value.session),
    fingerprint: value.fingerprint ?? null,
    created_at: value.createdAt,
    closed_at: value.closedAt ?? null,
  }),
  fromRow: (row) => ({
    id: row.id,
    clientId: row.client_id,
    status: row.status,
    proxyNumber: row.proxy_number,
    session: fromOptionalJson(row.session) as OrderSession | undefined,
    fingerprint: row.fingerprint ?? undefined,
    createdAt: row.created_at,
    closedAt: row.closed_at ?? undefined,
  }),
};
