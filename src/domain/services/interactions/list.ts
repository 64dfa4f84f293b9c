import type {
  HourCount,
  InteractionQuery,
  InteractionSift,
  OrderStore,
  Position,
  SiftedInteractions,
} from '../../../ports/order-store.js';
import type {
  InteractionCountQuery,
  InteractionCounts,
  InteractionListQuery,
  InteractionView,
  IsoTime,
  Page,
} from '../../../ports/proxycall-api.js';
import { invalidField } from '../../model/errors.js';
import { DIRECTIONS, INTERACTION_CHANNELS, type Interaction } from '../../model/interaction.js';
import { OUTCOMES } from '../../model/outcomes.js';
import { DAY_MS, HOUR_MS, isoTime } from '../../model/time.js';
import { existingOrder } from '../existing.js';
import { pageOf, readPage, writeCursor } from '../paging.js';
import type { Ports } from '../ports.js';

/** How many calls and texts a page with filters, or of an order with a session, looks through. */
const LOOKED_AT = 5000;
/** The longest period that is counted at once. */
const LONGEST_COUNTED_MS = 31 * DAY_MS;

export async function listInteractions({ store }: Ports, query: InteractionListQuery): Promise<Page<InteractionView>> {
  const page = readPage(query);
  refuseUnknown('outcome', query.outcome, OUTCOMES);
  refuseUnknown('channel', query.channel, INTERACTION_CHANNELS);
  refuseUnknown('direction', query.direction, DIRECTIONS);
  const { found, lookedUpTo } = await find(store, query, { ...page, ...(await filterOf(store, query)) });
  const { items, nextCursor } = pageOf(found, page.limit, positionOf, view);
  return {
    items,
    nextCursor: nextCursor ?? (lookedUpTo === undefined ? undefined : writeCursor(lookedUpTo)),
  };
}

async function find(
  store: OrderStore,
  { outcome, channel, direction }: InteractionListQuery,
  { sessionId, ...query }: InteractionQuery & Pick<InteractionSift, 'sessionId'>,
): Promise<SiftedInteractions> {
  if ([outcome, channel, direction, sessionId].every((each) => each === undefined)) {
    return { found: await store.interactions(query), lookedUpTo: undefined };
  }
  return store.siftInteractions({ ...query, outcome, channel, direction, sessionId, among: LOOKED_AT });
}

function positionOf({ at, id }: Interaction): Position {
  return { at, id };
}

/** Day by day, as calls come first: SQLite counts a day in some milliseconds. */
export async function interactionCounts(
  { store, clock }: Ports,
  query: InteractionCountQuery,
): Promise<InteractionCounts> {
  const until = query.until === undefined ? clock.now() : readTime('until', query.until);
  const from = query.from === undefined ? until - DAY_MS : readTime('from', query.from);
  if (from > until) throw invalidField('from', 'must not be after until');
  if (until - from > LONGEST_COUNTED_MS) throw invalidField('from', 'must be at most 31 days before until');
  const counts: HourCount[] = [];
  let begin = from;
  while (begin <= until) {
    // Whole hours, so that no hour is counted in two parts.
    const end = begin - (begin % HOUR_MS) + DAY_MS - 1;
    counts.push(...(await store.interactionCounts({ from: begin, until: Math.min(end, until) })));
    begin = end + 1;
    if (begin <= until) await clock.sleep(0);
  }
  const sorted = counts.sort(
    (one, other) => one.hour - other.hour || compare(one.channel, other.channel) || compare(one.outcome, other.outcome),
  );
  return {
    from: isoTime(from),
    until: isoTime(until),
    counts: sorted.map(({ hour, ...count }) => ({ hour: isoTime(hour), ...count })),
  };
}

function compare(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

function refuseUnknown(field: string, value: string | undefined, known: readonly string[]): void {
  if (value !== undefined && !known.includes(value)) throw invalidField(field, `must be one of: ${known.join(', ')}`);
}

/** Programs without types may send anything. */
function readTime(field: 'from' | 'until', text: IsoTime): number {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw invalidField(field, 'must be a time');
  return time;
}

/** An order's interactions are those of its session if it has one; otherwise its client's while the order was open. */
async function filterOf(store: OrderStore, query: InteractionListQuery) {
  const { clientId, orderId } = query;
  const from = query.from === undefined ? undefined : Date.parse(query.from);
  const until = query.until === undefined ? undefined : Date.parse(query.until);
  if (orderId === undefined) return { clientId, from, until, sessionId: undefined };
  const { value: order } = await existingOrder(store, orderId);
  return {
    clientId: order.clientId,
    sessionId: order.session?.sessionId,
    from: Math.max(order.createdAt, from ?? 0),
    // Calls to a closed session belong to the order too: the caller is told that it is closed.
    until: Math.min(
      (order.session === undefined ? order.closedAt : undefined) ?? Number.MAX_SAFE_INTEGER,
      until ?? Number.MAX_SAFE_INTEGER,
    ),
  };
}

/** What is shown of an interaction, whoever asks. */
export function view(interaction: Interaction): InteractionView {
  const { id, channel, direction, outcome, from, to, clientId } = interaction;
  const durationSeconds = interaction.channel === 'call' ? interaction.durationSeconds : undefined;
  return { id, at: isoTime(interaction.at), channel, direction, outcome, durationSeconds, from, to, clientId };
}
