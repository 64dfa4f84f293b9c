import type { Interaction, InteractionRecord } from '../../domain/model/interaction.js';
import { HOUR_MS } from '../../domain/model/time.js';
import type {
  HourCount,
  InteractionQuery,
  InteractionSift,
  SiftedInteractions,
  Versioned,
} from '../../ports/order-store.js';
import { newestFirst } from './queries.js';

type Records = Iterable<Versioned<InteractionRecord>>;

export function findInteractions(
  records: Records,
  { clientId, from, until, ...page }: InteractionQuery,
): readonly Interaction[] {
  const found = within(records, { from, until }).filter(
    (interaction) => clientId === undefined || interaction.clientId === clientId,
  );
  return newestFirst(found, ({ at, id }) => ({ at, id }), page);
}

export function siftInteractions(
  records: Records,
  { outcome, channel, direction, sessionId, among, limit, ...which }: InteractionSift,
): SiftedInteractions {
  const looked = findInteractions(records, { ...which, limit: among });
  const found = looked
    .filter((one) => outcome === undefined || one.outcome === outcome)
    .filter((one) => channel === undefined || one.channel === channel)
    .filter((one) => direction === undefined || one.direction === direction)
    .filter((one) => sessionId === undefined || one.sessionId === sessionId)
    .slice(0, limit);
  const last = looked.at(-1);
  const isCut = found.length < limit && looked.length === among && last !== undefined;
  return { found, lookedUpTo: isCut ? { at: last.at, id: last.id } : undefined };
}

export function countInteractions(
  records: Records,
  period: { readonly from: number; readonly until: number },
): readonly HourCount[] {
  const counts = new Map<string, HourCount>();
  for (const { at, channel, outcome } of within(records, period)) {
    const hour = at - (at % HOUR_MS);
    const group = `${hour.toString()} ${channel} ${outcome}`;
    counts.set(group, { hour, channel, outcome, count: (counts.get(group)?.count ?? 0) + 1 });
  }
  return [...counts.values()];
}

function within(
  records: Records,
  { from = -Infinity, until = Infinity }: { readonly from: number | undefined; readonly until: number | undefined },
): Interaction[] {
  const found: Interaction[] = [];
  for (const { value } of records) {
    if (value.channel !== undefined && value.at >= from && value.at <= until) found.push(value);
  }
  return found;
}
