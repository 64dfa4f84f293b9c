import { sql, type Kysely } from 'kysely';
import { plansOf, type ErasedPlans, type Erasure } from '../../domain/model/erasure.js';
import { spellingsOf } from '../../domain/model/line.js';
import type { Person } from '../../domain/model/person.js';
import type { Schema } from './schema.js';

/** `afterErasure` in SQL: the contract suite compares the two. */
export async function scrub(transaction: Kysely<Schema>, erasure: Erasure): Promise<void> {
  const { clientId, persons = [] } = erasure;
  if (clientId !== undefined) await scrubClient(transaction, clientId);
  const plans = plansOf(erasure);
  if (plans.phones.length > 0) await dropPlans(transaction, plans);
  if (persons.length > 0) await scrubPersons(transaction, persons);
}

const version = sql<number>`version + 1`;

/** `scrubConfirmation` and `scrubOutboxEntry`: their MACs still hold. */
const SCRUBBED_CONFIRMATION = {
  wanted: null,
  former_phone: null,
  person_key: null,
  fingerprint: null,
  version,
} as const;
const SCRUBBED_ENTRY = { recipient: null, digits: null, version } as const;

async function scrubClient(transaction: Kysely<Schema>, clientId: string): Promise<void> {
  for (const table of ['orders', 'requests'] as const) {
    await transaction
      .updateTable(table)
      .set({ fingerprint: null, version })
      .where('client_id', '=', clientId)
      .execute();
  }
  await transaction
    .updateTable('interactions')
    .set({ from_masked: '', to_masked: '', plan: null, version })
    .where('client_id', '=', clientId)
    .execute();
  await transaction.updateTable('confirmations').set(SCRUBBED_CONFIRMATION).where('client_id', '=', clientId).execute();
  await transaction.updateTable('outbox').set(SCRUBBED_ENTRY).where('client_id', '=', clientId).execute();
}

/** Looks through all plans, which are those of a day. */
async function dropPlans(transaction: Kysely<Schema>, { phones, from, exceptOf }: ErasedPlans): Promise<void> {
  let query = transaction
    .updateTable('interactions')
    .set({ plan: null, version })
    .where('plan', 'is not', null)
    .where((row) =>
      row.or([
        ...from.map((masked) => row('from_masked', '=', masked)),
        ...phones.map((phone) => row('plan', 'like', `%${phone}%`)),
      ]),
    );
  if (exceptOf !== undefined) {
    query = query.where((row) => row.or([row('client_id', 'is', null), row('client_id', '!=', exceptOf)]));
  }
  await query.execute();
}

async function scrubPersons(transaction: Kysely<Schema>, persons: readonly Person[]): Promise<void> {
  const phones = persons.flatMap(({ phone }) => spellingsOf(phone));
  await transaction
    .updateTable('sessions')
    .set({ last_caller: null, version })
    .where('last_caller', 'in', phones)
    .where('kind', '=', 'open')
    .where('closed_at', 'is', null)
    .execute();
  const keys = persons.map(({ personKey }) => personKey);
  await transaction
    .updateTable('participants')
    .set({ phone: null, version })
    .where('person_key', 'in', keys)
    .where('released_at', 'is', null)
    .where('closed_at', 'is not', null)
    .where('phone', 'is not', null)
    .execute();
  await transaction.updateTable('confirmations').set(SCRUBBED_CONFIRMATION).where('person_key', 'in', keys).execute();
  await transaction.updateTable('outbox').set(SCRUBBED_ENTRY).where('recipient', 'in', phones).execute();
}
