import { createMemoryMailer, createMemoryStore } from '../../src/adapters/memory/index.js';
import type { CountryCode } from '../../src/domain/model/country.js';
import type { NumberType } from '../../src/domain/model/proxy-number.js';
import type { Settings } from '../../src/domain/model/settings.js';
import { createProxyCall } from '../../src/entry/library.js';
import { createFakeClock, createSequentialIds, fictionalMobile } from '../../src/entry/testing/index.js';
import { setUp } from '../services/set-up.js';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const thresholds = (counts: Readonly<Record<string, number>>): Settings['poolAlert'] =>
  new Map(Object.entries(counts)) as never;

/** Two instances on one store. */
export function startEmpty(settings: Partial<Settings> = {}) {
  const mailer = createMemoryMailer();
  const clock = createFakeClock(Date.parse('2026-03-18T12:00:00Z'));
  const all = {
    alertMail: 'office@shop.example',
    poolAlert: thresholds({ FR: 4 }),
    language: 'en',
    ...settings,
  } as const;
  const store = createMemoryStore();
  const scene = setUp({ store, clock, mailer, settings: all });
  const { telephony, provider } = scene.carrier;
  const second = createProxyCall({
    ...{ store, clock, mailer, settings: all, telephony, provider, logger: scene.logger },
    ids: createSequentialIds(7),
  });
  const both = async () => {
    await Promise.all([scene.proxyCall.runMaintenance(), second.runMaintenance()]);
  };
  const after = async (milliseconds: number) => {
    clock.advance(milliseconds);
    await both();
  };
  const take = (index: number, fields: object = {}) =>
    scene.order(index, { clientRealPhone: fictionalMobile(8000 + index), ...fields });
  const subjects = () => mailer.mails.map(({ subject }) => subject);
  const buy = async (count: number, numberType = 'mobile' as NumberType, countryIso = 'FR' as CountryCode) => {
    const { purchasedNow } = await scene.proxyCall.provisionNumbers({
      ...{ countryIso, batchSize: count, numberType, candidatesLimit: 2 * count },
      ...{ requireSmsCapability: true, requireVoiceCapability: true },
    });
    return purchasedNow;
  };
  /** Gives back what nobody has, until so many are available. */
  const keep = async (count: number, numberType = 'mobile' as NumberType, countryIso = 'FR' as CountryCode) => {
    const { available } = await scene.proxyCall.listAvailableNumbers({ countryIso, numberType });
    const numbers = available.slice(count).map(({ phoneNumber }) => phoneNumber);
    if (numbers.length > 0) await scene.proxyCall.releaseNumbers({ numbers, force: false });
  };
  return { ...scene, second, both, after, mailer, clock, store, take, subjects, buy, keep };
}

/** With six numbers of France. */
export async function start(settings: Partial<Settings> = {}) {
  const scene = startEmpty(settings);
  await scene.buy(6);
  return scene;
}

export const LOW = 'ProxyCall: few numbers left (FR)';
export const CLEAR = 'ProxyCall: enough numbers again (FR)';
