import type SqliteDatabase from 'better-sqlite3';
import type { TextInteraction } from '../../src/domain/model/interaction.js';
import { put } from '../../src/domain/services/commit.js';
import { aClient, aTextInteraction, fictionalMobile as phone, personOf } from '../../src/entry/testing/index.js';
import type { OrderStore, Retention } from '../../src/ports/order-store.js';
import { aConnection } from './sqlite-files.js';

export const NOTHING_OLD: Retention = { history: 0, keys: 0, day: 0, month: 0, audit: 0, plans: 0 };
export const SECRETS = [phone(9000), 'ada@shop.example', 'Ada Lovelace', 'the key is under the mat'];
const ERASURE = { clientId: '1', persons: [personOf(9000)] };

/** Every tenth text is Ada's. */
function aText(index: number): TextInteraction {
  const isAdas = index % 10 === 0;
  const [to, body] = isAdas ? [phone(9000), 'the key is under the mat'] : [phone(index), 'something else'];
  const message = { from: phone(1), to, body: body.padEnd(24 + ((index * 37) % 200), '.'), media: [] };
  const id = `text ${index.toString()}`;
  const plan = { kind: 'texts', interactionId: id, messages: [message] } as const;
  return aTextInteraction(id, { clientId: isAdas ? '1' : '2', plan });
}

/** Ada among others, with texts whose records grow and shrink: so that the pages of the file are divided, and joined again. */
export async function fill(store: OrderStore): Promise<void> {
  const client = aClient('1', { name: 'Ada Lovelace', mail: 'ada@shop.example' });
  const texts = Array.from({ length: 1000 }, (_, index) => aText(index));
  await store.commit({ puts: [put('client', client), ...texts.map((text) => put('interaction', text))] });
  const change = async (wanted: (index: number) => boolean, to: Partial<TextInteraction>) => {
    const puts = texts.map(async ({ id }, index) => {
      const read = wanted(index) ? await store.record('interaction', id) : undefined;
      return read?.value.channel === 'message' ? [put('interaction', { ...read.value, ...to }, read)] : [];
    });
    await store.commit({ puts: (await Promise.all(puts)).flat() });
  };
  await change((index) => index % 3 === 0, { outcome: 'undelivered', endedAt: 2 ** 50, failedParts: PARTS });
  await change((index) => index % 7 === 0, { retriedParts: PARTS });
  await change((index) => index % 10 !== 0 && index % 4 === 0, { plan: undefined });
  await change((index) => index % 5 === 0, { failedParts: PARTS, retriedParts: PARTS });
}

const PARTS = Array.from({ length: 60 }, (_, part) => part);

export async function erase(store: OrderStore): Promise<void> {
  const read = await store.record('client', '1');
  const removals = [{ kind: 'client', key: '1', expected: read?.version ?? 0 }] as const;
  await store.commit({ puts: [], removals, scrub: ERASURE });
}

/** Erases her by hand, as a process does that is killed before it could clean the file. @returns the connection that did */
export function leaveUnclean(path: string): SqliteDatabase.Database {
  const earlier = aConnection(path);
  earlier.exec("delete from clients; update interactions set plan = null, from_masked = ''; pragma user_version = 0");
  return earlier;
}
