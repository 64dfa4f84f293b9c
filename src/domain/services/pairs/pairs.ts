import type { Put, Versioned } from '../../../ports/order-store.js';
import { homeCountry, type Client } from '../../model/client.js';
import type { CountryCode } from '../../model/country.js';
import { ProxyCallError } from '../../model/errors.js';
import { closeLeg, followLeg, hideSide, phaseOf, releaseLeg, type Leg } from '../../model/leg.js';
import type { Pairing } from '../../model/order.js';
import {
  closePair,
  followPair,
  isLivePair,
  maskName,
  openLeg,
  type CallLimits,
  type PairedSession,
} from '../../model/pair.js';
import { countryOf, type E164 } from '../../model/phone-number.js';
import { put } from '../commit.js';
import type { FindNumber } from '../pool/find-number.js';
import type { Ports } from '../ports.js';
import { hider, partyKeys } from './parties.js';
import { createTakeSeat, type SeatWish } from './seats.js';
import type { PairTerms } from './terms.js';

export interface PairRequest extends PairTerms {
  readonly orderId: string;
}

/** What became of a paired session, and the writes that make it so. */
export interface Paired {
  readonly pair: PairedSession;
  readonly puts: readonly Put[];
}

/** Opens, changes and ends paired sessions. What makes it so is handed out, to be written with the order. */
export interface Pairs {
  open<T>(client: Client, request: PairRequest, commit: (paired: Paired) => Promise<T>): Promise<T>;
  /** Another courier for the same order. The client keeps their number; the one before hears that the order is closed. */
  changeCourier<T>(
    client: Client,
    pair: Versioned<PairedSession>,
    courierPhone: E164,
    commit: (paired: Paired) => Promise<T>,
  ): Promise<T>;
  /** None when it is closed already. */
  close(sessionId: string, now: number): Promise<readonly Put[]>;
  /**
   * After the client's phone or name changed.
   * @throws `client_mismatch` when the new phone has another session on the same number
   */
  follow(before: Client, client: Client): Promise<readonly Put[]>;
  /** Ends all that is live, and leaves of the client what a tombstone needs. */
  erase(client: Client, now: number): Promise<{ readonly closed: number; readonly puts: readonly Put[] }>;
}

export function createPairs(ports: Ports, findNumber: FindNumber): Pairs {
  const { store, clock, ids, settings } = ports;
  const takeSeat = createTakeSeat(ports, findNumber);
  const hide = hider(ids);

  return {
    open: (client, { orderId, courierPhone, expiresAt, ...limits }, commit) =>
      takeSeat(courierWish(client, courierPhone), (theirs) =>
        takeSeat(clientWish(client, courierPhone), async (own) => {
          const now = clock.now();
          const pair: PairedSession = {
            kind: 'paired',
            id: ids.next(),
            orderId,
            clientId: client.id,
            clientPhone: client.realPhone,
            clientNumber: own.number,
            counterpartPhone: courierPhone,
            counterpartNumber: theirs.number,
            maskedName: maskName(client.name),
            code: await freshCode(),
            textsStopped: [],
            ...limitsOf(limits),
            openedAt: now,
            expiresAt,
            closedAt: undefined,
          };
          const legs = (['client', 'counterpart'] as const).map((side) => openLeg(ids.next(), pair, side, now));
          const puts = [
            ...merge([...theirs.puts, ...own.puts]),
            put('pair', pair.id, pair),
            ...legs.map((leg) => put('leg', leg.id, leg)),
          ];
          return commit({ pair, puts });
        }),
      ),

    changeCourier: (client, read, courierPhone, commit) =>
      takeSeat(courierWish(client, courierPhone), async (seat) => {
        const now = clock.now();
        const pair: PairedSession = {
          ...read.value,
          counterpartPhone: courierPhone,
          counterpartNumber: seat.number,
          code: await freshCode(),
          textsStopped: read.value.textsStopped.filter((side) => side !== 'counterpart'),
        };
        const released = new Set(seat.puts.map(({ key }) => key));
        const changed = (await store.legs({ sessionId: pair.id }))
          .filter(({ value }) => !released.has(value.id))
          .map((leg) => {
            const { value } = leg;
            const next = value.side === 'client' ? { ...value, counterpart: courierPhone } : closeLeg(value, now);
            return put('leg', value.id, next, leg);
          });
        const leg = openLeg(ids.next(), pair, 'counterpart', now);
        return commit({
          pair,
          puts: [...seat.puts, ...changed, put('pair', pair.id, pair, read), put('leg', leg.id, leg)],
        });
      }),

    async close(sessionId, now) {
      const read = await store.record('pair', sessionId);
      return read === undefined || read.value.closedAt !== undefined ? [] : closing(read, now);
    },

    async follow(before, client) {
      if (before.realPhone === client.realPhone && before.name === client.name) return [];
      const live = (await store.openPairsOf(client.id)).filter(({ value }) => isLivePair(value, clock.now()));
      const puts: Put[] = [];
      for (const pair of live) puts.push(...(await followOne(pair, before, client)));
      return puts;
    },

    async erase(client, now) {
      const [open, legs] = await Promise.all([store.openPairsOf(client.id), store.legs({ clientId: client.id })]);
      return {
        closed: open.length,
        puts: [
          ...open.map((pair) => put('pair', pair.value.id, closePair(pair.value, now), pair)),
          ...legs.map((leg) => put('leg', leg.value.id, closeLeg(hideSide(leg.value, 'client', hide), now), leg)),
        ],
      };
    },
  };

  async function closing(pair: Versioned<PairedSession>, now: number): Promise<readonly Put[]> {
    const legs = await store.legs({ sessionId: pair.value.id });
    return [
      put('pair', pair.value.id, closePair(pair.value, now), pair),
      ...legs.map((leg) => put('leg', leg.value.id, closeLeg(leg.value, now), leg)),
    ];
  }

  async function followOne(pair: Versioned<PairedSession>, before: Client, client: Client): Promise<readonly Put[]> {
    const { value } = pair;
    const puts: Put[] = [put('pair', value.id, followPair(value, client), pair)];
    if (before.realPhone === client.realPhone) return puts;
    if (client.realPhone === value.counterpartPhone) throw ambiguous();
    const keys = partyKeys(ids, client.realPhone);
    const there = (await store.legs({ parties: [keys.phone, keys.hash] })).filter(
      (leg) => leg.value.number === value.clientNumber,
    );
    for (const leg of there) {
      if (leg.value.sessionId !== value.id && !isOver(leg.value)) throw ambiguous();
      puts.push(put('leg', leg.value.id, releaseLeg(leg.value, clock.now(), hide), leg));
    }
    const released = new Set(there.map((leg) => leg.value.id));
    for (const leg of await store.legs({ sessionId: value.id })) {
      const followed = followLeg(leg.value, client.realPhone);
      if (!released.has(leg.value.id) && followed !== leg.value) puts.push(put('leg', leg.value.id, followed, leg));
    }
    return puts;
  }

  function isOver(leg: Leg): boolean {
    return phaseOf(leg, clock.now(), settings) === 'over';
  }

  /** Short codes run short where many sessions are open: then a longer one is tried. */
  async function freshCode(): Promise<string> {
    for (let tried = 0; tried < 40; tried += 1) {
      const code = ids.code(Math.min(LONGEST_CODE, settings.codeDigits + Math.floor(tried / 8)));
      if ((await store.pairByCode(code)) === undefined) return code;
    }
    throw new ProxyCallError('conflict', 'the order codes are in great demand', { retryable: true });
  }

  function clientWish(client: Client, courierPhone: E164): SeatWish {
    const country = homeCountry(client) ?? settings.defaultCountry;
    return wish(client, client.realPhone, courierPhone, [country]);
  }

  /** The merchant chose the client's country; a courier from anywhere is better served from afar than not at all. */
  function courierWish(client: Client, courierPhone: E164): SeatWish {
    const country = countryOf(courierPhone) ?? settings.defaultCountry;
    return wish(client, courierPhone, client.realPhone, [...new Set([country, settings.defaultCountry])]);
  }

  function wish(client: Client, party: E164, counterpart: E164, countries: readonly CountryCode[]): SeatWish {
    return {
      party: partyKeys(ids, party),
      counterpart: partyKeys(ids, counterpart),
      countries,
      type: settings.numberType,
      clientId: client.id,
    };
  }

  function limitsOf({ maxCallSeconds, ringSeconds }: CallLimits): CallLimits {
    return {
      maxCallSeconds: maxCallSeconds ?? settings.maxCallSeconds,
      ringSeconds: ringSeconds ?? settings.ringSeconds,
    };
  }
}

const LONGEST_CODE = 8;

export function pairingOf(pair: PairedSession): Pairing {
  const { id, counterpartNumber, code = '', expiresAt } = pair;
  return { sessionId: id, courierNumber: counterpartNumber, code, expiresAt };
}

/** Both parties may have a place on the same number, which is written once. */
function merge(puts: readonly Put[]): readonly Put[] {
  return [...new Map(puts.map((each) => [`${each.kind} ${each.key}`, each])).values()];
}

function ambiguous(): ProxyCallError {
  return new ProxyCallError(
    'client_mismatch',
    'this phone has another session on the same proxy number, or is the courier of one: who is meant could not be told',
    { issues: [{ pointer: '/client_real_phone', detail: 'is known on the same proxy number' }] },
  );
}
