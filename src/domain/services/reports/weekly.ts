import type { OrderStore, Position } from '../../../ports/order-store.js';
import type { WeeklyReport } from '../../../ports/reports-api.js';
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
import type { ClientCounts, NumbersGiven } from '../../model/report/weekly-report.js';
import { isoTime } from '../../model/time.js';
import { valuesOf } from '../paging.js';
import type { Ports } from '../ports.js';

/** A page of a database is read within some milliseconds, in which nobody else is served. */
const PAGE = 250;

/** What a report is counted from. */
interface Source {
  readonly store: OrderStore;
  /** To be called after each page. */
  readonly onPage: () => Promise<void>;
}

/**
 * The week of this name; without one, the last that is over.
 * @throws `invalid_request`
 */
export function weekAsked({ clock, settings }: Ports, name: string | undefined): Week {
  const now = clock.now();
  const calendar = createCalendar(settings.report.timeZone);
  return name === undefined ? calendar.weekBefore(calendar.weekAt(now)) : existingWeek(calendar, name, now);
}

/**
 * Counts one week. Reads page by page, and keeps what `createInteractionCount` and `createClientCount` keep.
 * @param onPage called after each page that was read, so that whoever counts can show that they are still at it
 */
export async function weeklyReport(
  ports: Ports,
  week: Week,
  onPage: () => Promise<void> = () => Promise.resolve(),
): Promise<WeeklyReport> {
  const { store, clock, settings } = ports;
  const { timeZone } = settings.report;
  const now = clock.now();
  const before = createCalendar(timeZone).weekBefore(week);
  const source = {
    store,
    async onPage() {
      await onPage();
      // Callers come in between.
      await clock.sleep(0);
    },
  };
  const count = createInteractionCount(week, settings.ringSeconds);
  for await (const interaction of interactionsBetween(source, {
    from: week.from - LONGEST_CALL_SETUP_MS,
    until: week.until + LONGEST_CALL_SETUP_MS - 1,
  }))
    count.add(interaction);
  const { given, oldest } = await readSessions(source, [week, before], count);
  const [thisWeek = 0, weekBefore = 0] = given;
  const earlier = { from: oldest, until: week.from - LONGEST_CALL_SETUP_MS - 1 };
  const figures = {
    clients: await countClients(source),
    orders: await countOrders(source, week),
    ...(await interactionFigures(source, count, earlier)),
    ...poolFigures(await store.poolCounts(now), settings.numberPrices),
  };
  // As of the end: records may have been dropped while they were counted.
  const keptSince = clock.now() - settings.retentionMs;
  return {
    ...{ week: week.name, from: isoTime(week.from), until: isoTime(week.until), timeZone, countedAt: isoTime(now) },
    keptSince: isoTime(keptSince),
    // A call that began before the week may have a step in it.
    complete: week.from - LONGEST_CALL_SETUP_MS >= keptSince,
    numbersGiven: numbersGiven(thisWeek, before.from >= keptSince ? weekBefore : undefined),
    ...figures,
  };
}

function numbersGiven(thisWeek: number, weekBefore: number | undefined): NumbersGiven {
  return { thisWeek, weekBefore, difference: weekBefore === undefined ? undefined : thisWeek - weekBefore };
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
async function* interactionsBetween({ store, onPage }: Source, span: Span): AsyncGenerator<Interaction> {
  let after: Position | undefined;
  for (;;) {
    const page = await store.interactions({ ...span, limit: PAGE, after });
    yield* page;
    await onPage();
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = { at: last.at, id: last.id };
  }
}

/** Calls of the week are the first of their session unless an earlier one is on record. */
async function interactionFigures(source: Source, count: InteractionCount, before: Span): Promise<InteractionFigures> {
  if (before.from > before.until || count.sessions().size === 0) return count.figures();
  for await (const interaction of interactionsBetween(source, before)) {
    count.addEarlier(interaction);
    if (count.sessions().size === 0) break;
  }
  return count.figures();
}

/**
 * A client gets a number of their own with an open session on it.
 * @param count with the interactions of the week; the sessions are added to it
 * @returns how many of them in each week, and when the oldest session began whose first call may have been in the week
 */
async function readSessions(
  source: Source,
  weeks: readonly Week[],
  count: InteractionCount,
): Promise<{ readonly given: readonly number[]; readonly oldest: number }> {
  const given = weeks.map(() => 0);
  let [found, oldest] = [0, Infinity];
  for await (const session of valuesOf(source.store, 'session', PAGE, source.onPage)) {
    count.addSession(session);
    const { id, kind, openedAt } = session;
    if (count.sessions().has(id)) {
      found += 1;
      oldest = Math.min(oldest, openedAt);
    }
    const index = kind === 'open' ? weeks.findIndex(({ from, until }) => openedAt >= from && openedAt < until) : -1;
    if (index >= 0) given[index] = (given[index] ?? 0) + 1;
  }
  // Of a session that is not on record any more, nobody knows.
  return { given, oldest: found < count.sessions().size ? 0 : oldest };
}

async function countClients(source: Source): Promise<ClientCounts> {
  const count = createClientCount();
  for await (const client of valuesOf(source.store, 'client', PAGE, source.onPage)) count.add(client);
  return count.counts();
}

async function countOrders({ store, onPage }: Source, { from, until }: Week): Promise<number> {
  let orders = 0;
  // Nothing is at that position: those created before it come after it.
  let after: Position = { at: until, id: '' };
  for (;;) {
    const page = await store.orders({ limit: PAGE, after });
    await onPage();
    orders += page.filter(({ createdAt }) => createdAt >= from).length;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE || last.createdAt < from) return orders;
    after = { at: last.createdAt, id: last.id };
  }
}
