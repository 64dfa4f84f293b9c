import type { CallPlan } from '../../domain/model/call-plan.js';
import type { CallOutcome, Interaction, TextOutcome } from '../../domain/model/interaction.js';
import type { MessagePlan } from '../../domain/model/message.js';
import { fromJson, fromOptionalJson, present, toOptionalJson, type Mapping, type Read } from './mapping.js';
import type { InteractionRow } from './schema.js';

type Columns = Omit<InteractionRow, 'version'>;

/** The columns that a remembered delivery leaves empty: all but its id and its time. */
export const FORGOTTEN_COLUMNS: Readonly<Record<Exclude<keyof Columns, 'id' | 'at'>, null>> = {
  channel: null,
  carrier: null,
  session_id: null,
  client_id: null,
  direction: null,
  from_masked: null,
  to_masked: null,
  outcome: null,
  ended_at: null,
  plan: null,
  call_id: null,
  duration_seconds: null,
  message_id: null,
  failed_parts: null,
  retried_parts: null,
};

export const INTERACTION_COLUMNS: readonly string[] = ['version', 'id', 'at', ...Object.keys(FORGOTTEN_COLUMNS)];

export const interaction: Mapping<'interaction', 'interactions'> = {
  table: 'interactions',
  key: 'id',
  ruleColumns: {},
  retainedSince: ['at'],
  toRow: (value) =>
    value.channel === undefined ? { ...FORGOTTEN_COLUMNS, id: value.id, at: value.at } : columnsOf(value),
  fromRow: (row) => interactionIn(row) ?? { channel: undefined, id: row.id, at: row.at },
};

function columnsOf(value: Interaction): Columns {
  return {
    id: value.id,
    channel: value.channel,
    carrier: value.carrier,
    session_id: value.sessionId ?? null,
    client_id: value.clientId ?? null,
    direction: value.direction ?? null,
    from_masked: value.from,
    to_masked: value.to,
    outcome: value.outcome,
    at: value.at,
    ended_at: value.endedAt ?? null,
    plan: toOptionalJson(value.plan),
    call_id: value.channel === 'call' ? value.callId : null,
    duration_seconds: value.channel === 'call' ? (value.durationSeconds ?? null) : null,
    message_id: value.channel === 'message' ? value.messageId : null,
    failed_parts: value.channel === 'message' ? JSON.stringify(value.failedParts) : null,
    retried_parts: value.channel === 'message' ? JSON.stringify(value.retriedParts) : null,
  };
}

/** Undefined when only the delivery is remembered. */
export function interactionIn(row: Read<InteractionRow>): Interaction | undefined {
  if (row.channel === null) return undefined;
  const shared = {
    id: row.id,
    carrier: present(row.carrier, 'interactions.carrier'),
    sessionId: row.session_id ?? undefined,
    clientId: row.client_id ?? undefined,
    direction: row.direction ?? undefined,
    from: present(row.from_masked, 'interactions.from_masked'),
    to: present(row.to_masked, 'interactions.to_masked'),
    at: row.at,
    endedAt: row.ended_at ?? undefined,
  };
  const outcome = present(row.outcome, 'interactions.outcome');
  switch (row.channel) {
    case 'call':
      return {
        ...shared,
        channel: 'call',
        callId: present(row.call_id, 'interactions.call_id'),
        outcome: outcome as CallOutcome,
        durationSeconds: row.duration_seconds ?? undefined,
        plan: fromOptionalJson(row.plan) as CallPlan | undefined,
      };
    case 'message':
      return {
        ...shared,
        channel: 'message',
        messageId: present(row.message_id, 'interactions.message_id'),
        outcome: outcome as TextOutcome,
        failedParts: fromJson(present(row.failed_parts, 'interactions.failed_parts')) as readonly number[],
        retriedParts: fromJson(present(row.retried_parts, 'interactions.retried_parts')) as readonly number[],
        plan: fromOptionalJson(row.plan) as MessagePlan | undefined,
      };
  }
}
