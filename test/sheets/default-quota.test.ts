import test from 'ava';
import { isProxyCallError } from '../../src/domain/model/errors.js';
import type { AnyRecord } from '../../src/domain/model/records.js';
import { aClient, anOrder } from '../../src/entry/testing/index.js';
import { createTimedWorld, type TimedWorld } from './fake-time.js';
import { idsOf } from './refused-cells.js';
import {
  clientOf,
  columnOf,
  COUNT,
  LONGEST_MS,
  protectCell,
  rowOf,
  tabs,
  validate,
  valueOf,
  WAITING_MS,
  type Answer,
} from './timed-cells.js';
import { phone, proxy } from './world.js';

const ANSWERS: Readonly<Record<string, Answer>> = {
  'with the request': { isListed: false },
  'without the request, as 403': { status: 403, isNamed: false, isListed: false },
  'as a protected range': {},
};

/** What is changed of each client, which cell of it Google refuses, and what the error says. */
interface Poison {
  readonly record: (world: TimedWorld, id: string) => AnyRecord;
  readonly refuse: (world: TimedWorld, ids: readonly string[], answer: Answer) => void;
  readonly isWritten: (world: TimedWorld, id: string) => boolean;
  readonly where: RegExp;
}

const POISONS: Readonly<Record<string, Poison>> = {
  'names of clients': {
    record: (world, id) => ({ kind: 'client', value: { ...clientOf(world, id), name: `New ${id}` } }),
    refuse: (world, ids, how) => {
      for (const id of ids) protectCell(world, 'Clients', rowOf(world, 'Clients', id), 1, how);
    },
    isWritten: (world, id) => columnOf(world, 'Clients', 1).includes(`New ${id}`),
    where: /tab Clients, row \d+, column client_name, cell B\d+$/,
  },
  orders: {
    record: (world, id) => ({ kind: 'order', value: { ...valueOf(world, 'order', `O-${id}`), status: 'closed' } }),
    refuse: (world, ids, how) => {
      for (const id of ids) protectCell(world, 'Orders', rowOf(world, 'Orders', `O-${id}`), 2, how);
    },
    isWritten: (world, id) => columnOf(world, 'Orders', 2)[rowOf(world, 'Orders', `O-${id}`)] === 'closed',
    where: /tab Orders, row \d+, column status, cell C\d+$/,
  },
  'labels of numbers': {
    record: (world, id) => ({
      kind: 'number',
      value: { ...valueOf(world, 'number', proxy(Number(id))), friendlyName: `Label ${id}` },
    }),
    refuse: (world, ids, how) => {
      for (const id of ids)
        protectCell(world, 'TwilioPools', rowOf(world, 'TwilioPools', proxy(Number(id)), 1), 3, how);
    },
    isWritten: (world, id) => columnOf(world, 'TwilioPools', 3).includes(`Label ${id}`),
    where: /tab TwilioPools, row \d+, column friendly_name, cell D\d+$/,
  },
  'the hidden tab': {
    record: (world, id) => ({ kind: 'client', value: { ...clientOf(world, id), mail: `new${id}@shop.example` } }),
    refuse: (world, ids, how) => {
      for (const id of ids)
        protectCell(world, 'ProxyCall Records', rowOf(world, 'ProxyCall Records', `client:${id}`), 1, how);
    },
    isWritten: (world, id) => columnOf(world, 'Clients', 2).includes(`new${id}@shop.example`),
    where: /tab ProxyCall Records, row \d+, column B, cell B\d+$/,
  },
  'new clients': {
    record: (_, id) => ({
      kind: 'client',
      value: aClient(`n${id}`, { name: `Name ${id}`, realPhone: phone(500 + Number(id)) }),
    }),
    refuse: (world, ids, how) => {
      validate(
        world,
        'Clients',
        1,
        [
          ...idsOf(COUNT)
            .filter((id) => !ids.includes(id))
            .map((id) => `Name ${id}`),
        ],
        how,
      );
    },
    isWritten: (world, id) => columnOf(world, 'Clients', 0).includes(`n${id}`),
    where: /tab Clients, row \d+, column client_name, cell B\d+$/,
  },
  'new orders': {
    record: (_, id) => ({ kind: 'order', value: anOrder(`N-${id}`, id, { proxyNumber: proxy(Number(id)) }) }),
    refuse: (world, ids, how) => {
      validate(
        world,
        'Orders',
        1,
        idsOf(COUNT).filter((id) => !ids.includes(id)),
        how,
      );
    },
    isWritten: (world, id) => columnOf(world, 'Orders', 0).includes(`N-${id}`),
    where: /tab Orders, row \d+, column client_id, cell B\d+$/,
  },
};

for (const [what, poison] of Object.entries(POISONS)) {
  for (const [how, answer] of Object.entries(ANSWERS)) {
    for (const refused of [['6'], ['1', '6', '10']]) {
      const title = `default quota: ${what}, ${refused.length.toString()} of ${COUNT.toString()} refused ${how}`;
      test.serial(title, async (t) => {
        const world = await createTimedWorld(t, tabs());
        poison.refuse(world, refused, answer);
        const before = world.writes.length;
        const records = idsOf(COUNT).map((id) => [id, poison.record(world, id)] as const);
        const outcomes = records.map(async ([id, record]) => [id, await outcomeOf(world, record)] as const);
        await world.outcome(Promise.all(outcomes));
        for (const [id, { error, ms }] of await Promise.all(outcomes)) {
          t.true(ms <= (refused.length > 1 ? LONGEST_MS : WAITING_MS), `${id}: ${ms.toString()} ms`);
          if (!refused.includes(id)) {
            t.is(error, undefined, `${id}: ${String(error)}`);
            t.true(poison.isWritten(world, id), id);
            continue;
          }
          t.true(isProxyCallError(error, 'store_refused'), `${id}: ${String(error)}`);
          // Without an answer in time, the row has to do.
          t.regex(String(error), ms < LONGEST_MS ? poison.where : /tab \w+, row \d+/);
          t.false(poison.isWritten(world, id), id);
        }
        t.log(`${(world.writes.length - before).toString()} writes`);
        t.deepEqual(world.engine.findings(), []);
      });
    }
  }
}

async function outcomeOf(
  world: TimedWorld,
  record: AnyRecord,
): Promise<{ readonly error: unknown; readonly ms: number }> {
  const start = Date.now();
  const error: unknown = await world.change(record).then(
    () => undefined,
    (failure: unknown) => failure,
  );
  return { error, ms: Date.now() - start };
}
