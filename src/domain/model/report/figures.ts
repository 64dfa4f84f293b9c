import type { Client } from '../client.js';
import type { CountryCode } from '../country.js';
import { lineOf } from '../line.js';
import { POOL_STATUSES, type NumberType, type PoolStatus } from '../proxy-number.js';
import type { NumberPrice } from '../settings.js';
import type { ClientCounts, CountryPool } from './weekly-report.js';

// What a report counts besides calls and texts. The names are those of `WeeklyReport`, which says what they mean.

export function rounded(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}

/** Counts clients, one by one. Keeps the line of each phone. */
export interface ClientCount {
  add(client: Client): void;
  counts(): ClientCounts;
}

export function createClientCount(): ClientCount {
  const [lines, shared] = [new Set<string>(), new Set<string>()];
  let [total, withNumber, confirmed, sharingPhone] = [0, 0, 0, 0];
  return {
    add({ proxyNumber, realPhone, confirmedAt }) {
      total += 1;
      if (proxyNumber !== undefined) withNumber += 1;
      if (confirmedAt !== undefined) confirmed += 1;
      const line = lineOf(realPhone);
      if (shared.has(line)) {
        sharingPhone += 1;
      } else if (lines.has(line)) {
        shared.add(line);
        sharingPhone += 2;
      }
      lines.add(line);
    },
    counts: () => ({ total, withNumber, withoutNumber: total - withNumber, confirmed, sharingPhone }),
  };
}

/** As many numbers of one kind as there are in each status. */
interface KindCount extends Readonly<Record<PoolStatus, number>> {
  readonly country: CountryCode;
  readonly type: NumberType;
  readonly owned: number;
}

export interface PoolFigures {
  readonly pools: readonly CountryPool[];
  readonly monthlyCost: number | undefined;
  readonly unpricedNumbers: number;
}

/** The pool by country, and what it costs. */
export function poolFigures(counts: readonly KindCount[], prices: readonly NumberPrice[]): PoolFigures {
  const priceOf = ({ country, type }: KindCount) =>
    prices.find((price) => price.country === country && price.type === type)?.monthly;
  const costOf = (kinds: readonly KindCount[]) => {
    const priced = kinds.flatMap((kind) => {
      const price = priceOf(kind);
      return price === undefined || kind.owned === 0 ? [] : [kind.owned * price];
    });
    return priced.length === 0
      ? undefined
      : rounded(
          priced.reduce((sum, cost) => sum + cost, 0),
          2,
        );
  };
  const sumOf = (kinds: readonly KindCount[], name: PoolStatus | 'owned') =>
    kinds.reduce((sum, kind) => sum + kind[name], 0);
  const countries = [...new Set(counts.map(({ country }) => country))].sort();
  return {
    pools: countries.map((countryIso) => {
      const kinds = counts.filter(({ country }) => country === countryIso);
      const statuses = Object.fromEntries(POOL_STATUSES.map((status) => [status, sumOf(kinds, status)]));
      return {
        countryIso,
        owned: sumOf(kinds, 'owned'),
        ...(statuses as Record<PoolStatus, number>),
        monthlyCost: costOf(kinds),
      };
    }),
    monthlyCost: costOf(counts),
    unpricedNumbers: sumOf(
      counts.filter((kind) => priceOf(kind) === undefined),
      'owned',
    ),
  };
}
