import fc from 'fast-check';
import { fictionalMobile } from '../../src/entry/testing/index.js';
import { WITHHELD } from './direct-carrier.js';

const CLIENTS = 4;
export const clientPhones = Array.from({ length: 6 }, (_, index) => fictionalMobile(9000 + index));
// The last of the client phones is also a courier of other clients.
export const couriers = ['+33199001111', '+33199002222', '+33639987000', clientPhones[5] ?? ''];
const unknownCallers = ['+33199008881', '+33199008882', WITHHELD];
export const people: readonly string[] = [...clientPhones, ...couriers.slice(0, 3), ...unknownCallers];

const client = fc.nat(CLIENTS - 1);
const order = fc.nat(14);
const record = <K extends string, T extends object>(kind: K, fields: { [F in keyof T]: fc.Arbitrary<T[F]> }) =>
  fc.record({ kind: fc.constant(kind), ...fields }) as unknown as fc.Arbitrary<{ kind: K } & T>;

/** The steps of a run. Indexes choose from the lists above, or from the proxy numbers seen so far. */
export const steps = {
  paired: record('paired', {
    client,
    order,
    courier: fc.nat(couriers.length - 1),
    hours: fc.constantFrom(undefined, 1, 30),
  }),
  open: record('open', { client, order }),
  close: record('close', { order }),
  courier: record('courier', { order, courier: fc.nat(couriers.length - 1) }),
  extend: record('extend', { order, hours: fc.constantFrom(0, 0.5, 3, 24, 24 * 400) }),
  move: record('move', { client, phone: fc.nat(clientPhones.length - 1) }),
  erase: record('erase', { client }),
  wait: record('wait', { hours: fc.constantFrom(0.2, 0.2, 0.2, 1, 1, 2, 2, 20, 50, 24 * 7) }),
  maintain: record('maintain', {}),
  // Usually a number that the caller knows, sometimes any number.
  call: record('call', { from: fc.nat(people.length - 1), to: fc.nat(99), known: fc.integer({ min: 0, max: 3 }) }),
  text: record('text', {
    from: fc.nat(people.length - 3),
    to: fc.nat(99),
    known: fc.integer({ min: 0, max: 3 }),
    body: fc.constantFrom('hello', 'hello', 'STOP', 'start'),
  }),
  enter: record('enter', { from: fc.nat(people.length - 1), order, isRight: fc.boolean(), other: fc.nat(4) }),
} as const;
export type Step = (typeof steps)[keyof typeof steps] extends fc.Arbitrary<infer T> ? T : never;
export type StepOf<K extends Step['kind']> = Extract<Step, { kind: K }>;
