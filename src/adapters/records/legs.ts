import { endOf, type Leg, type PartyKeys } from '../../domain/model/leg.js';
import type { E164 } from '../../domain/model/phone-number.js';
import type { LegQuery, Versioned } from '../../ports/order-store.js';
import { pick } from './queries.js';
import { conflict, createGroups, createTable, type Table } from './table.js';

/** Legs, found by every way they are asked for; those that are not released obey the law of (party, number). */
export interface LegTable {
  readonly table: Table<Leg>;
  /** The caller's leg on a number. */
  of(caller: PartyKeys, number: E164): Versioned<Leg> | undefined;
  find(query: LegQuery): Versioned<Leg>[];
  isOn(number: E164): boolean;
  countOn(number: E164): number;
}

/** @param maySit whether this number is for paired sessions */
export function createLegTable(maySit: (number: E164) => boolean): LegTable {
  const places = new Map<string, string>();
  const [byParty, bySession, byClient, byNumber] = [createGroups(), createGroups(), createGroups(), createGroups()];

  const table = createTable<Leg>((before, after) => {
    const was = before?.releasedAt === undefined ? before : undefined;
    const stays = after?.releasedAt === undefined ? after : undefined;
    if (stays !== undefined) {
      if ((places.get(placeOf(stays.party, stays.number)) ?? stays.id) !== stays.id) throw conflict();
      if (!maySit(stays.number)) throw conflict();
    }
    if (was !== undefined) index(was, 'remove');
    if (stays !== undefined) index(stays, 'add');
  });

  function index(leg: Leg, action: 'add' | 'remove'): void {
    const place = placeOf(leg.party, leg.number);
    if (action === 'add') places.set(place, leg.id);
    else places.delete(place);
    byParty[action](leg.party, leg.id);
    bySession[action](leg.sessionId, leg.id);
    byClient[action](leg.clientId, leg.id);
    byNumber[action](leg.number, leg.id);
  }

  return {
    table,
    of(caller, number) {
      if (byNumber.of(number).size === 0) return undefined;
      const id = places.get(placeOf(caller.phone, number)) ?? places.get(placeOf(caller.hash, number));
      return id === undefined ? undefined : table.get(id);
    },
    find(query) {
      if ('parties' in query) return query.parties.flatMap((party) => pick(table, byParty.of(party)));
      if ('sessionId' in query) return pick(table, bySession.of(query.sessionId));
      if ('number' in query) return pick(table, byNumber.of(query.number));
      if ('clientId' in query) return pick(table, byClient.of(query.clientId));
      const ended = [...table.values()].filter(
        ({ value }) => value.releasedAt === undefined && endOf(value) <= query.endedBy,
      );
      return ended.slice(0, query.limit);
    },
    isOn: (number) => byNumber.of(number).size > 0,
    countOn: (number) => byNumber.of(number).size,
  };
}

function placeOf(party: string, number: E164): string {
  return `${party} ${number}`;
}
