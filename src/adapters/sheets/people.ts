import { isDeepStrictEqual } from 'node:util';
import type { Client } from '../../domain/model/client.js';
import type { Order } from '../../domain/model/order.js';
import type { E164 } from '../../domain/model/phone-number.js';
import type { ProxyNumber } from '../../domain/model/proxy-number.js';
import type { RecordId, RecordsCopy } from '../records/index.js';
import { isProxyCallError } from '../../domain/model/errors.js';
import { wantedCells, type Book } from './book.js';
import type { Cells, HiddenParts } from './cells.js';
import { LAYOUTS, VISIBLE_KINDS, type VisibleKind } from './layout.js';
import { readClient, readLastCaller, readNumber, readOrder, type Complain } from './readings.js';
import { endPair, settlePairs } from './pairs.js';
import { inPortions } from './portions.js';
import { rowId } from './records-tab.js';
import { settle } from './settle.js';
import { meaningOf, type Fault, type Sighting, type Sightings } from './tab.js';

export interface Absorbed {
  /** Records that changed, or whose row does not say what it should. */
  readonly touched: readonly RecordId[];
  readonly faults: readonly Fault[];
}

export interface Absorbing {
  readonly now: number;
  readonly quarantineMs: number;
  /** What the hidden tab has for rows that are new to us. */
  readonly hiddenPart: <K extends VisibleKind>(kind: K, key: string) => Partial<HiddenParts[K]>;
  /** Records of ours that are not in the sheet yet. */
  readonly dirty: { has(id: string): boolean };
  /** Rows that were missing when the sheet was last read: one that is cut may be about to be pasted. */
  readonly missing: Set<string>;
}

/**
 * Takes over what people did in the sheet since it was last read: rows that were edited, added or taken away, wherever
 * they are by now. What cannot be understood is told and leaves what was known.
 */
export async function absorb(
  seen: Readonly<Record<VisibleKind, Sightings>>,
  book: Book,
  copy: RecordsCopy,
  options: Absorbing,
): Promise<Absorbed> {
  const touched = new Map<string, RecordId>();
  const { dirty } = options;
  const faults: Fault[] = VISIBLE_KINDS.flatMap((kind) => seen[kind].faults);
  const clients = new Set<string>();
  const touch = (id: RecordId) => touched.set(`${id.kind} ${id.key}`, id);

  const changed: Record<VisibleKind, [string, Sighting][]> = { client: [], number: [], order: [] };
  for (const kind of VISIBLE_KINDS) {
    await inPortions(seen[kind].rows, ([key, sighting]) => {
      if (hasChanged(kind, key, sighting)) changed[kind].push([key, sighting]);
    });
  }
  // What changed is taken over in one go, so that no call sees half of it.
  // Clients first: who holds a number is in their row. Then what became of those who are gone.
  for (const kind of ['client', 'number', 'order'] as const) {
    for (const [key, sighting] of changed[kind]) {
      if (!takeRow(kind, key, sighting)) continue;
      touch({ kind, key });
      if (kind === 'client') clients.add(key);
    }
    for (const key of missingRows(kind)) {
      touch({ kind, key });
      if (kind === 'client') clients.add(key);
    }
  }
  for (const id of clients) {
    for (const changed of settle(id, copy, options)) touch(changed);
    for (const changed of settlePairs(id, copy, options.now)) touch(changed);
    takeLastCaller(id);
  }
  return { touched: [...touched.values()], faults };

  /** Takes over where the row is, and tells whether there is anything new in it. */
  function hasChanged(kind: VisibleKind, key: string, { row, cells }: Sighting): boolean {
    const tab = book.tabs[kind];
    const mirrored = tab.rows.get(key);
    if (mirrored === undefined) return !(kind === 'client' && book.erased.has(key));
    Object.assign(mirrored, { row, isLost: false });
    return tab.layout.columns.some((column) => cells[column] !== mirrored.raw[column]);
  }

  /** @returns whether it was understood */
  function takeRow(kind: VisibleKind, key: string, { row, cells }: Sighting): boolean {
    const tab = book.tabs[kind];
    const mirrored = tab.rows.get(key);
    const changed = tab.layout.columns.filter((column) => cells[column] !== mirrored?.raw[column]);
    const wrong = new Set<string>();
    const complain: Complain = (column, problem) => {
      wrong.add(column);
      faults.push({ title: tab.layout.title, row: row + 1, column, problem });
    };
    const wanted = wantedCells(kind, key, copy);
    // A cell that we are about to write ourselves: what was promised is kept.
    const theirs = changed.filter((column) => mirrored === undefined || wanted?.[column] === mirrored.meaning[column]);
    const edited = wanted === undefined ? cells : { ...wanted, ...pick(cells, theirs) };
    const understood = takeRecord(kind, key, { ...edited, [tab.layout.keyColumn]: key }, complain);
    const meaning = { ...mirrored?.meaning, ...meaningOf(pick(cells, changed)) };
    // What is wrong is left as it is, for whoever wrote it to mend.
    const now = understood ? (wantedCells(kind, key, copy) ?? {}) : cells;
    for (const column of wrong) meaning[column] = now[column] ?? '';
    if (understood) tab.rows.set(key, { row, raw: cells, meaning });
    return understood;
  }

  function takeRecord(kind: VisibleKind, key: string, cells: Cells, complain: Complain): boolean {
    switch (kind) {
      case 'client': {
        const before = copy.get('client', key)?.value;
        const client = readClient(cells, options.hiddenPart('client', key), before, complain);
        if (client === undefined) return false;
        writeClient(client, before, complain);
        return true;
      }
      case 'number': {
        const before = copy.get('number', key)?.value;
        const holder = copy.holderOf(key as E164)?.value.id;
        const hidden = options.hiddenPart('number', key);
        const number = readNumber(cells, hidden, before, { ...options, holder }, complain);
        const mustStay = number !== undefined && number.state.status !== 'shared' && copy.hasLegs(number.number);
        if (mustStay) complain('status', 'must stay shared: there are sessions on this number');
        return write(
          'number',
          key,
          mustStay ? { ...number, state: before?.state ?? { status: 'shared', since: options.now } } : number,
        );
      }
      case 'order': {
        const before = copy.get('order', key)?.value;
        const clientNumber = copy.get('client', cells['client_id'] ?? '')?.value.proxyNumber;
        const hidden = options.hiddenPart('order', key);
        const order = readOrder(cells, hidden, before, { ...options, clientNumber }, complain);
        if (order?.status === 'closed' && order.pairing !== undefined) {
          for (const ended of endPair(order.pairing.sessionId, copy, options.now)) touch(ended);
        }
        return write('order', key, order);
      }
    }
  }

  function write(kind: 'number' | 'order', key: string, value: ProxyNumber | Order | undefined): boolean {
    if (value === undefined) return false;
    if (!isDeepStrictEqual(value, copy.get(kind, key)?.value)) copy.write(kind, key, value);
    return true;
  }

  function writeClient(client: Client, before: Client | undefined, complain: Complain): void {
    if (isDeepStrictEqual(client, before)) return;
    if (
      client.proxyNumber !== before?.proxyNumber &&
      client.proxyNumber !== undefined &&
      copy.hasLegs(client.proxyNumber)
    ) {
      complain('client_proxy_number', 'is a shared number, with sessions of others on it');
      copy.write('client', client.id, { ...client, proxyNumber: before?.proxyNumber });
      return;
    }
    try {
      copy.write('client', client.id, client);
    } catch (error) {
      if (!isProxyCallError(error, 'conflict')) throw error;
      complain('client_proxy_number', 'is the number of another client');
      copy.write('client', client.id, { ...client, proxyNumber: before?.proxyNumber });
    }
  }

  function takeLastCaller(clientId: string): void {
    const [session] = copy.liveSessionsOf(clientId);
    const cells = book.tabs.client.rows.get(clientId)?.meaning;
    const sighting = seen.client.rows.get(clientId);
    if (session === undefined || cells === undefined || sighting === undefined) return;
    // One that we have noted and not yet written is later than what the cell says.
    if (dirty.has(rowId({ kind: 'session', key: session.value.id }))) return;
    const lastCaller = readLastCaller(
      cells,
      (column, problem) => faults.push({ title: LAYOUTS.client.title, row: sighting.row + 1, column, problem }),
      session.value.lastCaller,
    );
    if (lastCaller === session.value.lastCaller) return;
    copy.write('session', session.value.id, { ...session.value, lastCaller });
    touch({ kind: 'session', key: session.value.id });
  }

  /** Rows that people took away. They are believed the second time: one that is cut may be about to be pasted. */
  function missingRows(kind: VisibleKind): string[] {
    const tab = book.tabs[kind];
    const gone: string[] = [];
    for (const [key, mirrored] of [...tab.rows]) {
      const mark = `${kind} ${key}`;
      if (seen[kind].rows.has(key)) options.missing.delete(mark);
      else if (!options.missing.has(mark)) {
        options.missing.add(mark);
        mirrored.isLost = true;
      } else {
        options.missing.delete(mark);
        tab.rows.delete(key);
        gone.push(key);
        // A number that is in use is put back: it is still rented, and people call it.
        const number = key as E164;
        const isInUse = kind === 'number' && (copy.holderOf(number) !== undefined || copy.hasLegs(number));
        if (!isInUse) copy.write(kind, key, undefined);
      }
    }
    return gone;
  }
}

function pick(cells: Cells, columns: readonly string[]): Cells {
  return Object.fromEntries(columns.map((column) => [column, cells[column] ?? '']));
}
