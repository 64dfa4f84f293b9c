import { courseOf, refusalsIn, type Course } from './course.js';
import { finish, PART, type Steps } from './steps.js';
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
 * Replays the holdings in order of time, to find how many numbers keep the share of refusals within each of `shares`.
 * A person who holds every number already is refused the next one, and holds nothing in its place.
 * @param shares accepted shares of refusals, 0 to 1
 * @param growth by how much the load is to grow, 0.2 for a fifth
 * @returns a demand for each share
 */
export function* replayFor(
  holdings: readonly Holding[],
  shares: readonly number[],
  growth = 0,
): Steps<readonly Demand[]> {
  const persons = yield* byPerson(holdings);
  const courses = yield* coursesOf(persons);
  const bound = mostOf(courses);
  const demands: Demand[] = [];
  for (const share of shares) {
    const accepted = share * holdings.length;
    const needed = yield* least(bound, (numbers) => isWithin(courses, numbers, accepted));
    demands.push({ bound, needed: growth === 0 ? needed : Math.max(needed, yield* grown(persons, share, growth)) });
  }
  return demands;
}

/** The same at once, for one share: for little that was held. */
export function replay(holdings: readonly Holding[], blocking: number, growth = 0): Demand {
  const [demand = { bound: 0, needed: 0 }] = finish(replayFor(holdings, [blocking], growth));
  return demand;
}

/** The most that one person holds at the same time. */
export function* busiest(holdings: readonly Holding[]): Steps<number> {
  return mostOf(yield* coursesOf(yield* byPerson(holdings)));
}

function mostOf(courses: readonly Course[]): number {
  return courses.reduce((largest, { most }) => Math.max(largest, most), 0);
}

function* coursesOf(persons: readonly (readonly Holding[])[]): Steps<readonly Course[]> {
  const courses: Course[] = [];
  let sorted = 0;
  for (const own of persons) {
    courses.push(yield* courseOf(own));
    sorted += own.length;
    if (sorted < PART / 10) continue;
    sorted = 0;
    yield;
  }
  return courses;
}

/** Whether at most so many are refused, of all persons together. */
function* isWithin(courses: readonly Course[], numbers: number, accepted: number): Steps<boolean> {
  let [refused, done] = [0, 0];
  for (const course of courses) {
    refused += refusalsIn(course, numbers);
    if (refused > accepted) return false;
    done += course.most <= numbers ? 1 : course.events.length;
    if (done < PART) continue;
    done = 0;
    yield;
  }
  return true;
}

function* byPerson(holdings: readonly Holding[]): Steps<readonly (readonly Holding[])[]> {
  const persons = new Map<string, Holding[]>();
  for (const [index, holding] of holdings.entries()) {
    if (index % PART === PART - 1) yield;
    const own = persons.get(holding.person);
    if (own === undefined) persons.set(holding.person, [holding]);
    else own.push(holding);
  }
  return [...persons.values()];
}

/** The smallest number up to `most` that is enough, by bisection. `most` itself must be enough. */
function* least(most: number, isEnough: (numbers: number) => Steps<boolean>): Steps<number> {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (yield* isEnough(middle)) high = middle;
    else low = middle + 1;
  }
  return high;
}

/** The log is one sample: a larger load is extrapolated from each person's mean load. */
function* grown(persons: readonly (readonly Holding[])[], blocking: number, growth: number): Steps<number> {
  let [start, end, count, done] = [Infinity, -Infinity, 0, 0];
  const held: { readonly count: number; readonly time: number }[] = [];
  for (const own of persons) {
    let time = 0;
    for (const { from, until } of own) {
      start = Math.min(start, from);
      end = Math.max(end, until);
      time += until - from;
      if ((done += 1) % PART === 0) yield;
    }
    count += own.length;
    held.push({ count: own.length, time });
  }
  const loads = held.map((own) => ({ weight: own.count / count, load: ((1 + growth) * own.time) / (end - start) }));
  // As many numbers as the busiest person needs are enough for everybody.
  const heaviest = loads.reduce((largest, { load }) => Math.max(largest, load), 0);
  const most = loads.length === 0 ? 0 : serversFor(heaviest, blocking);
  return yield* least(most, function* (numbers) {
    let [refused, computed] = [0, 0];
    for (const { weight, load } of loads) {
      refused += weight * erlangB(load, numbers);
      computed += numbers;
      if (computed < PART) continue;
      computed = 0;
      yield;
    }
    return refused <= blocking;
  });
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

/** Shares of orders that may find no number, for which a plan is drawn as a curve. They are computed together. */
export const CURVE_SHARES: readonly number[] = [0.001, 0.005, 0.01, 0.02, 0.05, 0.1];
