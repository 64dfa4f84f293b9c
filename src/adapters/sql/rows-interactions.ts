import type { CallPlan } from '../../domain/model/call-plan.js';
import type { CallOutcome, TextOutcome } from '../../domain/model/interaction.js';
import type { MessagePlan } from '../../domain/model/message.js';
import { fromJson, fromOptionalJson, present, toOptionalJson, type Mapping } from './mapping.js';

export const interaction: Mapping<'interaction', 'interactions'> = {
  table: 'interactions',
  key: 'id',
  ruleColumns: {},
  retainedSince: ['at'],
  toRow: (value) => ({
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
  }),
  fromRow: (row) => {
    const shared = {
      id: row.id,
      carrier: row.carrier,
      sessionId: row.session_id ?? undefined,
      clientId: row.client_id ?? undefined,
      direction: row.direction ?? undefined,
      from: row.from_masked,
      to: row.to_masked,
      at: row.at,
      endedAt: row.ended_at ?? undefined,
    };
    switch (row.channel) {
      case 'call':
        return {
          ...shared,
          channel: 'call',
          callId: present(row.call_id, 'interactions.call_id'),
          outcome: row.outcome as CallOutcome,
          durationSeconds: row.duration_seconds ?? undefined,
          plan: fromOptionalJson(row.plan) as CallPlan | undefined,
        };
      case 'message':
        return {
          ...shared,
          channel: 'message',
          messageId: present(row.message_id, 'interactions.message_id'),
          outcome: row.outcome as TextOutcome,
          failedParts: fromJson(present(row.failed_parts, 'interactions.failed_parts')) as readonly number[],
          retriedParts: fromJson(present(row.retried_parts, 'interactions.retried_parts')) as readonly number[],
          plan: fromOptionalJson(row.plan) as MessagePlan | undefined,
        };
    }
  },
};
