import { parseArgs } from 'node:util';
import type { ServerKind } from './servers.js';

/** What is measured. */
export interface Line {
  readonly store: Exclude<ServerKind, 'limit'>;
  readonly clients: number;
  /** So many servers share the load. */
  readonly instances: number;
}

export interface BenchOptions {
  /** In groups: the servers of a group run at the same time, and are measured in turn. */
  readonly groups: readonly (readonly Line[])[];
  readonly rounds: number;
  /** So many earlier calls are in the stores. */
  readonly interactions: number;
  /** Prints nothing but JSON. */
  readonly json: boolean;
}

const STORES = ['usual', 'memory', 'sqlite', 'postgres', 'sheets'] as const;
/** How many clients each has when --clients does not say. */
const CLIENTS: Readonly<Record<Line['store'], readonly number[]>> = {
  usual: [1_000],
  memory: [10, 1_000, 100_000],
  sqlite: [10, 1_000, 100_000],
  postgres: [1_000],
  sheets: [1_000],
};
const INSTANCES: Readonly<Partial<Record<Line['store'], readonly number[]>>> = { postgres: [1, 2] };
/** The numbers of webhook-load.ts. */
const MOST_CLIENTS = 10_000_000;

export const USAGE = `npm run bench -- [--only memory,sqlite] [--clients 1000,1000000] [--interactions 500000] [--rounds 15] [--json]
  --only          some lines only: ${STORES.join(', ')}
  --clients       with so many clients each
  --interactions  with so many calls of the past year in memory, SQLite and Postgres
  --rounds        windows of one second for each line
  --json          nothing but JSON (with "npm run --silent bench")`;

/** @throws Error with a text for people */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      clients: { type: 'string' },
      interactions: { type: 'string' },
      rounds: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const only = values.only?.split(',') ?? STORES;
  const unknown = only.find((name) => !STORES.some((store) => store === name));
  if (unknown !== undefined) throw new Error(`--only: there is no ${unknown}`);
  const stores = STORES.filter((store) => only.includes(store));
  const clients = values.clients?.split(',').map((count) => wholeNumber('--clients', count, MOST_CLIENTS));
  const lines = stores.flatMap((store) =>
    (clients ?? CLIENTS[store]).flatMap((count) =>
      (INSTANCES[store] ?? [1]).map((instances) => ({ store, clients: count, instances })),
    ),
  );
  // A database of its own and the stand-in for Google would take time from whatever is measured beside them.
  const alone = ['postgres', 'sheets'];
  const groups = [
    lines.filter(({ store }) => !alone.includes(store)),
    ...alone.map((name) => lines.filter(({ store }) => store === name)),
  ].filter((group) => group.length > 0);
  return {
    groups,
    rounds: wholeNumber('--rounds', values.rounds ?? '15', 1000),
    interactions:
      values.interactions === undefined ? 0 : wholeNumber('--interactions', values.interactions, MOST_CLIENTS),
    json: values.json,
  };
}

function wholeNumber(option: string, text: string, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > most)
    throw new Error(`${option}: a whole number from 1 to ${most.toString()}, not ${text}`);
  return value;
}
