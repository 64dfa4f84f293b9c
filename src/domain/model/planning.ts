import { DAY_MS, HOUR_MS } from './time.js';

/** A number that is held by somebody for a time, including its cooling. `until` is exclusive. */
export interface Holding {
  /**
   * Two holdings of the same person need different numbers. Of a shared number, the person of the participant; dedicated
   * numbers all count as held by one person, since no two clients can have the same one.
   */
  readonly person: string;
  readonly from: number;
  readonly until: number;
}

/** A load to plan for, described by hand instead of read from the log. */
export interface DescribedLoad {
  readonly ordersPerDay: number;
  readonly durationHours: number;
  readonly couriers: number;
  /** The load of the busiest hours, as a multiple of the mean. */
  readonly peak: number;
}

/** How many numbers a load needs. */
export interface Demand {
  /** The most that one person held at the same time; of a described load, what one holds on average at its peak. */
  readonly bound: number;
  /** The fewest with which at most the accepted share of orders finds none. */
  readonly needed: number;
}

/**
 * Replays the holdings in order of time, to find how many numbers keep the share of refusals within `blocking`.
 * A person who holds every number already is refused the next one, and holds nothing in its place.
 * @param blocking the accepted share of refusals, 0 to 1
 * @param growth by how much the load is to grow, 0.2 for a fifth
 */
export function replay(holdings: readonly Holding[], blocking: number, growth = 0): Demand {
  const persons = byPerson(holdings);
  const courses = persons.map(courseOf);
  const bound = busiestOf(courses);
  const refused = (numbers: number) => courses.reduce((sum, course) => sum + sweep(course, numbers).refused, 0);
  const needed = least(bound, (numbers) => refused(numbers) <= blocking * holdings.length);
  return { bound, needed: growth === 0 ? needed : Math.max(needed, grown(persons, blocking, growth)) };
}

/** The most that one person holds at the same time. */
export function busiest(holdings: readonly Holding[]): number {
  return busiestOf(byPerson(holdings).map(courseOf));
}

function busiestOf(courses: readonly Course[]): number {
  return courses.reduce((most, course) => Math.max(most, sweep(course, Infinity).most), 0);
}

function byPerson(holdings: readonly Holding[]): readonly (readonly Holding[])[] {
  const persons = new Map<string, Holding[]>();
  for (const holding of holdings) {
    const own = persons.get(holding.person);
    if (own === undefined) persons.set(holding.person, [holding]);
    else own.push(holding);
  }
  return [...persons.values()];
}

/** Starts and ends in order of time; at the same moment ends come first, as they free a number. */
type Course = readonly { readonly at: number; readonly index: number; readonly isEnd: boolean }[];

function courseOf(own: readonly Holding[]): Course {
  return own
    .flatMap(({ from, until }, index) => [
      { at: from, index, isEnd: false },
      { at: Math.max(until, from + 1), index, isEnd: true },
    ])
    .sort((a, b) => a.at - b.at || Number(b.isEnd) - Number(a.isEnd));
}

/** Replays one person's holdings with this many numbers. */
function sweep(course: Course, numbers: number): { most: number; refused: number } {
  let [held, most, refused] = [0, 0, 0];
  const holds = new Uint8Array(course.length / 2);
  for (const { index, isEnd } of course) {
    if (isEnd) held -= holds[index] ?? 0;
    else if (held < numbers) {
      holds[index] = 1;
      held += 1;
      most = Math.max(most, held);
    } else refused += 1;
  }
  return { most, refused };
}

/** The smallest number up to `most` that is enough, by bisection. `most` itself must be enough. */
function least(most: number, isEnough: (numbers: number) => boolean): number {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isEnough(middle)) high = middle;
    else low = middle + 1;
  }
  return high;
}

/** The log is one sample: a larger load is extrapolated from each person's mean load. */
function grown(persons: readonly (readonly Holding[])[], blocking: number, growth: number): number {
  const all = persons.flat();
  const start = all.reduce((first, { from }) => Math.min(first, from), Infinity);
  const span = all.reduce((last, { until }) => Math.max(last, until), -Infinity) - start;
  const loads = persons.map((own) => ({
    weight: own.length / all.length,
    load: ((1 + growth) * own.reduce((sum, { from, until }) => sum + until - from, 0)) / span,
  }));
  // As many numbers as the busiest person needs are enough for everybody.
  const most = loads.reduce((servers, { load }) => Math.max(servers, serversFor(load, blocking)), 0);
  return least(
    most,
    (numbers) => loads.reduce((sum, { weight, load }) => sum + weight * erlangB(load, numbers), 0) <= blocking,
  );
}

/** Shared numbers for a described load: each courier is an independent loss system that may use every number. */
export function sharedDemand(load: DescribedLoad, hardCoolingMs: number, blocking: number): Demand {
  return demandOf((arrivalsPerHour(load) / load.couriers) * (load.durationHours + hardCoolingMs / HOUR_MS), blocking);
}

/** Dedicated numbers for the same load, one per client. */
export function dedicatedDemand(load: DescribedLoad, quarantineMs: number, blocking: number): Demand {
  return demandOf(arrivalsPerHour(load) * (load.durationHours + quarantineMs / HOUR_MS), blocking);
}

function arrivalsPerHour({ ordersPerDay, peak }: DescribedLoad): number {
  return (ordersPerDay * peak * HOUR_MS) / DAY_MS;
}

function demandOf(load: number, blocking: number): Demand {
  return { bound: Math.ceil(load), needed: serversFor(load, blocking) };
}

/** The smallest number of servers with which at most this share of the arrivals is refused. */
export function serversFor(load: number, blocking: number): number {
  let [servers, refused] = [0, 1];
  while (refused > blocking) {
    servers += 1;
    refused = (load * refused) / (servers + load * refused);
  }
  return servers;
}

/**
 * The share of arrivals that finds all servers taken, by Erlang's formula B in its recursive form.
 * @param load arrivals per unit of time, times how long each one stays
 */
export function erlangB(load: number, servers: number): number {
  let refused = 1;
  for (let server = 1; server <= servers; server += 1) refused = (load * refused) / (server + load * refused);
  return refused;
}

/** Least and most of what may be asked for. Other values make no useful plan, and some would take too long to compute. */
export const PLAN_LIMITS = {
  blocking: [0.000_001, 0.5],
  days: [1, 365],
  growthPercent: [-90, 1000],
  ordersPerDay: [1, 100_000],
  durationHours: [0.1, 720],
  couriers: [1, 100_000],
  peak: [1, 10],
} as const;
