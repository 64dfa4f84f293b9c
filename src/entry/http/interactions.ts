import { z } from 'zod';
import type { InteractionEvent } from '../../ports/proxycall-api.js';
import { isoTime } from '../../domain/model/time.js';
import { toWire } from '../wire.js';
import { endpoint, streamEndpoint } from './endpoint.js';
import type { StreamEvent } from './event-stream.js';
import { DIRECTIONS, INTERACTION_CHANNELS } from '../../domain/model/interaction.js';
import { OUTCOMES } from '../../domain/model/outcomes.js';
import { callerNumber, cursor, limit, merchantId, orAbsent, page, phoneNumber, time } from './fields.js';

const outcome = z.enum(OUTCOMES).meta({ example: 'answered' });

const interaction = z.object({
  id: z.string(),
  at: time,
  channel: z.enum(INTERACTION_CHANNELS),
  direction: z.enum(DIRECTIONS).nullable(),
  outcome: z.string().meta({ example: 'answered' }),
  duration_seconds: z.int().nullable(),
  from: z.string().meta({ description: 'Masked', example: '+****1234' }),
  to: z.string().meta({ description: 'Masked', example: '+****5678' }),
  client_id: z.string().nullable(),
});

export const interactionEndpoints = [
  endpoint({
    method: 'get',
    path: '/interactions',
    operationId: 'listInteractions',
    tag: 'Interactions',
    summary: 'Calls and texts, newest first, with masked numbers',
    request: {
      query: z.object({
        client_id: orAbsent(merchantId),
        order_id: orAbsent(merchantId),
        from: orAbsent(time),
        until: orAbsent(time),
        outcome: orAbsent(outcome),
        channel: orAbsent(z.enum(INTERACTION_CHANNELS)),
        direction: orAbsent(z.enum(DIRECTIONS)),
        cursor,
        limit,
      }),
    },
    answer: page(interaction),
    refusals: ['order_not_found'],
    call: (api, { query }) => api.listInteractions(query),
  }),
  streamEndpoint({
    path: '/interactions/stream',
    operationId: 'watchInteractions',
    tag: 'Interactions',
    summary:
      'Calls and texts while they happen, as server-sent events: "interaction" when one is new or has changed, "missed" when some were left out',
    request: {
      query: z.object({
        since: orAbsent(time).meta({
          description: 'Begin with what is new or has changed since then. Reaches back a minute at most',
        }),
      }),
      // Of a client that connects again. Whatever other servers have sent it is no reason to refuse it.
      headers: z.object({ 'last-event-id': z.string().optional() }),
    },
    answer: interaction,
    refusals: ['too_many_streams'],
    position: isoTime,
    stream: async (api, { query, headers }, signal) => {
      const last = headers['last-event-id'];
      const since = last !== undefined && !Number.isNaN(Date.parse(last)) ? last : query.since;
      return streamEvents(await api.watchInteractions({ signal, since }));
    },
  }),
  endpoint({
    method: 'get',
    path: '/interactions/counts',
    operationId: 'interactionCounts',
    tag: 'Interactions',
    summary: 'How many calls and texts there were, by hour, channel and outcome',
    request: {
      query: z.object({
        from: orAbsent(time).meta({ description: 'Default: 24 hours before until; at most 31 days before it' }),
        until: orAbsent(time).meta({ description: 'Default: now' }),
      }),
    },
    answer: z.object({
      from: time,
      until: time,
      counts: z
        .array(
          z.object({
            hour: time.meta({ description: 'When the hour begins: a whole hour of UTC' }),
            channel: z.enum(INTERACTION_CHANNELS),
            outcome: z.string().meta({ example: 'answered' }),
            count: z.int(),
          }),
        )
        .meta({ description: 'What did not happen is not listed' }),
    }),
    refusals: [],
    call: (api, { query }) => api.interactionCounts(query),
  }),
  endpoint({
    method: 'post',
    path: '/calls/simulate',
    operationId: 'simulateCall',
    tag: 'Interactions',
    summary: 'Simulate a call: recorded with the simulated carrier, otherwise a dry run',
    request: {
      body: z.object({
        to: phoneNumber,
        from: callerNumber,
      }),
    },
    answer: z.object({ decision: z.string(), twiml: z.string(), recorded: z.boolean() }),
    refusals: [],
    call: (api, { body }) => api.simulateCall(body),
  }),
] as const;

async function* streamEvents(events: AsyncIterable<InteractionEvent>): AsyncGenerator<StreamEvent> {
  for await (const event of events) {
    const data = event.kind === 'interaction' ? event.interaction : {};
    yield { event: event.kind, id: event.seenAt, data: JSON.stringify(toWire(data)) };
  }
}
