import { put } from '../../src/domain/services/commit.js';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { phoneNumber } from '../../src/domain/model/phone-number.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/model/time.js';
import { createFakeClock, createSequentialIds, type FakeClock } from '../../src/entry/testing/index.js';
import { startService, type Service } from '../support.js';

/** A Thursday afternoon in Paris. */
const NOW = Date.UTC(2026, 2, 12, 15, 40);
/** So many days are played before, from nine to seven o'clock. */
const DAYS = 12;
const OPENS_UTC = 8;

/** People of books, with numbers that are kept for fiction. */
const CLIENTS = [
  ...['Emma Bovary', 'Jane Eyre', 'Gervaise Macquart', 'Edmond Dantès', 'Elizabeth Bennet', 'Eugénie Grandet'],
  ...['Phileas Fogg', 'Cosette Fauchelevent', 'Dorian Gray', 'Georges Duroy', 'Mina Harker', 'Arsène Lupin'],
  ...['Clarissa Dalloway', 'Julien Sorel', 'Anne Elliot', 'Octave Mouret'],
];
const COURIERS = ['+33199001266', '+33199001377', '+33199001820', '+33199001951'];

const clientPhone = (index: number) => `+336399812${(10 + index).toString()}`;

export interface BelievableShop {
  readonly service: Service;
  readonly token: string;
  /** An order of today with a courier, and with calls. */
  readonly orderId: string;
}

/** A small shop on an ordinary day, as the pictures of the guides show it. The same each time. */
export async function openBelievableShop(): Promise<BelievableShop> {
  const clock = createFakeClock(NOW - DAYS * DAY_MS);
  const service = await startService({ settings: { ...DEFAULT_SETTINGS, poolAlert: new Map([['FR', 5]]) } }, clock);
  const { json } = await service.send('POST', '/tokens', { name: 'camille', role: 'admin' });
  const play = createPlay(service, clock);
  for (let day = DAYS; day >= 0; day -= 1) {
    const opens = Math.floor((NOW - day * DAY_MS) / DAY_MS) * DAY_MS + OPENS_UTC * HOUR_MS;
    await play.day(opens, Math.min(opens + 10 * HOUR_MS, NOW));
  }
  await service.send('POST', '/confirmations', { client_id: '5' });
  await service.send('POST', '/pool/provision', { country_iso: 'FR', batch_size: 8 });
  await giveDurations(service);
  moveTo(clock, NOW);
  await service.program.services.sealAudit();
  return { service, token: String(json['token']), orderId: play.busiest() };
}

function moveTo(clock: FakeClock, time: number): void {
  clock.advance(Math.max(0, time - clock.now()));
}

function createPlay(service: Service, clock: FakeClock) {
  const { send, carrier } = service;
  const chance = createSequentialIds(20_418);
  let count = 20_400;
  const open: { readonly id: string; readonly isPaired: boolean; readonly calls: number }[] = [];
  const phoneOf = (number: string) => carrier.phone(phoneNumber(number));
  const oneOf = <T>(items: readonly T[]): T => items[Math.floor(chance.random() * items.length)] as T;

  async function order(): Promise<void> {
    const [id, client] = [`PAN-${(count += 1).toString()}`, Math.floor(chance.random() * CLIENTS.length)];
    const courier = oneOf(COURIERS);
    const isPaired = chance.random() < 0.6;
    const name = CLIENTS[client] ?? '';
    const { json } = await send('POST', '/orders', {
      ...{ order_id: id, client_id: (client + 1).toString(), client_name: name },
      client_mail: `${
        name
          .split(' ')[0]
          ?.toLowerCase()
          .replace(/[^a-z]/g, 'e') ?? ''
      }@shop.example`,
      client_real_phone: clientPhone(client),
      ...(isPaired ? { courier_phone: courier } : {}),
    });
    const toClient = String(json['courier_proxy_number'] ?? json['client_proxy_number']);
    const toCourier = String(json['client_proxy_number']);
    const calls = 1 + Math.floor(chance.random() * 4);
    open.push({ id, isPaired, calls });
    for (let nth = 0; nth < calls; nth += 1) {
      clock.advance(Math.floor((2 + chance.random() * 9) * MINUTE_MS));
      phoneOf(clientPhone(client)).behaviour = oneOf(['answers', 'answers', 'answers', 'does_not_answer', 'is_busy']);
      if (nth % 3 === 1) await phoneOf(clientPhone(client)).call(toCourier);
      else if (isPaired && nth % 3 === 2) await phoneOf(courier).text(toClient, 'I am at your door.');
      else await phoneOf(courier).call(toClient);
    }
    // Somebody has kept a number of an order that is over.
    if (chance.random() < 0.12) await phoneOf('+33199004471').call(toClient);
  }

  return {
    /** Of those with a courier that are open. */
    busiest: () => open.filter(({ isPaired }) => isPaired).sort((one, other) => other.calls - one.calls)[0]?.id ?? '',
    /** @param ends milliseconds since the epoch */
    async day(opens: number, ends: number): Promise<void> {
      moveTo(clock, opens);
      while (clock.now() < ends - 25 * MINUTE_MS) {
        await order();
        clock.advance(Math.floor(chance.random() * 50 * MINUTE_MS));
        if (open.length > 6) await send('POST', `/orders/${open.shift()?.id ?? ''}/close`, {});
      }
    },
  };
}

/** All simulated phones are picked up at once, and all conversations last equally long. */
async function giveDurations({ program }: Service): Promise<void> {
  const { store } = program.ports;
  const chance = createSequentialIds(20_419);
  for (const { id } of await store.interactions({ limit: 10_000 })) {
    const read = await store.record('interaction', id);
    if (read?.value.channel !== 'call' || read.value.durationSeconds === undefined) continue;
    const { at } = read.value;
    const durationSeconds = Math.floor(12 + 150 * chance.random());
    const endedAt = at + Math.floor(4_000 + 14_000 * chance.random()) + durationSeconds * 1000;
    await store.commit({ puts: [put('interaction', { ...read.value, durationSeconds, endedAt }, read)] });
  }
}
