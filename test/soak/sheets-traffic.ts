import { Agent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import fetch from 'node-fetch';
import { sign } from '../../src/adapters/twiml/index.js';
import { storeConfigAt } from '../google/account.js';
import { HEADERS, startStandIn, type Fault, type StandIn } from '../google/stand-in.js';
import { startService, temporaryFolder, type Service } from '../support.js';
import { phone, poolRow, proxy } from '../sheets/world.js';
import { textOf } from '../google/sheet.js';

const TOKEN = 'traffic-token';
const CLIENTS = 50;
const TICK_MS = 50;
/** A carrier keeps its connections; one for each call would be refused now and then by a machine that has other work too. */
const CONNECTIONS = 64;

export interface Traffic {
  readonly latencyMs: number;
  readonly seconds: number;
  readonly callsPerSecond: number;
}

/**
 * Calls at a steady rate on a spreadsheet with Google's latency, quota and faults, while users sort, insert and edit
 * rows. Afterwards every call must be in the sheet once, every row must be correct, and the quota must not have been
 * exceeded in any minute.
 */
export async function callsDuringEdits(t: ExecutionContext, traffic: Traffic): Promise<string> {
  const standIn = await startStandIn({ latencyMs: traffic.latencyMs, quota: 60, tabs: tabs() });
  const folder = temporaryFolder();
  t.teardown(() => {
    standIn.close();
    folder.remove();
  });
  const service = await startService({
    store: storeConfigAt(standIn, folder.path),
    telephony: { kind: 'simulated', authToken: TOKEN },
    logLevel: 'warn',
  });
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  t.teardown(async () => {
    agent.destroy();
    await service.stop();
  });
  standIn.interfere = () => (Math.random() < 0.1 ? oneOf(FAULTS) : undefined);
  const edits = setInterval(() => {
    editRandomly(standIn);
  }, 300);
  t.teardown(() => {
    clearInterval(edits);
  });

  const calls = await placeCalls(service, agent, traffic);
  const answers = calls.map(({ twiml }) => twiml);
  clearInterval(edits);
  standIn.interfere = () => undefined;
  t.is(answers.filter((text) => text.includes('<Dial')).length, answers.length, 'every call is connected');

  await service.stop();
  t.notRegex(service.log(), /not_flushed/);
  const rows = standIn.book.tab('ProxyCall Records').rows.map(([id]) => textOf(id));
  const interactions = rows.filter((id) => id.startsWith('interaction:'));
  t.is(interactions.length, answers.length);
  t.is(new Set(interactions).size, answers.length, 'each call is recorded once');
  const wrong = clientsShown(standIn).filter(
    ({ id, number, real, last }) =>
      real !== phone(Number(id)) || number !== proxy(Number(id)) || !mayBeLast(calls, number, last),
  );
  t.deepEqual(wrong, []);
  t.is(clientsShown(standIn).length, CLIENTS);
  const [reads, writes] = [standIn.busiestMinute('read'), standIn.busiestMinute('write')];
  t.true(reads <= 60 && writes <= 60, `${reads.toString()} reads, ${writes.toString()} writes`);
  t.deepEqual(standIn.violations(), []);
  return `${answers.length.toString()} calls; in the busiest minute ${reads.toString()} reads and ${writes.toString()} writes`;
}

interface PlacedCall {
  readonly from: string;
  readonly to: string;
  readonly twiml: string;
  readonly sentAt: number;
  readonly answeredAt: number;
}

/** Calls at a steady rate, whether earlier ones have been answered or not. */
function placeCalls(
  service: Service,
  agent: Agent,
  { seconds, callsPerSecond }: Traffic,
): Promise<readonly PlacedCall[]> {
  const perTick = (callsPerSecond * TICK_MS) / 1000;
  const start = performance.now();
  return Promise.all(
    Array.from({ length: seconds * callsPerSecond }, async (_, index) => {
      const tick = Math.floor(index / perTick);
      await pause(Math.max(0, start + tick * TICK_MS - performance.now()));
      const to = proxy(index % CLIENTS);
      const from = `+3319900${(index % 10_000).toString().padStart(4, '0')}`;
      const sentAt = performance.now();
      const twiml = await callIn(service, agent, { index, from, to });
      return { from, to, twiml, sentAt, answeredAt: performance.now() };
    }),
  );
}

/** Of calls that were under way at the same moment any may have been the last. */
function mayBeLast(calls: readonly PlacedCall[], number: string | undefined, caller: unknown): boolean {
  const own = calls.filter(({ to }) => to === number);
  const lastSentAt = Math.max(...own.map(({ sentAt }) => sentAt));
  return own.some(({ from, answeredAt }) => from === caller && answeredAt >= lastSentAt);
}

const FAULTS: readonly Fault[] = [
  { kind: 'answer', status: 503 },
  { kind: 'answer', status: 429 },
  { kind: 'answer', status: 500, late: true },
  { kind: 'reset' },
  { kind: 'reset', late: true },
];

function tabs() {
  const indices = Array.from({ length: CLIENTS }, (_, index) => index);
  return {
    Clients: [
      [...HEADERS.Clients.split(' '), 'notes'],
      ...indices.map((index) => [index.toString(), 'Ada', 'a@shop.example', phone(index), proxy(index)]),
    ],
    TwilioPools: [HEADERS.TwilioPools.split(' '), ...indices.map((index) => poolRow(proxy(index), 'assigned'))],
    Orders: [HEADERS.Orders.split(' ')],
  };
}

/** A random edit of a user. */
function editRandomly(standIn: StandIn): void {
  const { rows } = standIn.book.tab('Clients');
  const filled = rows.slice(1).filter((row) => row[0] !== undefined);
  switch (Math.floor(Math.random() * 4)) {
    case 0:
      // Blank rows come last, as when sorting in Sheets.
      rows.splice(
        1,
        rows.length - 1,
        ...filled.sort(() => Math.random() - 0.5),
        ...Array.from(rows.slice(1 + filled.length), () => []),
      );
      break;
    case 1:
      rows.splice(1 + Math.floor(Math.random() * filled.length), 0, []);
      break;
    case 2: {
      const blank = rows.findIndex(
        (row, index) => index > 0 && index < filled.length && row.every((cell) => cell === undefined),
      );
      if (blank > 0) rows.splice(blank, 1);
      break;
    }
    default:
      (oneOf(filled) as unknown[])[8] = 'a note';
  }
}

function clientsShown(standIn: StandIn) {
  return standIn.book
    .tab('Clients')
    .rows.slice(1)
    .filter((row) => row.slice(0, 8).some((cell) => cell !== undefined && cell !== ''))
    .map((row) => ({ id: row[0], real: row[3], number: row[4] as string | undefined, last: row[7] }));
}

interface Call {
  readonly index: number;
  readonly from: string;
  readonly to: string;
}

async function callIn(service: Service, agent: Agent, { index, from, to }: Call): Promise<string> {
  const path = '/twilio/voice';
  const params = { CallSid: `CA${index.toString().padStart(32, '0')}`, From: from, To: to };
  const response = await fetch(service.url + path, {
    method: 'POST',
    agent,
    headers: { 'x-twilio-signature': sign(TOKEN, service.url + path, params) },
    body: new URLSearchParams(params),
  });
  return response.text();
}

function oneOf<T>(items: readonly T[]): T {
  const item = items[Math.floor(Math.random() * items.length)];
  if (item === undefined) throw new Error('no items');
  return item;
}
