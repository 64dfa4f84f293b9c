import type { Position } from '../../../ports/order-store.js';
import type { WeeklyReport } from '../../../ports/reports-api.js';
import { hasConfirmationMac } from '../../model/confirmation/confirmation-mac.js';
import { invalidField } from '../../model/errors.js';
import type { Interaction } from '../../model/interaction.js';
import { createClientCount, poolFigures } from '../../model/report/figures.js';
import {
  createInteractionCount,
  LONGEST_CALL_SETUP_MS,
  type InteractionCount,
  type InteractionFigures,
} from '../../model/report/interactions.js';
import { createCalendar, type Calendar, type Week } from '../../model/report/week.js';
import type { ClientCounts } from '../../model/report/weekly-report.js';
import { isoTime } from '../../model/time.js';
import { valuesOf } from '../paging.js';
import type { Ports } from '../ports.js';
import { recordHash } from '../record-hash.js';

const PAGE = 1000;

/** Counts one week. Reads page by page, and keeps what `createInteractionCount` and `createClientCount` keep. */
export async function weeklyReport(ports: Ports, { week: name }: { week?: string | undefined }): Promise<WeeklyReport> {
  const { store, clock, settings } = ports;
  const { timeZone } = settings.report;
  const now = clock.now();
  const calendar = createCalendar(timeZone);
  const week = name === undefined ? calendar.weekBefore(calendar.weekAt(now)) : existingWeek(calendar, name, now);
  const before = calendar.weekBefore(week);
  const count = createInteractionCount(week);
  for await (const interaction of interactionsBetween(ports, {
    from: week.from - LONGEST_CALL_SETUP_MS,
    until: week.until + LONGEST_CALL_SETUP_MS - 1,
  }))
    count.add(interaction);
  const { given, oldest } = await readSessions(ports, [week, before], count.sessions());
  const [thisWeek = 0, weekBefore = 0] = given;
  return {
    ...{ week: week.name, from: isoTime(week.from), until: isoTime(week.until), timeZone, countedAt: isoTime(now) },
    clients: await countClients(ports),
    numbersGiven: { thisWeek, weekBefore, difference: thisWeek - weekBefore },
    orders: await countOrders(ports, week),
    ...(await interactionFigures(ports, count, { from: oldest, until: week.from - LONGEST_CALL_SETUP_MS - 1 })),
    ...poolFigures(await store.poolCounts(now), settings.numberPrices),
  };
}

function existingWeek(calendar: Calendar, name: string, now: number): Week {
  const week = calendar.weekNamed(name);
  if (week === undefined) throw invalidField('week', 'must be a week as in ISO 8601, such as 2026-W12');
  if (week.from > now) throw invalidField('week', 'has not begun yet');
  return week;
}

interface Span {
  /** Milliseconds since the epoch, both inclusive. */
  readonly from: number;
  readonly until: number;
}

/** Newest first. */
async function* interactionsBetween({ store }: Ports, span: Span): AsyncGenerator<Interaction> {
  let after: Position | undefined;
  for (;;) {
    const page = await store.interactions({ ...span, limit: PAGE, after });
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = { at: last.at, id: last.id };
  }
}

/** Calls of the week are the first of their session unless an earlier one is on record. */
async function interactionFigures(ports: Ports, count: InteractionCount, before: Span): Promise<InteractionFigures> {
  if (before.from > before.until || count.sessions().size === 0) return count.figures();
  for await (const interaction of interactionsBetween(ports, before)) {
    count.addEarlier(interaction);
    if (count.sessions().size === 0) break;
  }
  return count.figures();
}

/** A client gets a number of their own with an open session on it. @returns how many of them in each week, and when the oldest session began */
async function readSessions(
  { store }: Ports,
  weeks: readonly Week[],
  called: ReadonlySet<string>,
): Promise<{ readonly given: readonly number[]; readonly oldest: number }> {
  const given = weeks.map(() => 0);
  let [found, oldest] = [0, Infinity];
  for await (const { id, kind, openedAt } of valuesOf(store, 'session', PAGE)) {
    if (called.has(id)) {
      found += 1;
      oldest = Math.min(oldest, openedAt);
    }
    const index = kind === 'open' ? weeks.findIndex(({ from, until }) => openedAt >= from && openedAt < until) : -1;
    if (index >= 0) given[index] = (given[index] ?? 0) + 1;
  }
  // Of a session that is not on record any more, nobody knows.
  return { given, oldest: found < called.size ? 0 : oldest };
}

async function countClients({ store, ids }: Ports): Promise<ClientCounts> {
  const count = createClientCount();
  for await (const confirmation of valuesOf(store, 'confirmation', PAGE)) {
    if (hasConfirmationMac(recordHash(ids), confirmation)) count.addConfirmation(confirmation);
  }
  for await (const client of valuesOf(store, 'client', PAGE)) count.add(client);
  return count.counts();
}

async function countOrders({ store }: Ports, { from, until }: Week): Promise<number> {
  let orders = 0;
  // Nothing is at that position: those created before it come after it.
  let after: Position = { at: until, id: '' };
  for (;;) {
    const page = await store.orders({ limit: PAGE, after });
    orders += page.filter(({ createdAt }) => createdAt >= from).length;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE || last.createdAt < from) return orders;
    after = { at: last.createdAt, id: last.id };
  }
}
