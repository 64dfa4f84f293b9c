import type { PlanRequest } from '../../../ports/pool-api.js';
import { endOf, type Participant } from '../../model/participant.js';
import type { E164 } from '../../model/phone-number.js';
import { dedicatedDemand, replayFor, sharedDemand, type Demand, type Holding } from '../../model/planning.js';
import { NO_TREND, spanOf, trendOf, type Span, type Trend } from '../../model/pool-outlook.js';
import type { ProxyNumber } from '../../model/proxy-number.js';
import type { Settings } from '../../model/settings.js';
import { DAY_MS } from '../../model/time.js';
import { inParts } from '../in-parts.js';
import { valuesOf } from '../paging.js';
import type { Ports } from '../ports.js';

/** Numbers are planned in groups of one country and one type: `FR mobile`. */
export function groupOf({ country, type }: Pick<ProxyNumber, 'country' | 'type'>): string {
  return `${country} ${type}`;
}

/** How many numbers of one group are needed, and how many calls and texts went through them. */
export interface GroupDemand {
  readonly shared: Demand;
  readonly dedicated: Demand;
  /** Of a described load: how many it would take if each client had a number of their own. */
  readonly dedicatedInstead?: number;
  readonly interactions: number;
}

const NONE: Demand = { bound: 0, needed: 0 };
export const NO_DEMAND: GroupDemand = { shared: NONE, dedicated: NONE, interactions: 0 };

/** @param growth by how much the load is to grow, 0.2 for a fifth */
export function demandOfDescribedLoad(
  { ordersPerDay, durationHours = 1, couriers = 1, peak = 2, countryIso, numberType }: DescribedRequest,
  blocking: number,
  growth: number,
  settings: Settings,
): ReadonlyMap<string, GroupDemand> {
  const load = { ordersPerDay: ordersPerDay * (1 + growth), durationHours, couriers, peak };
  const group = groupOf({ country: countryIso ?? settings.defaultCountry, type: numberType ?? settings.numberType });
  const demand: GroupDemand = {
    ...NO_DEMAND,
    shared: sharedDemand(load, settings.hardCoolingMs, blocking),
    dedicatedInstead: dedicatedDemand(load, settings.quarantineMs, blocking).needed,
  };
  return new Map([[group, demand]]);
}

export type DescribedRequest = PlanRequest & { readonly ordersPerDay: number };

/**
 * The demand of the last days, by replaying who held which number when.
 * @param shares accepted shares of refusals: the log is read once for all of them
 * @param growth by how much the load is to grow, 0.2 for a fifth
 * @returns by share, then group
 */
export async function demandOfLog(
  ports: Ports,
  days: number,
  shares: readonly number[],
  growth: number,
): Promise<ReadonlyMap<number, ReadonlyMap<string, GroupDemand>>> {
  const since = ports.clock.now() - days * DAY_MS;
  const groups = await groupsOfNumbers(ports);
  const { shared, dedicated, groupOfSession } = await readHoldings(ports, groups, since);
  const interactions = await countInteractions(ports, groupOfSession, since);
  const found = new Map(shares.map((share) => [share, new Map<string, GroupDemand>()]));
  for (const group of new Set(groups.values())) {
    const ofShared = await inParts(ports.clock, replayFor(shared.get(group) ?? [], shares, growth));
    const ofDedicated = await inParts(ports.clock, replayFor(dedicated.get(group) ?? [], shares, growth));
    for (const [index, share] of shares.entries()) {
      found.get(share)?.set(group, {
        shared: ofShared[index] ?? NONE,
        dedicated: ofDedicated[index] ?? NONE,
        interactions: interactions.get(group) ?? 0,
      });
    }
  }
  return found;
}

/** How the demand of a group has grown. */
export interface GroupTrend {
  readonly shared: Trend;
  readonly dedicated: Trend;
}

/** @returns by group, with the time that was looked at: at most the last days, and not longer than the log goes back */
export async function trendsOfLog(
  ports: Ports,
  days: number,
): Promise<{ readonly span: Span; readonly trends: ReadonlyMap<string, GroupTrend> }> {
  const now = ports.clock.now();
  const longest = { from: now - Math.min(days * DAY_MS, ports.settings.retentionMs), until: now };
  const groups = await groupsOfNumbers(ports);
  const { shared, dedicated } = await readHoldings(ports, groups, longest.from);
  const span = spanOf([...shared.values(), ...dedicated.values()], longest);
  const trend = async (holdings: readonly Holding[] | undefined) =>
    holdings === undefined ? NO_TREND : inParts(ports.clock, trendOf(holdings, span));
  const trends = new Map<string, GroupTrend>();
  for (const group of new Set(groups.values()))
    trends.set(group, { shared: await trend(shared.get(group)), dedicated: await trend(dedicated.get(group)) });
  return { span, trends };
}

/** A page of a database is read within some milliseconds, in which nobody else is served. */
const PAGE = 250;
const EVERYBODY = 'everybody';

async function groupsOfNumbers({ store, clock }: Ports): Promise<ReadonlyMap<E164, string>> {
  const groups = new Map<E164, string>();
  for await (const number of valuesOf(store, 'number', PAGE, () => clock.sleep(0)))
    groups.set(number.number, groupOf(number));
  return groups;
}

interface Holdings {
  /** By group, without those that ended before the time that is looked at. */
  readonly shared: ReadonlyMap<string, readonly Holding[]>;
  readonly dedicated: ReadonlyMap<string, readonly Holding[]>;
  readonly groupOfSession: ReadonlyMap<string, string>;
}

async function readHoldings(
  { store, clock, settings }: Ports,
  groups: ReadonlyMap<E164, string>,
  since: number,
): Promise<Holdings> {
  const now = clock.now();
  const [shared, dedicated] = [new Map<string, Holding[]>(), new Map<string, Holding[]>()];
  const groupOfSession = new Map<string, string>();
  for await (const participant of valuesOf(store, 'participant', PAGE, () => clock.sleep(0))) {
    const group = groups.get(participant.proxyNumber);
    if (group === undefined) continue;
    groupOfSession.set(participant.sessionId, group);
    const holding = holdingOf(participant, now, settings);
    if (holding.until < since) continue;
    const into = participant.sessionKind === 'paired' ? shared : dedicated;
    const held = into.get(group);
    if (held === undefined) into.set(group, [holding]);
    else held.push(holding);
  }
  return { shared, dedicated, groupOfSession };
}

function holdingOf(participant: Participant, now: number, { hardCoolingMs, quarantineMs }: Settings): Holding {
  const { sessionKind, personKey, openedAt: from, closedAt, releasedAt } = participant;
  if (sessionKind === 'paired') {
    return { person: personKey, from, until: Math.min(endOf(participant) + hardCoolingMs, releasedAt ?? Infinity) };
  }
  const until = closedAt === undefined ? Infinity : closedAt + quarantineMs;
  return { person: EVERYBODY, from, until: Math.min(until, now + DAY_MS) };
}

async function countInteractions(
  { store, clock }: Ports,
  groupOfSession: ReadonlyMap<string, string>,
  since: number,
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for await (const record of valuesOf(store, 'interaction', PAGE, () => clock.sleep(0))) {
    if (record.channel === undefined || record.sessionId === undefined || record.at < since) continue;
    const group = groupOfSession.get(record.sessionId);
    if (group !== undefined) counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  return counts;
}
