import { createMemoryMailer, createMemoryStore } from '../../src/adapters/memory/index.js';
import type { CountryCode } from '../../src/domain/model/country.js';
import { DEFAULT_REPORT_SETTINGS } from '../../src/domain/model/report/report-settings.js';
import { createFakeClock } from '../../src/entry/testing/index.js';
import { setUp } from '../services/set-up.js';
import { thresholds } from './alert-scene.js';

const MINUTE = 60_000;
export const OFFICE = 'office@shop.example';
const EVENTS = ['report.not_sent', 'pool.alert_not_sent'] as const;

/** On the Monday on which the report of 2026-W12 is due; with no number of France, of which two are wanted. */
export function start() {
  const mailer = createMemoryMailer();
  const store = createMemoryStore();
  const clock = createFakeClock(Date.parse('2026-03-23T08:00:00Z'));
  const instance = (to = OFFICE, aheadMs = 0) => {
    const its = { ...clock, now: () => clock.now() + aheadMs };
    const report = { ...DEFAULT_REPORT_SETTINGS, mail: to };
    const settings = { alertMail: to, poolAlert: thresholds({ FR: 2, GB: 1 }), language: 'en', report } as const;
    const scene = setUp({ store, clock: its, mailer, settings });
    const triesOf = (event: string) => scene.logger.lines.filter((line) => line.event === event).length;
    const tries = () => EVENTS.map(triesOf);
    const look = () => scene.proxyCall.runMaintenance();
    /** Looks every five minutes for as long. */
    const during = async (milliseconds: number) => {
      for (let passed = 0; passed < milliseconds; passed += 5 * MINUTE) {
        clock.advance(5 * MINUTE);
        await look();
      }
    };
    const buy = (countryIso: string) =>
      scene.proxyCall.provisionNumbers({
        ...{ countryIso: countryIso as CountryCode, numberType: 'mobile', batchSize: 2, candidatesLimit: 4 },
        ...{ requireSmsCapability: true, requireVoiceCapability: true },
      });
    const giveBackAll = async (countryIso: string) => {
      const free = await scene.proxyCall.listAvailableNumbers({ countryIso: countryIso as CountryCode });
      const numbers = free.available.map(({ phoneNumber }) => phoneNumber);
      await scene.proxyCall.releaseNumbers({ numbers, force: false });
    };
    return { ...scene, tries, look, during, buy, giveBackAll };
  };
  const reports = () => mailer.mails.filter(({ subject }) => subject.includes('W12'));
  const alerts = () => mailer.mails.filter(({ subject }) => subject.includes('few')).map(({ subject }) => subject);
  const onRecord = async () => (await store.record('fact', 'weekly_report'))?.value.value ?? '';
  return { mailer, store, clock, instance, reports, alerts, onRecord };
}
